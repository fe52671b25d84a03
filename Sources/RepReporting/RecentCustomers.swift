package import CadenceModel
package import CivilTime

/// The customers with whom something happened lately, and those whom a digest may have to name
/// whenever it happened: found once for the digests of all reps of a morning.
package struct RecentCustomers: Sendable {
  /// The moment from which on nothing is left out.
  package let since: Instant
  /// Roster indices, in order.
  let active: [Int]
  /// Roster indices of those of whom a message was refused or given up, in order.
  let letters: [Int]
  /// Roster indices of those who wrote to us, in order.
  let writers: [Int]
  /// Roster indices of those of whom an address is given up, in order.
  let unreachable: [Int]
  /// How many such messages nobody has seen to.
  package let openLetters: Int

  /// Looks through a history.
  package init(_ history: History, _ roster: Roster, since: Instant) {
    var marks: [CustomerID: CustomerMarks] = [:]
    for (id, known) in history.customers {
      marks[id] = CustomerMarks(known, index: roster.index(of: id))
    }
    self.init(marks.values, since: since)
  }

  /// Looks through what was noted of everybody whom the journal knows, in any order.
  package init(_ marks: some Sequence<CustomerMarks>, since: Instant) {
    self.since = since
    var (active, letters, writers, unreachable): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
    var open = 0
    for mark in marks {
      guard let index = mark.index else { continue }
      if mark.latest.map({ $0 >= since }) ?? false { active.append(index) }
      if mark.hasLetter { letters.append(index) }
      if mark.wrote { writers.append(index) }
      if mark.isUnreachable { unreachable.append(index) }
      open += mark.openLetters
    }
    self.active = active.sorted()
    self.letters = letters.sorted()
    self.writers = writers.sorted()
    self.unreachable = unreachable.sorted()
    openLetters = open
  }
}

/// What digests ask of everybody whom the journal knows, so that a morning need not read all that
/// ever happened.
package struct CustomerMarks: Sendable {
  /// The customer's place in the roster; nil for somebody who is not in the files.
  let index: Int?
  /// The latest moment of anything that happened.
  let latest: Instant?
  /// Whether a message was ever refused for good or given up.
  let hasLetter: Bool
  /// How many such messages nobody has seen to.
  let openLetters: Int
  /// Whether they ever wrote to us.
  let wrote: Bool
  /// Whether an address is given up.
  let isUnreachable: Bool

  /// Looks through one history.
  package init(_ known: CustomerHistory, index: Int?) {
    let known = known.unpacked
    self.index = index
    let facts = known.facts
    let touches = known.touches
    var latest: Instant?
    for place in facts.indices {
      latest = max(latest ?? facts[place].fact.at, facts[place].fact.at)
    }
    for place in touches.indices { latest = max(latest ?? touches[place].at, touches[place].at) }
    self.latest = latest
    hasLetter = touches.contains(where: \.isDeadLetter)
    openLetters = hasLetter ? known.deadLetters.count : 0
    wrote = !known.replies.isEmpty
    isUnreachable = !known.givenUp.isEmpty
  }
}

extension CustomerHistory {
  /// Whether something happened at a moment or later.
  func hasAny(since moment: Instant) -> Bool {
    // The latest stands at the end mostly, so it is found at once.
    facts.reversed().contains { $0.fact.at >= moment }
      || touches.reversed().contains { $0.at >= moment }
  }
}
