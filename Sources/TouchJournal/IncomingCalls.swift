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

/// A table that forgets its older half when it is full.
private struct RecentTable<Value: Sendable>: Sendable {
  private var newer: [String: Value] = [:]
  private var older: [String: Value] = [:]

  subscript(key: String) -> Value? {
    get { newer[key] ?? older[key] }
    set {
      older[key] = nil
      newer[key] = newValue
      guard newer.count >= IncomingCalls.most / 2 else { return }
      older = newer
      newer = [:]
    }
  }
}
