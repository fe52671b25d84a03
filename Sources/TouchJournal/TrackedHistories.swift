import CadenceModel

/// The customers' histories, with a memory of whose changed, for whoever keeps a copy elsewhere.
struct TrackedHistories: Sendable {
  /// The histories; only the functions below change them, so that no change is overlooked.
  private(set) var items = CustomerHistories()
  private var changed: Set<CustomerID>?

  subscript(id: CustomerID) -> CustomerHistory? { items[id] }

  /// Begins to remember, with nothing.
  mutating func track() { changed = [] }

  /// Stops remembering.
  mutating func untrack() { changed = nil }

  /// Whose changed since the last call.
  mutating func takeChanged() -> Set<CustomerID> {
    defer { if changed != nil { changed = [] } }
    return changed ?? []
  }

  /// Changes a history in place; nothing happens where there is none.
  mutating func change(_ id: CustomerID, _ body: (inout CustomerHistory) -> Void) {
    guard items[id] != nil else { return }
    changeOrBegin(id, body)
  }

  /// Changes a history in place, or a new one.
  mutating func changeOrBegin(_ id: CustomerID, _ body: (inout CustomerHistory) -> Void) {
    body(&items[id, default: CustomerHistory()])
    changed?.insert(id)
  }

  /// Sets what is no part of the journal's fold; nothing happens where there is no history.
  mutating func adjust(_ id: CustomerID, _ body: (inout CustomerHistory) -> Void) {
    guard items[id] != nil else { return }
    body(&items[id, default: CustomerHistory()])
  }

  /// Takes a history in as it is stored elsewhere: that is no change.
  mutating func restore(_ id: CustomerID, _ history: CustomerHistory) { items[id] = history }

  /// Lets a history hold itself in its bytes: that is no change.
  mutating func repack(_ id: CustomerID, _ bytes: [UInt8]) {
    adjust(id) { $0.hold(packed: bytes, of: id) }
  }
}
