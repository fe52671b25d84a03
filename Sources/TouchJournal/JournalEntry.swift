package import CadenceModel
package import CivilTime

/// One line of the journal (contract section 6).
package struct JournalEntry: Hashable, Sendable {
  /// Consecutive from 1.
  package var number: Int64
  /// The highest number known durable when this was written (`d`).
  package var durable: Int64
  /// Wall clock; never before the previous entry's.
  package var at: Instant
  /// Boot-time clock in milliseconds.
  package var up: Int64
  /// The number of the start.
  package var run: Int
  /// What it tells.
  package var kind: JournalKind
  /// What belongs to the kind, unknown fields included, in the line's order.
  package var fields: [JournalField]
  /// The chain behind this line (`h`).
  package var hash: ChainHash

  /// The chain's end when this is the last line.
  package var head: ChainHead { ChainHead(number: number, hash: hash) }

  /// A field's value; nil where the line has none of that name.
  package subscript(key: String) -> JSONValue? {
    for field in fields where field.key == key { return field.value }
    return nil
  }

  /// A text field; nil where there is none.
  package func text(_ key: String) -> String? {
    guard case .string(let text) = self[key] else { return nil }
    return text
  }

  /// A whole-number field; nil where there is none.
  package func integer(_ key: String) -> Int64? {
    guard case .integer(let number) = self[key] else { return nil }
    return number
  }

  /// A yes-or-no field; nil where there is none.
  package func flag(_ key: String) -> Bool? {
    guard case .bool(let flag) = self[key] else { return nil }
    return flag
  }

  /// A moment; nil where there is none.
  package func instant(_ key: String) -> Instant? { text(key).flatMap { Instant(rfc3339: $0) } }

  /// A day; nil where there is none.
  package func day(_ key: String) -> Day? { text(key).flatMap { Day(iso: $0) } }

  /// Money; nil where there is none.
  package func amount(_ key: String) -> Amount? {
    switch self[key] {
    case .integer(let whole): Amount(String(whole))
    case .number(let text), .string(let text): Amount(text)
    default: nil
    }
  }
}

extension JournalEntry {
  /// The touch it is about.
  package var touch: TouchID? { text("touch").flatMap { TouchID(text: $0) } }

  /// The channel it is about.
  package var channel: Channel? { text("channel").flatMap { Channel(name: $0) } }

  /// The number of the try, from 1.
  package var tryNumber: Int? { integer("try").map { Int(clamping: $0) } }

  /// How it ended, for `outcome` and `settled`.
  package var result: OutcomeResult? { text("result").flatMap(OutcomeResult.init(rawValue:)) }

  /// Whom it is about: the field of that name, or the touch's customer.
  package var customer: CustomerID? { text("customer").map { CustomerID($0) } ?? touch?.customer }

  /// Who reported it.
  package var rep: RepID? { text("rep").map { RepID($0) } }

  /// Where its personal data are sealed.
  package var sealed: SealedReference? { text("sealed").flatMap { SealedReference($0) } }
}

extension JournalEntry {
  /// Reads one line, with or without its line feed; nil unless its form and checksum are right.
  ///
  /// Its place in the chain is not checked.
  package init?(line bytes: [UInt8]) {
    let end = bytes.last == UInt8(ascii: "\n") ? bytes.count - 1 : bytes.count
    var reader = LineReader()
    guard case .entry(let entry, _) = reader.read(bytes, 0..<end) else { return nil }
    self = entry
  }
}
