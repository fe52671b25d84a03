/// A day of the proleptic Gregorian calendar as one integer; no time, no zone.
package struct Day: Hashable, Sendable {
  /// Days since 1970-01-01, negative before it.
  package let number: Int32

  /// The day `number` days after 1970-01-01; numbers beyond 32 bits are clamped.
  @inlinable
  package init(_ number: Int) { self.number = Int32(clamping: number) }

  /// The day of a year 1…9999, or nil when there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Month.length(month, of: year)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// A day whose parts the caller has already checked.
  init(unchecked year: Int, _ month: Int, _ day: Int) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil:
    // years begin in March so that the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(era * 146_097 + dayOfEra - 719_468)
  }

  /// Year, month 1…12 and day 1…31.
  package func civil() -> (year: Int, month: Int, day: Int) {
    guard (-12_000_000...500_000_000).contains(number) else { return farCivil() }
    // Cassio Neri and Lorenz Schneider, "Euclidean affine functions and their application to
    // calendar algorithms" (2022): years from March as above, 82 eras added to stay positive.
    let shifted = 4 * UInt32(number + 12_699_422) + 3
    let century = shifted / 146_097
    let inCentury = shifted % 146_097 | 3
    let product = UInt64(inCentury) * 2_939_745
    let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
    let scaled = 2141 * dayOfYear + 197_913
    let month = Int(scaled >> 16)
    let day = Int((scaled & 0xFFFF) / 2141) + 1
    let year = Int(100 * century) + Int(product >> 32) - 32_800
    return dayOfYear >= 306 ? (year + 1, month - 12, day) : (year, month, day)
  }

  /// The same for days beyond the fast way's range.
  private func farCivil() -> (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The Gregorian year.
  package var year: Int { civil().year }
  /// The month, 1…12.
  package var month: Int { civil().month }
  /// The day of the month, 1…31.
  package var day: Int { civil().day }

  /// The day of the week.
  package var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let fromMonday = (Int(number) + 3) % 7
    return Weekday(ordinal: fromMonday < 0 ? fromMonday + 8 : fromMonday + 1)
  }

  /// The day's place in its year: 1 for 1 January, up to 366.
  package var ordinal: Int {
    Int(number) - Int(Day(unchecked: year, 1, 1).number) + 1
  }
}

extension Day: Comparable, Strideable {
  /// The earlier day is the smaller.
  @inlinable
  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  // Without these, planning would ask the protocol's generic defaults billions of times.

  /// The same day.
  @inlinable
  package static func == (left: Self, right: Self) -> Bool { left.number == right.number }

  /// The left one is not later.
  @inlinable
  package static func <= (left: Self, right: Self) -> Bool { left.number <= right.number }

  /// The left one is later.
  @inlinable
  package static func > (left: Self, right: Self) -> Bool { left.number > right.number }

  /// The left one is not earlier.
  @inlinable
  package static func >= (left: Self, right: Self) -> Bool { left.number >= right.number }

  /// Days from this one to another, negative when the other is earlier.
  @inlinable
  package func distance(to other: Self) -> Int { Int(other.number) - Int(number) }

  /// The day `days` later.
  @inlinable
  package func advanced(by days: Int) -> Self { Self(Int(number) + days) }

  /// The day `days` later.
  @inlinable
  package static func + (day: Self, days: Int) -> Self { day.advanced(by: days) }

  /// The day `days` earlier.
  @inlinable
  package static func - (day: Self, days: Int) -> Self { day.advanced(by: -days) }

  /// Days from the right one to the left one.
  @inlinable
  package static func - (left: Self, right: Self) -> Int { right.distance(to: left) }

  /// Moves by `days`.
  @inlinable
  package static func += (day: inout Self, days: Int) { day = day.advanced(by: days) }
}

extension Day {
  /// The same day of the month `months` later, or that month's last day where it is shorter.
  package func adding(months: Int) -> Day {
    let (year, month, day) = civil()
    let index = year * 12 + (month - 1) + months
    let newMonth = index - (index >= 0 ? index : index - 11) / 12 * 12 + 1
    let newYear = (index - (newMonth - 1)) / 12
    return Day(unchecked: newYear, newMonth, min(day, Month.length(newMonth, of: newYear)))
  }
}
