package import CadenceModel
package import CivilTime
import HeapModule

/// Open touches by due moment, and once due by slot, precedence and identity.
///
/// With a backlog the oldest and the freshest take turns, so that what falls due today is not
/// starved by what an outage left behind, nor the other way round.
package struct DueQueue: Sendable {
  /// A place in the queue; stale ones are recognised by their due moment when taken out.
  package struct Item: Comparable, Sendable {
    /// When it falls due.
    package let due: Instant
    /// When it was first due.
    package let slot: Instant
    /// Who goes first at the same moment.
    package let precedence: Precedence
    /// Which touch.
    package let id: TouchID
    /// The identity's text, made once.
    fileprivate let name: String

    /// By due moment alone: in this order touches become due.
    package static func < (left: Self, right: Self) -> Bool { left.due < right.due }
  }

  /// A due touch in the order of slots.
  private struct Oldest: Comparable {
    let item: Item

    static func < (left: Self, right: Self) -> Bool {
      left.item.slot != right.item.slot
        ? left.item.slot < right.item.slot : left.item.goesBefore(right.item)
    }
  }

  /// A due touch in the opposite order of slots.
  private struct Freshest: Comparable {
    let item: Item

    static func < (left: Self, right: Self) -> Bool {
      left.item.slot != right.item.slot
        ? left.item.slot > right.item.slot : left.item.goesBefore(right.item)
    }
  }

  /// Older than this, in milliseconds, compared to the freshest: a backlog.
  private static let backlog: Int64 = 60_000

  private var waiting = Heap<Item>()
  private var oldest = Heap<Oldest>()
  private var freshest = Heap<Freshest>()
  private var isFreshOnesTurn = false

  /// An empty queue.
  package init() {}

  /// The due moment of what comes first; touches that have left may still be counted.
  package var firstDue: Instant? {
    let due = [oldest.min?.item.due, freshest.min?.item.due].compactMap(\.self).min()
    return [due, waiting.min?.due].compactMap(\.self).min()
  }

  /// How many are due, those that have left but were not passed yet included.
  package mutating func dueCount(at now: Instant) -> Int {
    ripen(at: now)
    return max(oldest.count, freshest.count)
  }

  /// Adds a touch at its due moment.
  package mutating func insert(_ touch: PendingTouch) {
    waiting.insert(
      Item(
        due: touch.due, slot: touch.slot, precedence: touch.precedence, id: touch.id,
        name: touch.id.description))
  }

  /// Drops all places for which `holds` is not true.
  package mutating func keep(where holds: (Item) -> Bool) {
    waiting = Heap(waiting.unordered.filter(holds))
    oldest = Heap(oldest.unordered.filter { holds($0.item) })
    freshest = Heap(freshest.unordered.filter { holds($0.item) })
  }

  /// Takes the next of those due for which `holds` is true, and drops what it passes.
  package mutating func next(at now: Instant, where holds: (Item) -> Bool) -> Item? {
    ripen(at: now)
    prune(holds)
    guard let old = oldest.min?.item, let fresh = freshest.min?.item else { return nil }
    var item = old
    if fresh.slot - old.slot > Self.backlog {
      isFreshOnesTurn.toggle()
      if isFreshOnesTurn { item = fresh }
    }
    // Its place in either order goes with it, so that what remains on top is really due.
    prune { $0.id != item.id && holds($0) }
    return item
  }

  private mutating func prune(_ holds: (Item) -> Bool) {
    while let old = oldest.min, !holds(old.item) { oldest.removeMin() }
    while let fresh = freshest.min, !holds(fresh.item) { freshest.removeMin() }
  }

  private mutating func ripen(at now: Instant) {
    while let head = waiting.min, head.due <= now {
      let item = waiting.removeMin()
      oldest.insert(Oldest(item: item))
      freshest.insert(Freshest(item: item))
    }
  }
}

extension DueQueue.Item {
  /// Who goes first of those due at the same moment: by precedence, then the identity's text, so
  /// that an order is one order.
  fileprivate func goesBefore(_ other: Self) -> Bool {
    precedence != other.precedence
      ? precedence < other.precedence : name < other.name
  }
}
