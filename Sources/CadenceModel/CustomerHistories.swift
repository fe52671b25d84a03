/// What the journal knows of each customer, by id.
///
/// In parts, since planner and gate keep copies while the journal goes on: with one dictionary the
/// next change would copy everybody's entry, with parts it copies a small share.
package struct CustomerHistories: Sendable {
  private static let count = 256

  private var parts: [[CustomerID: CustomerHistory]]
  /// The ids in the order in which they came; with them those of whom nothing is left.
  package private(set) var keys: [CustomerID] = []

  /// Nobody.
  package init() { parts = Array(repeating: [:], count: Self.count) }

  /// The same as a dictionary.
  package init(_ customers: [CustomerID: CustomerHistory]) {
    self.init()
    for (id, history) in customers { self[id] = history }
  }

  /// How many customers are known.
  package var count: Int { keys.count }

  /// Whether nobody is known.
  package var isEmpty: Bool { keys.isEmpty }

  /// What is known of a customer; nil for nothing.
  package subscript(id: CustomerID) -> CustomerHistory? {
    get { parts[Self.part(of: id)][id] }
    _modify {
      let part = Self.part(of: id)
      let wasKnown = parts[part][id] != nil
      defer { note(id, wasKnown: wasKnown, isKnown: parts[part][id] != nil) }
      yield &parts[part][id]
    }
  }

  /// What is known of a customer, who is known from now on.
  package subscript(
    id: CustomerID, default fallback: @autoclosure () -> CustomerHistory
  ) -> CustomerHistory {
    get { self[id] ?? fallback() }
    _modify {
      let part = Self.part(of: id)
      if parts[part][id] == nil { keys.append(id) }
      yield &parts[part][id, default: fallback()]
    }
  }

  private mutating func note(_ id: CustomerID, wasKnown: Bool, isKnown: Bool) {
    if !wasKnown, isKnown { keys.append(id) }
    if wasKnown, !isKnown { keys.removeAll { $0 == id } }
  }

  /// FNV-1a of the id's bytes.
  private static func part(of id: CustomerID) -> Int {
    var hash: UInt32 = 0x811C_9DC5
    for byte in id.text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return Int((hash ^ (hash >> 16)) % UInt32(count))
  }
}

extension CustomerHistories: Sequence {
  /// Goes through all customers, in no order.
  package func makeIterator() -> AnyIterator<(key: CustomerID, value: CustomerHistory)> {
    var part = 0
    var inner = parts[0].makeIterator()
    return AnyIterator {
      while true {
        if let next = inner.next() { return (next.key, next.value) }
        part += 1
        guard part < Self.count else { return nil }
        inner = parts[part].makeIterator()
      }
    }
  }

  /// What is known of each, in no order.
  package var values: [CustomerHistory] { parts.flatMap(\.values) }
}

extension CustomerHistories: ExpressibleByDictionaryLiteral {
  /// Makes histories from a literal, for tests.
  package init(dictionaryLiteral elements: (CustomerID, CustomerHistory)...) {
    self.init()
    for (id, history) in elements { self[id] = history }
  }
}
