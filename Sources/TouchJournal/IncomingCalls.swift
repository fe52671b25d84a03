package import CadenceModel

/// What came in over hooks and bounced mail: calls that are known again, the gateways' names for our
/// messages, and receipts that were faster than our own outcome.
package struct IncomingCalls: Sendable {
  /// So many calls, and as many messages' names, are remembered; half of them go when it is full.
  package static let most = 65_536

  private var calls = RecentTable<String>()
  private var remotes = RecentTable<TouchID>()
  private var early = RecentTable<ReceiptStatus>()

  init() {}

  /// What a known call said, as a keyed hash; nil for a new one.
  package func content(of event: String) -> String? { calls[event] }

  /// The touch that a gateway calls by this name.
  package func touch(remote: String) -> TouchID? { remotes[remote] }

  mutating func note(event: String, content: String) { calls[event] = content }

  mutating func note(remote: String, of touch: TouchID) { remotes[remote] = touch }

  /// Keeps a receipt of a message whose outcome is not known yet: a bad word stays.
  mutating func keep(_ status: ReceiptStatus, for name: String) {
    if let known = early[name], known != .delivered { return }
    early[name] = status
  }

  /// The receipt that came before.
  mutating func join(_ names: [String]) -> ReceiptStatus? {
    let found = names.compactMap { early[$0] }
    for name in names { early[name] = nil }
    return found.first { $0 != .delivered } ?? found.first
  }
}

/// A table that forgets its older half when it is full, and remembers which of its keys changed for
/// whoever keeps a copy elsewhere.
private struct RecentTable<Value: Sendable>: Sendable {
  private var newer: [String: Value] = [:]
  private var older: [String: Value] = [:]
  private var changed: Set<String>?

  subscript(key: String) -> Value? {
    get { newer[key] ?? older[key] }
    set {
      changed?.insert(key)
      older[key] = nil
      newer[key] = newValue
      guard newer.count >= IncomingCalls.most / 2 else { return }
      changed?.formUnion(older.keys)
      older = newer
      newer = [:]
    }
  }

  mutating func track() { changed = [] }
  mutating func untrack() { changed = nil }

  /// What changed since the last call; nil values are gone.
  mutating func takeChanged() -> [(key: String, value: Value?)] {
    defer { if changed != nil { changed = [] } }
    return (changed ?? []).map { ($0, self[$0]) }
  }

  /// Takes a value in as it is stored elsewhere: that is no change.
  mutating func restore(_ key: String, _ value: Value) { older[key] = value }
}

extension IncomingCalls {
  mutating func track() {
    calls.track()
    remotes.track()
    early.track()
  }

  mutating func untrack() {
    calls.untrack()
    remotes.untrack()
    early.untrack()
  }

  /// The rows that changed since the last call.
  mutating func takeRows() -> [StateRow] {
    func row<Value>(
      _ table: StateRow.Table, _ key: String, _ value: Value?,
      _ body: (inout CompactWriter, Value) -> Void
    ) -> StateRow {
      guard let value else { return StateRow(table, key, nil) }
      var writer = CompactWriter()
      body(&writer, value)
      return StateRow(table, key, writer.bytes)
    }
    return calls.takeChanged().map { row(.call, $0.key, $0.value) { $0.add(literal: $1) } }
      + remotes.takeChanged().map { row(.remote, $0.key, $0.value) { $0.add($1) } }
      + early.takeChanged().map { row(.early, $0.key, $0.value) { $0.add(literal: $1.rawValue) } }
  }

  /// Takes in a stored row.
  mutating func restore(
    _ table: StateRow.Table, _ key: String, _ bytes: [UInt8]
  ) throws(UnreadableBytes) {
    var reader = CompactReader(bytes)
    switch table {
    case .call: calls.restore(key, try reader.literal())
    case .remote: remotes.restore(key, try reader.touch())
    default:
      guard let status = ReceiptStatus(rawValue: try reader.literal()) else {
        throw UnreadableBytes()
      }
      early.restore(key, status)
    }
    guard reader.isAtEnd else { throw UnreadableBytes() }
  }
}
