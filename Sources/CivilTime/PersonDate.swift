/// A date that a person keeps each year, in the Gregorian or the Chinese lunar calendar.
///
/// The year it began in may be unknown. Six bytes.
package struct PersonDate: Hashable, Sendable {
  /// Which calendar the date is kept in.
  package enum Calendar: UInt8, Sendable {
    case solar, lunar
    /// A date in a lunar leap month.
    case lunarLeap
  }

  /// The calendar.
  package let calendar: Calendar
  /// The month, 1…12.
  package let month: UInt8
  /// The day of the month, 1…31.
  package let day: UInt8
  /// Which day a 29 February is kept on in common years; the contract's rule for all other dates.
  package private(set) var feb29 = Feb29Rule.feb28
  /// The year it began in, 0 where unknown.
  private let yearOrZero: Int16

  /// A date whose parts the caller has already checked.
  private init(_ calendar: Calendar, year: Int?, month: Int, day: Int) {
    self.calendar = calendar
    self.month = UInt8(clamping: month)
    self.day = UInt8(clamping: day)
    yearOrZero = Int16(clamping: year ?? 0)
  }

  /// A Gregorian date; nil when there is no such day (without a year: in no year).
  package static func solar(year: Int?, month: Int, day: Int) -> PersonDate? {
    // 2000 stands for "some leap year".
    guard Day(year: year ?? 2000, month: month, day: day) != nil else { return nil }
    return PersonDate(.solar, year: year, month: month, day: day)
  }

  /// A lunar date; nil when there is no such day.
  ///
  /// With a year it must lie in 1900…2100.
  package static func lunar(year: Int?, month: Int, leap: Bool, day: Int) -> PersonDate? {
    if let year {
      guard LunarDate(year: year, month: month, isLeap: leap, day: day).gregorian != nil
      else { return nil }
    } else {
      guard (1...12).contains(month), (1...30).contains(day) else { return nil }
    }
    return PersonDate(leap ? .lunarLeap : .lunar, year: year, month: month, day: day)
  }

  /// The year it began in (Gregorian or lunar, as the date is kept); nil where unknown.
  package var year: Int? { yearOrZero == 0 ? nil : Int(yearOrZero) }
  /// Whether the date is kept in the lunar calendar.
  package var isLunar: Bool { calendar != .solar }
  /// Whether it lies in a lunar leap month.
  package var isLeapMonth: Bool { calendar == .lunarLeap }

  /// The same date, kept by a person's own rule if it is a 29 February.
  package func keeping(_ rule: Feb29Rule) -> PersonDate {
    guard calendar == .solar, month == 2, day == 29 else { return self }
    var date = self
    date.feb29 = rule
    return date
  }

  /// The Gregorian day it began on; nil without a year.
  package var birth: Day? {
    guard let year else { return nil }
    return isLunar ? lunarDay(inYear: year) : solarDay(inYear: year)
  }
}

/// Which day a 29 February is kept on in common years.
package enum Feb29Rule: String, Sendable {
  /// The contract's rule, RFC 7529 `SKIP=BACKWARD`.
  case feb28
  /// A person's own wish, `feb29: mar1`.
  case mar1
}
