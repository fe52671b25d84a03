/// A length of time as config and commands write it: ISO 8601 (`P10D`, `P1Y6M`, `PT30M`), short
/// (`10d`, `2w`, `12mo`, `1y`, `30m`, `4h`, `45s`) or in working days (`3wd`).
package struct CalendarPeriod: Hashable, Sendable {
  /// Calendar months; a year is twelve.
  package var months = 0
  /// Calendar days; a week is seven.
  package var days = 0
  /// Working days of a business calendar.
  package var workdays = 0
  /// Seconds of the clock.
  package var seconds = 0

  /// A period of no length, or of the given parts.
  package init(months: Int = 0, days: Int = 0, workdays: Int = 0, seconds: Int = 0) {
    self.months = months
    self.days = days
    self.workdays = workdays
    self.seconds = seconds
  }

  /// A number of calendar days.
  package static func days(_ days: Int) -> Self { Self(days: days) }
  /// A number of calendar months.
  package static func months(_ months: Int) -> Self { Self(months: months) }
  /// A number of working days.
  package static func workdays(_ workdays: Int) -> Self { Self(workdays: workdays) }
  /// A number of minutes.
  package static func minutes(_ minutes: Int) -> Self { Self(seconds: minutes * 60) }

  /// Whether it has no clock part, so that it can be added to a day.
  package var isWholeDays: Bool { seconds == 0 }

  /// The day reached from `day`: months first, then days, then working days of the calendar.
  ///
  /// A month without that day gives its last day. Without a calendar Monday to Friday are worked.
  /// The clock part counts in whole days only.
  package func added(to day: Day, calendar: BusinessCalendar? = nil) -> Day {
    let moved = day.adding(months: months) + (days + seconds / 86_400)
    guard workdays != 0 else { return moved }
    guard let calendar else { return BusinessCalendar.plain.day(moved, plusWorkdays: workdays) }
    return calendar.day(moved, plusWorkdays: workdays)
  }
}
