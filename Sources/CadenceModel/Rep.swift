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

  /// Whether the rep is away on a day.
  package func isAbsent(on day: Day) -> Bool {
    absences.contains { $0.first <= day && day <= $0.last }
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
