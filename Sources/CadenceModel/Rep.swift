package import CivilTime

/// An employee who is in charge of customers and gets tasks.
package struct Rep: Hashable, Sendable {
  /// The id of `reps.yaml`, used in commands and journal.
  package var id: RepID
  /// What the customer file may say in its owner column; the first is the display name.
  package var names: [String]
  /// Where the digest goes; nil: no digest by mail.
  package var email: String?
  /// The number that messages name, E.164.
  package var phone: String?
  /// IANA zone; nil: the site's.
  package var zone: String?
  /// BCP 47 tag of the digest; nil: the site's.
  package var language: String?
  /// Country whose calendar gives the working days; nil: the site's.
  package var country: String?
  /// Weekdays worked where the calendar does not say otherwise.
  package var weekdays: Set<Weekday>
  /// Days away, first to last.
  package var absences: [Absence]
  /// Who takes over in an absence.
  package var deputy: RepID?
  /// The first day on which the rep no longer works here; nil: stays.
  package var left: Day?
  /// Who has the customers from then on; nil: the default rep.
  package var successor: RepID?
  /// When this rep calls and visits, within the policy's call windows; empty: in all of them.
  package var hours: [TimeWindow] = []
  /// The rep's sex, for customs about gifts.
  package var sex = Gender.unknown
  /// Most calls to hand out a day.
  package var callsPerDay: Int
  /// Most visits to hand out a day.
  package var visitsPerDay: Int

  /// A rep with the defaults of `reps.yaml`: Monday to Friday, 20 calls, 6 visits a day.
  package init(id: RepID, names: [String]) {
    self.id = id
    self.names = names
    weekdays = [.monday, .tuesday, .wednesday, .thursday, .friday]
    absences = []
    callsPerDay = 20
    visitsPerDay = 6
  }

  /// The name to show.
  package var displayName: String { names.first ?? id.text }

  /// Whether the rep is away on a day, or has left for good.
  package func isAbsent(on day: Day) -> Bool {
    hasLeft(by: day) || absences.contains { $0.first <= day && day <= $0.last }
  }

  /// Whether the rep no longer works here on a day.
  package func hasLeft(by day: Day) -> Bool { left.map { $0 <= day } ?? false }
}

extension Settings {
  /// Who is in charge on a day of what a rep has: the rep, or after leaving the successor, or the successor's
  /// successor; where there is none who stays, the default rep.
  package func inCharge(_ rep: UInt16, on day: Day) -> UInt16 {
    guard mayLeave(rep), reps[Int(rep)].hasLeft(by: day) else { return rep }
    var current = Int(rep)
    for _ in reps {
      guard reps[current].hasLeft(by: day) else { return UInt16(clamping: current) }
      let successor = reps[current].successor
      guard let next = reps.firstIndex(where: { $0.id == successor }) else { return defaultRep }
      current = next
    }
    return defaultRep
  }

  /// Index of who does a rep's tasks on a day: who is in charge, or in an absence the deputy, or the
  /// deputy's deputy; nil when everybody in the chain is away.
  package func standIn(for rep: Int, on day: Day) -> Int? {
    var current = Int(inCharge(UInt16(clamping: rep), on: day))
    for _ in reps where reps.indices.contains(current) {
      guard reps[current].isAbsent(on: day) else { return current }
      guard let deputy = reps[current].deputy,
        let next = reps.firstIndex(where: { $0.id == deputy })
      else { return nil }
      current = Int(inCharge(UInt16(clamping: next), on: day))
    }
    return nil
  }

  /// Who takes over from a rep on the day of leaving.
  package func heir(of rep: Rep, leaving day: Day) -> RepID {
    guard let index = reps.firstIndex(where: { $0.id == rep.id }) else { return rep.id }
    return reps[Int(inCharge(UInt16(clamping: index), on: day))].id
  }

  /// Whether a rep has a day of leaving, past or to come; what nearly nobody has costs nothing.
  package func mayLeave(_ rep: UInt16) -> Bool {
    reps.indices.contains(Int(rep)) && reps[Int(rep)].left != nil
  }
}

/// A span of days away, both ends included.
package struct Absence: Hashable, Sendable {
  /// First day away.
  package var first: Day
  /// Last day away.
  package var last: Day

  /// A span; the caller has checked `first <= last`.
  package init(first: Day, last: Day) {
    self.first = first
    self.last = last
  }
}
