/// A day on which a date of a person is kept.
package struct KeptDay: Hashable, Sendable {
  /// The day.
  package let day: Day
  /// The Gregorian year of a solar date, the lunar year of a lunar one.
  package let year: Int
  /// Whether ``year`` is a lunar year.
  package let isLunar: Bool

  /// A kept day.
  package init(day: Day, year: Int, isLunar: Bool) {
    self.day = day
    self.year = year
    self.isLunar = isLunar
  }
}

extension PersonDate {
  /// The day it is kept on in a Gregorian year (solar) or lunar year (lunar), by RFC 7529
  /// `SKIP=BACKWARD` and ``feb29``; nil before the birth and, for lunar dates, outside 1900…2100.
  package func occurrence(inYear year: Int) -> Day? {
    if let first = self.year, year < first { return nil }
    return isLunar ? lunarDay(inYear: year) : solarDay(inYear: year)
  }

  /// The days of the period, both ends included, on which the date is kept; none before birth.
  package func occurrences(from first: Day, to last: Day) -> [KeptDay] {
    var kept: [KeptDay] = []
    var next = nextOccurrence(onOrAfter: first)
    while let found = next, found.day <= last {
      kept.append(found)
      next = nextOccurrence(onOrAfter: found.day + 1)
    }
    return kept
  }

  /// Full years of somebody born on the date: the year of the birthday kept last, less the year of birth, both of
  /// the calendar in which it is kept; nil without a year, and before birth.
  package func age(on day: Day) -> Int? {
    guard let born = year, let last = occurrences(from: day - 800, to: day).last else { return nil }
    return last.year - born
  }

  /// The first day, not before `day` and not before birth, on which the date is kept.
  ///
  /// Nil beyond the calendar's end (year 9999; lunar year 2100). Allocates nothing.
  package func nextOccurrence(onOrAfter day: Day) -> KeptDay? {
    let reached: Int
    if !isLunar {
      reached = day.year
    } else if day < LunarTable.firstNewYear {
      reached = LunarTable.firstYear
    } else if let year = LunarYear(containing: day) {
      reached = year.number
    } else {
      return nil
    }
    var year = max(reached, self.year ?? reached)
    if let found = occurrence(inYear: year), found >= day {
      return KeptDay(day: found, year: year, isLunar: isLunar)
    }
    year += 1
    guard let found = occurrence(inYear: year) else { return nil }
    return KeptDay(day: found, year: year, isLunar: isLunar)
  }

  /// The day of a solar date in a Gregorian year 1…9999.
  func solarDay(inYear year: Int) -> Day? {
    guard (1...9999).contains(year) else { return nil }
    guard month == 2, day == 29, !Month.isLeap(year) else {
      return Day(unchecked: year, Int(month), Int(day))
    }
    switch feb29 {
    case .feb28: return Day(unchecked: year, 2, 28)
    case .mar1: return Day(unchecked: year, 3, 1)
    }
  }

  /// The day of a lunar date in a lunar year: leap month if the year has it, else the ordinary one;
  /// the 30th on the 29th of a short month.
  func lunarDay(inYear number: Int) -> Day? {
    guard let year = LunarYear(number) else { return nil }
    let month = Int(month)
    let isLeap = isLeapMonth && year.leapMonth == month
    guard let length = year.length(ofMonth: month, leap: isLeap) else { return nil }
    return year.day(month: month, leap: isLeap, day: min(Int(day), length))
  }
}
