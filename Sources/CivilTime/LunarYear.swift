/// One year of the lunar table: how its 12 or 13 months lie.
package struct LunarYear: Hashable, Sendable {
  /// The Gregorian year in which it begins, 1900…2100.
  package let number: Int
  /// Month 1, day 1.
  package let newYear: Day
  /// The month whose leap month follows it, 0 for none.
  package let leapMonth: Int
  /// Bit *i*: the *i*-th month has 30 days.
  private let longMonths: UInt32

  /// The lunar year of a number; nil outside 1900…2100.
  package init?(_ number: Int) {
    guard (LunarTable.firstYear...LunarTable.lastYear).contains(number) else { return nil }
    let index = number - LunarTable.firstYear
    let word = LunarTable.words[index]
    self.number = number
    newYear = Day(Int(LunarTable.newYears[index]))
    leapMonth = Int(word >> 13)
    longMonths = word & 0x1FFF
  }

  /// The lunar year in which a day lies; nil outside the table.
  package init?(containing day: Day) {
    let gregorian = day.year
    if let year = LunarYear(gregorian), year.newYear <= day {
      self = year
      return
    }
    guard let before = LunarYear(gregorian - 1), day < before.end else { return nil }
    self = before
  }

  /// Months in the year, 12 or 13.
  package var monthCount: Int { leapMonth == 0 ? 12 : 13 }

  /// The new year that follows.
  package var end: Day { newYear + monthCount * 29 + longMonths.nonzeroBitCount }

  /// Days in a month, 29 or 30; nil when the year has no such month.
  package func length(ofMonth month: Int, leap: Bool) -> Int? {
    guard (1...12).contains(month), !leap || month == leapMonth else { return nil }
    return length(at: position(month: month, leap: leap))
  }

  /// The day of a month and day that the caller knows to exist.
  func day(month: Int, leap: Bool, day: Int) -> Day {
    let before = position(month: month, leap: leap)
    let long = (longMonths & ((1 << UInt32(before)) - 1)).nonzeroBitCount
    return newYear + (before * 29 + long + day - 1)
  }

  /// The lunar date of a day that lies in this year.
  func date(of day: Day) -> LunarDate {
    var rest = day - newYear
    var position = 0
    while rest >= length(at: position) {
      rest -= length(at: position)
      position += 1
    }
    let isLeap = leapMonth != 0 && position == leapMonth
    let month = leapMonth != 0 && position >= leapMonth ? position : position + 1
    return LunarDate(year: number, month: month, isLeap: isLeap, day: rest + 1)
  }

  /// A month's place in the year, counted from 0.
  private func position(month: Int, leap: Bool) -> Int {
    leap || (leapMonth != 0 && month > leapMonth) ? month : month - 1
  }

  /// Days of the month at a place counted from 0.
  private func length(at position: Int) -> Int {
    29 + Int(longMonths >> UInt32(position) & 1)
  }
}
