package import CadenceModel
package import CivilTime
import HeapModule

/// Open touches by due moment, then precedence, then identity; a binary heap.
package struct DueQueue: Sendable {
  /// A place in the queue; stale ones are recognised by their due moment when taken out.
  package struct Item: Comparable, Sendable {
    /// When it falls due.
    package let due: Instant
    /// Who goes first at the same moment.
    package let precedence: Precedence
    /// Which touch.
    package let id: TouchID

    /// By due moment, precedence, then the identity's text, so that an order is one order.
    package static func < (left: Self, right: Self) -> Bool {
      if left.due != right.due { return left.due < right.due }
      if left.precedence != right.precedence { return left.precedence < right.precedence }
      return left.id.description < right.id.description
    }
  }

  private var heap = Heap<Item>()

  /// An empty queue.
  package init() {}

  /// The next item, without taking it.
  package var first: Item? { heap.min }

  /// Adds a touch at its due moment.
  package mutating func insert(_ touch: PendingTouch) {
    heap.insert(Item(due: touch.due, precedence: touch.precedence, id: touch.id))
  }

  /// Takes the next item.
  package mutating func removeFirst() -> Item? { heap.popMin() }
}
