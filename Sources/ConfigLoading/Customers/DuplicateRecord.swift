import CadenceModel

/// A record that was left out because somebody is the same customer.
struct DuplicateRecord: Sendable {
  /// Its id.
  let id: CustomerID
  let origin: CustomerOrigin
  /// Where whoever stays instead was gathered.
  let slot: Int32

  init(id: CustomerID, origin: CustomerOrigin, slot: Int) {
    (self.id, self.origin, self.slot) = (id, origin, Int32(slot))
  }

  /// Which of two stays: the lower id; of one id the record whose content tells so, that the order of the
  /// rows decides nothing, and of equal ones the first.
  func comesBefore(_ other: DuplicateRecord) -> Bool {
    if id != other.id { return id < other.id }
    return (origin.content, origin.file, origin.record)
      < (other.origin.content, other.origin.file, other.origin.record)
  }
}

/// Who stays where there are duplicates.
struct DuplicateWinner: Sendable {
  let id: CustomerID
  let line: UInt32
  let content: UInt64

  init(id: CustomerID, origin: CustomerOrigin) {
    (self.id, line, content) = (id, origin.line, origin.content)
  }

  /// Why a record is left out, in words for a person.
  func reason(for other: CustomerID, content: UInt64) -> String {
    other == id && content != self.content
      ? "DUPLICATE of \(id): the same id on line \(line), with other content"
      : "DUPLICATE of \(id)"
  }
}
