package import CivilTime

/// Which years' holidays must be known on a day.
///
/// China's official list for the next year came on 25 October 2023, 12 November 2024 and 4 November
/// 2025 (notices of the State Council, <https://www.gov.cn/zhengce/>), so it is missed once November
/// is past; `check` warns a month earlier.
package enum StaleCalendarRule {
  /// This year, and in December the next.
  package static func years(_ today: Day) -> [Int] {
    today.month == 12 ? [today.year, today.year + 1] : [today.year]
  }
}

/// When the system's time zone data are too old to be believed.
///
/// Every year since 1996 has had at least one release (<https://data.iana.org/time-zones/releases/>),
/// so data whose release is from the year before last miss at least a year of changes.
package enum ZoneDataRule {
  /// So long a release by hand holds, in days.
  package static let vouchedDays = 180

  /// Whether data of a release of that year are too old on a day.
  package static func isStale(year: Int, today: Day) -> Bool { today.year > year + 1 }
}
