package import CadenceModel
package import CivilTime

/// The customers with whom something happened lately, and those with a dead letter: found once for
/// the digests of all reps of a morning.
package struct RecentCustomers: Sendable {
  /// The moment from which on nothing is left out.
  package let since: Instant
  /// Roster indices, in order.
  let active: [Int]
  /// Roster indices of those of whom a message was refused or given up, in order.
  let letters: [Int]
  /// How many such messages nobody has seen to.
  package let openLetters: Int

  /// Looks through a history.
  package init(_ history: History, _ roster: Roster, since: Instant) {
    self.since = since
    var active: [Int] = []
    var letters: [Int] = []
    var open = 0
    for (id, known) in history.customers {
      let isActive = known.hasAny(since: since)
      let hasLetter = known.touches.contains(where: \.isDeadLetter)
      guard isActive || hasLetter, let index = roster.index(of: id) else { continue }
      if isActive { active.append(index) }
      if hasLetter {
        letters.append(index)
        open += known.deadLetters.count
      }
    }
    self.active = active.sorted()
    self.letters = letters.sorted()
    openLetters = open
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
