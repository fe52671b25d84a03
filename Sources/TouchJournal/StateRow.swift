/// A piece of a ``JournalState`` as it is stored elsewhere.
package struct StateRow: Hashable, Sendable {
  /// What the pieces are.
  package enum Table: UInt8, CaseIterable, Sendable {
    /// A customer's history, by id.
    case customer = 1
    /// A touch under way, one in doubt, by its text.
    case underWay, inDoubt
    /// A touch settled by a fact, by the fact's number.
    case settlement
    /// The rest, by name.
    case rest
    /// Where a journal file begins, by its first number: kept beside the state.
    case segment
    /// What a call said, by the call; the touch of a gateway's name; a receipt before its outcome.
    case call, remote, early
    /// The moments of a lane's tries.
    case lane
  }

  /// What it is.
  package var table: Table
  /// Which one.
  package var key: String
  /// What it holds, written by a ``CadenceModel/CompactWriter``; nil: it is gone.
  package var value: [UInt8]?

  /// A row of these parts.
  package init(_ table: Table, _ key: String, _ value: [UInt8]?) {
    self.table = table
    self.key = key
    self.value = value
  }
}

extension StateRow {
  /// Tells a changed row: over what it is, which one, and what it holds.
  package var checksum: UInt64 {
    var bytes: [UInt8] = [table.rawValue]
    bytes.append(contentsOf: key.utf8)
    bytes.append(0)
    bytes.append(contentsOf: value ?? [])
    return Digest.checksum(bytes[...])
  }
}
