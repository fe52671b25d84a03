/// A dictionary that can remember which of its keys changed, for whoever keeps a copy elsewhere.
struct TrackedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// The values; only the functions below change them, so that no change is overlooked.
  private(set) var items: [Key: Value] = [:]
  /// Keys written since the last look; nil: nobody wants to know.
  private(set) var changed: Set<Key>?

  subscript(key: Key) -> Value? { items[key] }

  /// Begins to remember, with nothing.
  mutating func track() { changed = [] }

  /// Stops remembering.
  mutating func untrack() { changed = nil }

  /// What changed since the last call.
  mutating func takeChanged() -> Set<Key> {
    defer { if changed != nil { changed = [] } }
    return changed ?? []
  }

  /// Puts a value in, or takes one out.
  mutating func set(_ key: Key, _ value: Value?) {
    items[key] = value
    changed?.insert(key)
  }

  /// Takes a value out and answers it.
  @discardableResult
  mutating func remove(_ key: Key) -> Value? {
    guard let value = items.removeValue(forKey: key) else { return nil }
    changed?.insert(key)
    return value
  }

  /// Changes a value in place; nothing happens where there is none.
  mutating func change(_ key: Key, _ body: (inout Value) -> Void) {
    guard let index = items.index(forKey: key) else { return }
    body(&items.values[index])
    changed?.insert(key)
  }

  /// Changes a value in place, or a new one.
  mutating func change(
    _ key: Key, orNew value: @autoclosure () -> Value, _ body: (inout Value) -> Void
  ) {
    body(&items[key, default: value()])
    changed?.insert(key)
  }

  /// Takes a value in as it is stored elsewhere: that is no change.
  mutating func restore(_ key: Key, _ value: Value) { items[key] = value }
}
