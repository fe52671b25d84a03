/// Computes the verdict of every day from a country's rows, by section 5 of the contract.
///
/// "Where the official list of that year is known" is read as follows. A year is listed when a
/// public row of it is `official` or `listed`. Whether a year without a list is uncertain depends
/// on what lists do in that country: where they have moved working days (the data hold
/// `makeup_workday` rows: CN, TW), the days around a statutory day are unknown until the list is
/// out. Everywhere else `computed` rows follow from the law and are facts, and so are the days
/// around them. TW worked no make-up day in 2026, but its calendar is still set year by year, so
/// it stays uncertain from 2027.
struct WorkdayTable {
  let entries: [HolidayEntry]
  let years: Set<Int>
  let listedYears: Set<Int>
  let movesWorkdays: Bool
  /// 1 January of the first year with a row.
  let start: Day
  /// 31 December of the last one.
  let end: Day

  /// How far from a statutory day the missing list may turn a weekday into a day off.
  private static let weekdayReach = 5
  /// How far from a statutory day it may turn a weekend day into a working day.
  private static let weekendReach = 10

  init(_ entries: [HolidayEntry]) {
    self.entries = entries
    years = Set(entries.filter(\.isNationalHoliday).map(\.day.year))
    listedYears = Set(
      entries.filter { $0.isNationalHoliday && $0.status.isListed }.map(\.day.year))
    movesWorkdays = entries.contains { $0.kind == .makeupWorkday }
    let first = entries.first?.day.year ?? 1970
    let last = entries.last?.day.year ?? 1969
    start = Day(unchecked: first, 1, 1)
    end = Day(unchecked: last, 12, 31)
  }

  /// One verdict a day from ``start`` to ``end``.
  func verdicts() -> [DayVerdict] {
    var verdicts = [DayVerdict](repeating: .unknown, count: end - start + 1)
    for index in verdicts.indices {
      let day = start + index
      guard years.contains(day.year) else { continue }
      verdicts[index] = day.weekday.isWeekend ? .weekend : .worked
    }
    if movesWorkdays { markUncertain(&verdicts) }
    for entry in entries where counts(entry) {
      let index = entry.day - start
      switch entry.kind {
      case .public:
        if entry.status != .estimated {
          verdicts[index] = .holiday
        } else if verdicts[index] != .holiday {
          verdicts[index] = .estimatedHoliday
        }
      case .makeupWorkday: verdicts[index] = entry.status == .estimated ? .unknown : .worked
      case .optional, .observance: break
      }
    }
    return verdicts
  }

  /// Whether a row has a say: once a country's list that moves working days is out, what was
  /// computed or estimated before is superseded by it.
  private func counts(_ entry: HolidayEntry) -> Bool {
    guard entry.regions.isEmpty else { return false }
    guard movesWorkdays, listedYears.contains(entry.day.year) else { return true }
    return entry.status.isListed
  }

  /// Forgets the days around statutory days in the years whose list is not out.
  private func markUncertain(_ verdicts: inout [DayVerdict]) {
    for statutory in entries where statutory.isStatutory {
      for distance in -Self.weekendReach...Self.weekendReach {
        let day = statutory.day + distance
        guard verdicts.indices.contains(day - start), !listedYears.contains(day.year) else {
          continue
        }
        if day.weekday.isWeekend || abs(distance) <= Self.weekdayReach {
          verdicts[day - start] = .unknown
        }
      }
    }
  }
}

extension HolidayEntry.Status {
  /// Whether the row comes from the list that was published for its year.
  var isListed: Bool { self == .official || self == .listed }
}
