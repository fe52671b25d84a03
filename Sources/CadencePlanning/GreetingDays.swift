import CadenceModel
import CivilTime

/// The ordinary days of each part of the year, for one calendar and one number of greetings a year.
///
/// The days of a part are dealt into classes by month and day. A customer's class goes on by one
/// each year, so no greeting falls on the same date as in the years before: three years in a row
/// have three dates.
final class GreetingDays: Sendable {
  /// An equal part of a year, in which one greeting falls.
  struct Part {
    /// The Gregorian year.
    let year: Int
    /// Which part, from 1.
    let number: Int
    let first: Day
    let last: Day
  }

  let parts: [Part]
  let classCount: Int
  /// Ordinary days by part and class, ascending in each.
  private let days: [Day]
  /// Where a part's class begins in ``days``; one more than there are classes of all parts.
  private let starts: [Int32]
  /// Why a part has no ordinary day, by part.
  private let reasons: [SkipReason]

  init(perYear: Int, table: DayTable, from first: Day, to last: Day) {
    // Twelve parts a year hold too few days for three classes.
    let classCount = perYear <= 6 ? 3 : 2
    self.classCount = classCount
    var parts: [Part] = []
    var days: [Day] = []
    var starts: [Int32] = []
    var reasons: [SkipReason] = []
    for year in first.year...last.year {
      for part in Self.parts(of: year, count: perYear)
      where part.last >= first && part.first <= last {
        let ordinary = (part.first...part.last).filter {
          HolidayRule.refusesGreeting(on: table[$0]) == nil
        }
        for group in 0..<classCount {
          starts.append(Int32(days.count))
          days += ordinary.filter { Self.group(of: $0, classCount) == group }
        }
        let unknown = (part.first...part.last).contains { table[$0].contains(.unknown) }
        reasons.append(unknown ? .calendarUnknown : .holidayBuffer)
        parts.append(part)
      }
    }
    starts.append(Int32(days.count))
    self.parts = parts
    self.days = days
    self.starts = starts
    self.reasons = reasons
  }

  /// The equal parts of a year.
  static func parts(of year: Int, count: Int) -> [Part] {
    guard let start = Day(year: year, month: 1, day: 1) else { return [] }
    let length = Month.isLeap(year) ? 366 : 365
    let count = min(max(count, 1), 12)
    return (0..<count).map { index in
      Part(
        year: year, number: index + 1, first: start + index * length / count,
        last: start + ((index + 1) * length / count - 1))
    }
  }

  /// The class of a date: the same every year.
  static func group(of day: Day, _ classCount: Int) -> Int {
    let (_, month, dayOfMonth) = day.civil()
    return (month * 31 + dayOfMonth) % classCount
  }

  /// The places in ``subscript(_:)`` that a customer of this hash may use in a part.
  func candidates(part index: Int, hash: UInt64) -> Range<Int> {
    let count = UInt64(classCount)
    let group = Int((hash % count + UInt64(parts[index].year) % count) % count)
    let place = index * classCount + group
    return Int(starts[place])..<Int(starts[place + 1])
  }

  /// Whether one of the places has a day of these.
  func hasDay(in places: Range<Int>, from first: Day, to last: Day) -> Bool {
    // Days ascend: the first that is not before the wanted ones decides.
    var (low, high) = (places.lowerBound, places.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < first { low = middle + 1 } else { high = middle }
    }
    return low < places.upperBound && days[low] <= last
  }

  /// A number from which a part's days are drawn.
  func seed(part index: Int, _ hash: UInt64) -> UInt64 {
    StableHash.mix(hash, parts[index].year << 8 | parts[index].number)
  }

  /// The place drawn at an attempt, evenly; there must be places.
  func drawn(_ attempt: Int, seed: UInt64, in places: Range<Int>) -> Int {
    places.lowerBound + StableHash.pick(StableHash.mix(seed, attempt), below: places.count)
  }

  /// The day at a place.
  subscript(place: Int) -> Day { days[place] }

  /// Why a part has no ordinary day.
  func reason(part index: Int) -> SkipReason { reasons[index] }
}
