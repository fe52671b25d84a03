package import CivilTime

/// When and to whom the manager's mails go (`manager:` in `fifthcall.yaml`).
package struct ManagerSettings: Hashable, Sendable {
  /// The address; nil: none are sent.
  package var email: String?
  /// When the first mail of a day goes out, in the site's zone.
  package var at = MinuteOfDay(480) ?? .midnight
  /// The day of the weekly mail; the next working day where it is none.
  package var weekday = Weekday.monday

  /// No mails; 08:00 on Mondays once there is an address.
  package init() {}
}

extension Settings {
  /// Whether the office works on a day: no public holiday, and a weekday, or a weekend day that the official
  /// list makes a working day.
  package func isOfficeDay(_ day: Day) -> Bool {
    (calendars[site.country] ?? .plain).isWorked(
      day, region: site.region, weekdays: Set(Weekday.allCases.filter { !$0.isWeekend }))
  }
}
