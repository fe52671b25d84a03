import CivilTime

/// Every date of the year, solar and lunar, with the days of a window on which it is kept: looking
/// a birthday up costs two reads.
final class KeptDays: Sendable {
  /// A day on which a date is kept, and the year that names the occurrence.
  struct Entry {
    let day: Day
    let year: Int16
  }

  private let starts: [Int32]
  private let entries: [Entry]

  private static let codesPerCalendar = 12 * 31
  /// The place of 30 February holds the 29 Februaries that are kept on 1 March.
  private static let keptOnMarch1 = 31 + 29

  init(from first: Day, to last: Day) {
    var starts: [Int32] = []
    var entries: [Entry] = []
    for calendar in [PersonDate.Calendar.solar, .lunar, .lunarLeap] {
      for code in 0..<Self.codesPerCalendar {
        starts.append(Int32(entries.count))
        let (month, day) = (code / 31 + 1, code % 31 + 1)
        let date =
          calendar != .solar
          ? PersonDate.lunar(year: nil, month: month, leap: calendar == .lunarLeap, day: day)
          : code == Self.keptOnMarch1
            ? PersonDate.solar(year: nil, month: 2, day: 29)?.keeping(.mar1)
            : PersonDate.solar(year: nil, month: month, day: day)
        for kept in date?.occurrences(from: first, to: last) ?? [] {
          entries.append(Entry(day: kept.day, year: Int16(clamping: kept.year)))
        }
      }
    }
    starts.append(Int32(entries.count))
    self.starts = starts
    self.entries = entries
  }

  /// The days on which a date is kept, ascending; the year it began in is not looked at.
  func range(_ date: PersonDate) -> Range<Int> {
    let code = Self.code(date)
    return Int(starts[code])..<Int(starts[code + 1])
  }

  /// The place of a date in the table.
  static func code(_ date: PersonDate) -> Int {
    guard date.feb29 == .feb28 else { return keptOnMarch1 }
    return Int(date.calendar.rawValue) * codesPerCalendar
      + (Int(date.month) - 1) * 31 + Int(date.day) - 1
  }

  /// For each ``code(_:)``, whether such a date is kept on one of these days.
  func near(_ days: ClosedRange<Day>) -> [Bool] {
    (0..<starts.count - 1).map { code in
      (starts[code]..<starts[code + 1]).contains { days.contains(entries[Int($0)].day) }
    }
  }

  /// The entry at a place of ``range(_:)``.
  subscript(index: Int) -> Entry { entries[index] }
}
