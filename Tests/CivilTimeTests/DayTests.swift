import CivilTime
import Testing

@Suite struct DayTests {
  @Test(arguments: [
    ("1970-01-01", 0, Weekday.thursday, 1),
    ("1969-12-31", -1, .wednesday, 365),
    ("1900-01-31", -25_537, .wednesday, 31),
    ("2000-02-29", 11_016, .tuesday, 60),
    ("2026-11-22", 20_779, .sunday, 326),
    ("2100-12-31", 47_846, .friday, 365),
    ("0001-01-01", -719_162, .monday, 1),
    ("9999-12-31", 2_932_896, .friday, 365),
  ])
  func `known days have their number, weekday and place in the year`(
    text: String, number: Int, weekday: Weekday, ordinal: Int
  ) throws {
    let day = try #require(Day(iso: text))
    #expect(day.number == Int32(number))
    #expect(day.weekday == weekday)
    #expect(day.ordinal == ordinal)
    #expect(day.description == text)
    #expect(Day(number) == day)
  }

  @Test(arguments: [
    "", "2026-2-3", "2026-02-30", "2025-02-29", "2100-02-29", "2026-13-01", "2026-00-01",
    "2026-01-00", "2026-01-32", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01",
    "2026-01-01\r\n", "2026-01-01T00:00", "+026-01-01", "２０２６-01-01", "0000-01-01", "20260101",
  ])
  func `anything but an existing ISO day is refused`(text: String) {
    #expect(Day(iso: text) == nil)
    #expect(Day(iso: text[...]) == nil)
  }

  @Test func `four centuries of days count up one by one`() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = Day(iso: "1800-01-01")?.number ?? 0
    var weekday = 3  // 1800-01-01 was a Wednesday.
    for year in 1800..<2200 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for (month, length) in lengths.enumerated() {
        for date in 1...(isLeap && month == 1 ? 29 : length) {
          let day = Day(Int(number))
          let parts = day.civil()
          if parts != (year, month + 1, date) || day.weekday.rawValue != UInt8(weekday)
            || Day(year: year, month: month + 1, day: date) != day
          {
            Issue.record("\(year)-\(month + 1)-\(date) is read as \(parts), \(day.weekday)")
          }
          number += 1
          weekday = weekday % 7 + 1
        }
      }
    }
    #expect(Day(Int(number)).description == "2200-01-01")
  }

  @Test(arguments: [-12_000_000, 500_000_000, 0, -719_162, 2_932_896])
  func `days follow one another where the way of reckoning changes`(number: Int) {
    var before = Day(number - 40).civil()
    for number in number - 39...number + 40 {
      let next = Day(number).civil()
      let isNextDay = next.day == before.day + 1 && next.month == before.month
      let isNextMonth = next.day == 1 && before.day >= 28 && next.month == before.month % 12 + 1
      let isYearRight = next.year == before.year + (next.month == 1 && next.day == 1 ? 1 : 0)
      #expect((isNextDay || isNextMonth) && isYearRight, "\(before) then \(next)")
      before = next
    }
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
    ("2026-01-31", 3, "2026-04-30"), ("2026-12-15", 1, "2027-01-15"),
    ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"), ("2026-03-31", -13, "2025-02-28"),
    ("2026-05-05", 0, "2026-05-05"),
  ])
  func `months are added up to the month's end`(from: String, months: Int, to: String) throws {
    #expect(try #require(Day(iso: from)).adding(months: months).description == to)
  }

  @Test func `days are added, subtracted and walked`() throws {
    let first = try #require(Day(iso: "2026-02-27"))
    let last = try #require(Day(iso: "2026-03-02"))
    #expect(last - first == 3)
    #expect(first + 3 == last)
    #expect(last - 3 == first)
    #expect((first...last).map(\.day) == [27, 28, 1, 2])
    #expect(first < last)
  }

  @Test func `only Saturday and Sunday are the weekend`() {
    #expect(Weekday.allCases.filter(\.isWeekend) == [.saturday, .sunday])
    #expect(Weekday.monday.name == "Monday")
  }

  @Test(arguments: [
    ("00:00", 0), ("09:30", 570), ("23:59", 1439), ("24:00", 1440),
  ])
  func `minutes of the day read and print`(text: String, minutes: Int) throws {
    let minute = try #require(MinuteOfDay(text))
    #expect(minute.minutes == Int16(minutes))
    #expect(minute.description == text)
  }

  @Test(arguments: ["9:30", "24:01", "09:60", "0930", "09:30:00", "", "-1:30", "25:00"])
  func `no other text is a minute of the day`(text: String) {
    #expect(MinuteOfDay(text) == nil)
  }

  @Test func `a window holds its start and not its end`() throws {
    let window = try #require(TimeWindow("09:30-11:30"))
    #expect(window == TimeWindow("09:30–11:30"))
    #expect(window.description == "09:30-11:30")
    #expect(window.minutes == 120)
    #expect(window.contains(try #require(MinuteOfDay("09:30"))))
    #expect(window.contains(try #require(MinuteOfDay("11:29"))))
    #expect(!window.contains(try #require(MinuteOfDay("11:30"))))
    #expect(!window.contains(try #require(MinuteOfDay("09:29"))))
    #expect(TimeWindow("11:30-09:30") == nil)
    #expect(TimeWindow("09:30-09:30") == nil)
    #expect(TimeWindow("09:30") == nil)
  }
}
