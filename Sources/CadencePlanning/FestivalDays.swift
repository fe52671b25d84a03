import CadenceModel
import CivilTime

/// The days of the config's festivals in a window.
struct FestivalDays: Sendable {
  /// One festival of one year.
  struct Entry: Sendable {
    /// Index into ``Settings/festivals``.
    let festival: UInt8
    /// The year that names the occurrence: the lunar year for lunar dates.
    let year: Int16
    let day: Day
  }

  /// By day, then in the order of the config.
  let entries: [Entry]

  init(_ festivals: [Festival], calendar: BusinessCalendar, from first: Day, to last: Day) {
    var entries: [Entry] = []
    for (index, festival) in festivals.enumerated() {
      for kept in Self.days(of: festival.rule, calendar: calendar, from: first, to: last) {
        let year = Int16(clamping: kept.year)
        entries.append(Entry(festival: UInt8(clamping: index), year: year, day: kept.day))
      }
    }
    self.entries = entries.sorted { ($0.day, $0.festival) < ($1.day, $1.festival) }
  }

  /// The days of one rule within the window.
  private static func days(
    of rule: Festival.Rule, calendar: BusinessCalendar, from first: Day, to last: Day
  ) -> [KeptDay] {
    if case .date(let date) = rule { return date.occurrences(from: first, to: last) }
    if case .once(let day) = rule {
      return first <= day && day <= last ? [KeptDay(day: day, year: day.year, isLunar: false)] : []
    }
    return (first.year...last.year).compactMap { year in
      guard let day = day(of: rule, year: year, calendar: calendar), first <= day, day <= last
      else { return nil }
      return KeptDay(day: day, year: year, isLunar: false)
    }
  }

  /// The day of a rule in a Gregorian year; nil where there is none.
  private static func day(
    of rule: Festival.Rule, year: Int, calendar: BusinessCalendar
  ) -> Day? {
    switch rule {
    case .date(let date): date.occurrence(inYear: year)
    case .lunarNewYearsEve: LunarYear(year).map { $0.newYear - 1 }
    case .weekday(let weekday, let nth, let month, let plus):
      day(weekday, nth: nth, month: month, year: year).map { $0 + plus }
    case .easter(let plus): easter(year).map { $0 + plus }
    case .holiday(let name): holiday(name, year: year, calendar: calendar)
    case .once(let day): day
    }
  }

  /// The n-th weekday of a month, or the last one for -1.
  private static func day(_ weekday: Weekday, nth: Int, month: Int, year: Int) -> Day? {
    guard let first = Day(year: year, month: month, day: 1) else { return nil }
    let length = Month.length(month, of: year)
    let ahead = (Int(weekday.rawValue) - Int(first.weekday.rawValue) + 7) % 7
    let place = nth > 0 ? ahead + (nth - 1) * 7 : ahead + (length - 1 - ahead) / 7 * 7
    return place < length ? first + place : nil
  }

  /// Western Easter Sunday by the algorithm of Meeus, Jones and Butcher.
  private static func easter(_ year: Int) -> Day? {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return Day(year: year, month: sum / 31, day: sum % 31 + 1)
  }

  /// The day of a name in the site's list: the statutory day of a break, else its first day.
  private static func holiday(_ name: String, year: Int, calendar: BusinessCalendar) -> Day? {
    guard let first = Day(year: year, month: 1, day: 1) else { return nil }
    var found: Day?
    for day in first...(first + 365) where day.year == year {
      for entry in calendar.entries(on: day) where entry.name == name || entry.englishName == name {
        if entry.isStatutory { return day }
        found = found ?? day
      }
    }
    return found
  }
}
