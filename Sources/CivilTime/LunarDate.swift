/// A date of the Chinese lunar calendar.
package struct LunarDate: Hashable, Sendable, CustomStringConvertible {
  /// The Gregorian year in which the lunar year begins.
  package let year: Int
  /// The month's number, 1…12; a leap month bears the number of the month before it.
  package let month: Int
  /// Whether it is the leap month of that number.
  package let isLeap: Bool
  /// The day of the month, 1…30.
  package let day: Int

  /// A date by its parts; whether it exists is asked by ``gregorian``.
  package init(year: Int, month: Int, isLeap: Bool = false, day: Int) {
    self.year = year
    self.month = month
    self.isLeap = isLeap
    self.day = day
  }

  /// The Gregorian day; nil when there is no such lunar date or it lies outside 1900…2100.
  package var gregorian: Day? {
    guard let year = LunarYear(year), let length = year.length(ofMonth: month, leap: isLeap),
      (1...length).contains(day)
    else { return nil }
    return year.day(month: month, leap: isLeap, day: day)
  }

  /// The notation for dates of people, `L1984-10L-05`.
  package var description: String {
    var bytes: [UInt8] = [UInt8(ascii: "L")]
    bytes.appendDigits(year, width: 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(month, width: 2)
    if isLeap { bytes.append(UInt8(ascii: "L")) }
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(day, width: 2)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Day {
  /// The lunar date; nil outside 1900-01-31…2101-01-28.
  package var lunar: LunarDate? {
    guard let year = LunarYear(containing: self) else { return nil }
    return year.date(of: self)
  }
}
