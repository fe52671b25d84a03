import CadenceModel

/// The customers' histories, with a memory of whose changed, for whoever keeps a copy elsewhere.
struct TrackedHistories: Sendable {
  /// The histories; only the functions below change them, so that no change is overlooked.
  private(set) var items = CustomerHistories()
  private var changed: Set<CustomerID>?
  /// Whose history reads otherwise since the planner last asked; nil while none does.
  private var news: Set<CustomerID>?

  subscript(id: CustomerID) -> CustomerHistory? { items[id] }

  /// Begins to remember, with nothing.
  mutating func track() { changed = [] }

  /// Stops remembering.
  mutating func untrack() { (changed, news) = (nil, nil) }

  /// Begins to remember for a planner, with nothing.
  mutating func watch() { news = [] }

  /// Whose history reads otherwise since the last call.
  mutating func takeNews() -> Set<CustomerID> {
    guard let found = news, !found.isEmpty else { return [] }
    news = []
    return found
  }

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
    news?.insert(id)
  }

  /// Sets what is no part of the journal's fold; nothing happens where there is no history.
  mutating func adjust(_ id: CustomerID, _ body: (inout CustomerHistory) -> Void) {
    guard items[id] != nil else { return }
    body(&items[id, default: CustomerHistory()])
    news?.insert(id)
  }

  /// Takes a history in as it is stored elsewhere: that is no change.
  mutating func restore(_ id: CustomerID, _ history: CustomerHistory) {
    items[id] = history
    news?.insert(id)
  }

  /// Lets a history hold itself in its bytes: that is no change.
  mutating func repack(_ id: CustomerID, _ bytes: [UInt8]) {
    guard items[id] != nil else { return }
    items[id, default: CustomerHistory()].hold(packed: bytes, of: id)
  }
}
