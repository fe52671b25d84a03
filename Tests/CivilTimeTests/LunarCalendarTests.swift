import CivilTime
import Testing

/// Compares with the published list of lunar years (new year, leap month, days of each month),
/// which is walked day by day here; the module itself works from packed words.
@Suite struct LunarCalendarTests {
  @Test func `every day from 1901 to 2100 is right both ways`() throws {
    let first = try #require(Day(iso: "1901-01-01"))
    let last = try #require(Day(iso: "2100-12-31"))
    var compared = 0
    for (day, expected) in try Self.allDays() where first <= day && day <= last {
      compared += 1
      if day.lunar != expected { Issue.record("\(day) is \(expected), not \(day.lunar as Any)") }
      if expected.gregorian != day { Issue.record("\(expected) is \(day)") }
    }
    #expect(compared == 73_049)
  }

  @Test func `outside the table there is no lunar date`() throws {
    let days = try Self.allDays()
    let first = try #require(days.first?.day)
    let last = try #require(days.last?.day)
    #expect(first.description == "1900-01-31")
    #expect(last.description == "2101-01-28")
    #expect((first - 1).lunar == nil)
    #expect((last + 1).lunar == nil)
    #expect(first.lunar?.description == "L1900-01-01")
    #expect(Day(Int(Int32.min)).lunar == nil)
    #expect(Day(Int(Int32.max)).lunar == nil)
  }

  @Test(arguments: [
    LunarDate(year: 1985, month: 10, isLeap: true, day: 5),
    LunarDate(year: 1985, month: 1, day: 30), LunarDate(year: 1985, month: 13, day: 1),
    LunarDate(year: 1985, month: 0, day: 1), LunarDate(year: 1985, month: 3, day: 0),
    LunarDate(year: 1899, month: 1, day: 1), LunarDate(year: 2101, month: 1, day: 1),
  ])
  func `lunar dates that do not exist have no day`(date: LunarDate) {
    #expect(date.gregorian == nil)
  }

  /// Every day of the list with its lunar date.
  private static func allDays() throws -> [(day: Day, lunar: LunarDate)] {
    var days: [(Day, LunarDate)] = []
    for line in try GoldenFolder.lines("lunar-years.csv").dropFirst() {
      let fields = line.split(separator: ",")
      let year = try #require(Int(fields[0]))
      var day = try #require(Day(iso: fields[1]))
      let leap = try #require(Int(fields[2]))
      var month = 0
      var isLeap = false
      for length in fields[3].split(separator: " ").compactMap({ Int($0) }) {
        isLeap = month == leap && leap > 0 && !isLeap
        if !isLeap { month += 1 }
        for date in 1...length {
          days.append((day, LunarDate(year: year, month: month, isLeap: isLeap, day: date)))
          day += 1
        }
      }
    }
    return days
  }
}
