import CadenceModel
import CivilTime

/// The working days of one rep.
final class RepDays: Sendable {
  private let calendar: BusinessCalendar
  private let region: String?
  private let weekdays: Set<Weekday>
  private let absences: [Absence]
  private let first: Day
  private let worked: [Bool]
  /// The working days of the table, ascending.
  private let workedDays: [Day]
  /// How many of them are not after each day of the table.
  private let ranks: [Int32]

  init(_ rep: Rep, settings: Settings, from first: Day, to last: Day) {
    let country = rep.country ?? settings.site.country
    let calendar = settings.calendars[country] ?? .plain
    let region = rep.country == nil ? settings.site.region : nil
    let weekdays = rep.weekdays
    self.calendar = calendar
    self.region = region
    self.weekdays = weekdays
    absences = rep.absences
    self.first = first
    let worked = (first...last).map {
      calendar.isWorked($0, region: region, weekdays: weekdays)
    }
    self.worked = worked
    var days: [Day] = []
    ranks = worked.indices.map { index in
      if worked[index] { days.append(first + index) }
      return Int32(days.count)
    }
    workedDays = days
  }

  /// Whether the rep works on a day; absences are the deputy's matter and do not count here.
  func isWorked(_ day: Day) -> Bool {
    let index = day - first
    if worked.indices.contains(index) { return worked[index] }
    return calendar.isWorked(day, region: region, weekdays: weekdays)
  }

  /// Whether the rep works and is not away.
  func isPresent(_ day: Day) -> Bool {
    isWorked(day) && !absences.contains { $0.first <= day && day <= $0.last }
  }

  /// The first working day at or after a day; the day itself where a year holds none.
  func next(from day: Day) -> Day {
    var reached = day
    for _ in 0..<400 {
      if isWorked(reached) { return reached }
      reached += 1
    }
    return day
  }

  /// The last working day at or before a day.
  func last(until day: Day) -> Day {
    var reached = day
    for _ in 0..<400 {
      if isWorked(reached) { return reached }
      reached = reached - 1
    }
    return day
  }

  /// A period after a day: months, days, then working days of this rep.
  func day(_ day: Day, plus period: CalendarPeriod) -> Day {
    var whole = period
    whole.workdays = 0
    var reached = whole.added(to: day)
    if period.workdays == 0 { return reached }
    if let found = workday(period.workdays, after: reached) { return found }
    var left = min(period.workdays.magnitude, 2000)
    let step = period.workdays < 0 ? -1 : 1
    var guardDays = 4000
    while left > 0, guardDays > 0 {
      reached += step
      guardDays -= 1
      if isWorked(reached) { left -= 1 }
    }
    return reached
  }

  /// The n-th working day after a day (before it, for a negative n), by the table; nil where the
  /// table does not reach so far.
  private func workday(_ count: Int, after day: Day) -> Day? {
    let index = day - first
    // Above 400 the slow way's own limits count.
    guard worked.indices.contains(index), count.magnitude <= 400 else { return nil }
    let rank = Int(ranks[index])
    let place = count > 0 ? rank + count - 1 : rank - (worked[index] ? 1 : 0) + count
    return workedDays.indices.contains(place) ? workedDays[place] : nil
  }
}
