package import CadenceModel
import CivilTime

/// Where a journal file begins, as the projection noted it when the file's first line was durable.
package struct SegmentStart: Hashable, Sendable {
  /// The number of the file's first entry.
  package var first: Int64
  /// Where the chain stood before it.
  package var before: JournalTail
  /// The highest `d` before it.
  package var durable: Int64
  /// Bytes of the file before it, which was sealed; nil where there is none.
  package var previousLength: Int64?

  /// A beginning of these parts.
  package init(first: Int64, before: JournalTail, durable: Int64, previousLength: Int64?) {
    self.first = first
    self.before = before
    self.durable = durable
    self.previousLength = previousLength
  }
}

/// How far a projection knows the journal, so that a start need read only what comes after.
package struct JournalCheckpoint: Sendable {
  /// The last entry it has taken in.
  package var head: ChainHead
  /// The files up to that entry, in order.
  package var segments: [SegmentStart]
  /// Persons erased until then.
  package var erased: Set<CustomerID>

  /// A checkpoint of these parts.
  package init(head: ChainHead, segments: [SegmentStart], erased: Set<CustomerID>) {
    self.head = head
    self.segments = segments
    self.erased = erased
  }
}

extension SegmentStart {
  /// In few bytes.
  package var bytes: [UInt8] {
    var writer = CompactWriter()
    writer.add(first)
    writer.add(before.head.number)
    writer.add(literal: before.head.hash.description)
    writer.add(before.at)
    writer.add(durable)
    writer.add(previousLength) { $0.add($1) }
    return writer.bytes
  }

  /// Reads ``bytes`` back.
  package init(bytes: [UInt8]) throws(UnreadableBytes) {
    var reader = CompactReader(bytes)
    first = try reader.integer()
    let number = try reader.integer()
    guard let hash = ChainHash(try reader.literal()) else { throw UnreadableBytes() }
    before = JournalTail(head: ChainHead(number: number, hash: hash), at: try reader.instant())
    durable = try reader.integer()
    previousLength = try reader.flag() ? try reader.integer() : nil
    guard reader.isAtEnd else { throw UnreadableBytes() }
  }
}
