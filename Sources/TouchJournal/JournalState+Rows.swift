package import CadenceModel
import CivilTime

/// The state as rows: what changed since the last look, and the state from all of them.
extension JournalState {
  /// Begins to remember what changes, so that ``takeRows()`` can tell.
  package mutating func track() {
    customers.track()
    underWay.track()
    inDoubt.track()
    settlements.track()
    lanes.track()
    incoming.track()
  }

  /// Begins to remember whose history reads otherwise, so that ``takeNews()`` can tell.
  package mutating func watchHistories() { customers.watch() }

  /// The customers whose history reads otherwise since the last call.
  package mutating func takeNews() -> Set<CustomerID> { customers.takeNews() }

  /// The same state for somebody who keeps no copy of it.
  package var untracked: JournalState {
    var copy = self
    copy.customers.untrack()
    copy.underWay.untrack()
    copy.inDoubt.untrack()
    copy.settlements.untrack()
    copy.lanes.untrack()
    copy.incoming.untrack()
    return copy
  }

  /// The rows that changed since the last call, and those of the rest, which are few and small.
  ///
  /// Customers that changed hold themselves in few bytes again.
  package mutating func takeRows() -> [StateRow] {
    var rows: [StateRow] = []
    for id in customers.takeChanged() {
      let bytes = customers[id]?.packed(of: id)
      rows.append(StateRow(.customer, id.text, bytes))
      if let bytes { customers.repack(id, bytes) }
    }
    for text in underWay.takeChanged() {
      rows.append(StateRow(.underWay, text, underWay[text].map(Self.bytes)))
    }
    for text in inDoubt.takeChanged() {
      rows.append(StateRow(.inDoubt, text, inDoubt[text].map(Self.bytes)))
    }
    for number in settlements.takeChanged() {
      var writer = CompactWriter()
      if let touch = settlements[number] { writer.add(touch) }
      rows.append(
        StateRow(.settlement, "\(number)", settlements[number] == nil ? nil : writer.bytes))
    }
    for lane in lanes.takeChanged() {
      rows.append(StateRow(.lane, lane, lanes[lane].map(Self.bytes)))
    }
    return rows + incoming.takeRows() + restRows
  }

  /// Says how far the restored rows go.
  package mutating func restore(head: ChainHead) { self.head = head }

  /// Takes in a stored row; ``restore(head:)`` follows when all are in.
  package mutating func restore(_ row: StateRow) throws(UnreadableBytes) {
    guard let bytes = row.value else { throw UnreadableBytes() }
    switch row.table {
    case .customer:
      let id = CustomerID(row.key)
      customers.restore(id, try CustomerHistory(packed: bytes, of: id))
    case .underWay: underWay.restore(row.key, try Self.touch(bytes))
    case .inDoubt: inDoubt.restore(row.key, try Self.touch(bytes))
    case .settlement:
      guard let number = Int64(row.key) else { throw UnreadableBytes() }
      var reader = CompactReader(bytes)
      settlements.restore(number, try reader.touch())
      guard reader.isAtEnd else { throw UnreadableBytes() }
    case .lane:
      var reader = CompactReader(bytes)
      lanes.restore(row.key, try reader.moments())
      guard reader.isAtEnd else { throw UnreadableBytes() }
    case .call, .remote, .early: try incoming.restore(row.table, row.key, bytes)
    case .rest: try restore(rest: row.key, bytes)
    case .segment: throw UnreadableBytes()
    }
  }
}

extension JournalState {
  private static func bytes(_ open: UnsettledTouch) -> [UInt8] {
    var writer = CompactWriter()
    writer.add(open.touch)
    writer.add(open.channel.name)
    writer.add(open.intent)
    writer.add(open.tries)
    writer.add(open.phase.name)
    writer.add(open.due)
    writer.add(open.notBefore) { $0.add($1) }
    writer.add(open.expires) { $0.add($1) }
    writer.add(open.sealed) { $0.add(literal: $1.description) }
    writer.add(open.again)
    writer.add(open.attempt)
    writer.add(UInt64(open.crashes.count))
    for number in open.crashes { writer.add(number) }
    writer.add(open.doubtfulSince) { $0.add($1) }
    writer.add(open.lane) { $0.add(literal: $1) }
    return writer.bytes
  }

  private static func bytes(_ moments: [Instant]) -> [UInt8] {
    var writer = CompactWriter()
    writer.add(moments: moments)
    return writer.bytes
  }

  private static func touch(_ bytes: [UInt8]) throws(UnreadableBytes) -> UnsettledTouch {
    var reader = CompactReader(bytes)
    let touch = try reader.touch()
    let channel = try reader.channel()
    let intent = try reader.integer()
    let tries = try reader.int()
    guard let phase = UnsettledTouch.Phase(name: try reader.text()) else { throw UnreadableBytes() }
    var open = UnsettledTouch(
      touch: touch, channel: channel, intent: intent, tries: tries, phase: phase,
      due: try reader.instant())
    open.notBefore = try reader.flag() ? try reader.instant() : nil
    open.expires = try reader.flag() ? try reader.instant() : nil
    open.sealed = try reader.flag() ? try reader.sealed() : nil
    open.again = try reader.int()
    open.attempt = try reader.integer()
    for _ in 0..<(try reader.count()) { open.crashes.append(try reader.integer()) }
    open.doubtfulSince = try reader.flag() ? try reader.instant() : nil
    open.lane = try reader.flag() ? try reader.literal() : nil
    guard reader.isAtEnd else { throw UnreadableBytes() }
    return open
  }
}

extension CompactWriter {
  /// Moments in a row, each by its distance to the one before.
  mutating func add(moments: [Instant]) {
    add(UInt64(moments.count))
    var last: Int64 = 0
    for moment in moments {
      add(moment.milliseconds - last)
      last = moment.milliseconds
    }
  }
}

extension CompactReader {
  /// Moments in a row, as the writer adds them.
  mutating func moments() throws(UnreadableBytes) -> [Instant] {
    var moments: [Instant] = []
    var last: Int64 = 0
    for _ in 0..<(try count()) {
      last &+= try integer()
      moments.append(Instant(milliseconds: last))
    }
    return moments
  }

  /// Where sealed data lie.
  mutating func sealed() throws(UnreadableBytes) -> SealedReference {
    guard let reference = SealedReference(try literal()) else { throw UnreadableBytes() }
    return reference
  }
}

extension UnsettledTouch.Phase {
  fileprivate var name: String { "\(self)" }

  fileprivate init?(name: String) {
    let all: [Self] = [.intended, .attempting, .crossed, .deferred]
    guard let phase = all.first(where: { $0.name == name }) else { return nil }
    self = phase
  }
}
