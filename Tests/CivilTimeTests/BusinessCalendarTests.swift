import CivilTime
import Testing

@Suite struct BusinessCalendarTests {
  @Test func `Chinese working days are right on every day of 2020 to 2026`() throws {
    let china = try Self.shipped("CN")
    // Made with chinesecalendar 1.11.0: a letter a day, w for worked.
    var compared = 0
    for line in try GoldenFolder.lines("cn-workdays.txt") {
      let words = line.split(separator: " ")
      let year = try #require(Int(words[0]))
      var day = try #require(Day(year: year, month: 1, day: 1))
      for letter in words[1] {
        if china.isWorkday(day) != (letter == "w") { Issue.record("\(day) should be \(letter)") }
        day += 1
        compared += 1
      }
    }
    #expect(compared == 2557)
  }

  @Test(arguments: ["CN", "TW"])
  func `without the list, days around holidays are unknown`(country: String) throws {
    let calendar = try Self.shipped(country)
    let rows = try Self.entries(country).filter { $0.kind == .public && $0.regions.isEmpty }
    let statutory = Set(
      rows.filter { $0.status != .estimated && !["bridge", "weekend"].contains($0.note) }.map(\.day)
    )
    let estimated = Set(rows.filter { $0.status == .estimated }.map(\.day))
    let first = try #require(Day(iso: "2027-01-01"))
    let last = try #require(Day(iso: "2035-12-31"))
    var unknown = 0
    for day in first...last {
      let weekend = day.weekday.isWeekend
      let reach = weekend ? 10 : 5
      let isNear = (-reach...reach).contains { statutory.contains(day + $0) }
      let expected: Bool? =
        statutory.contains(day) ? false : isNear || estimated.contains(day) ? nil : !weekend
      if expected == nil { unknown += 1 }
      if calendar.isWorkday(day) != expected { Issue.record("\(day) should be \(expected as Any)") }
    }
    #expect(unknown > 300)
    #expect(calendar.listedYears == Set(2020...2026))
    #expect(calendar.movesWorkdays)
  }

  @Test(arguments: [
    ("CN", "2026-02-14", true), ("CN", "2026-02-16", false), ("CN", "2026-02-21", false),
    ("CN", "2019-12-31", nil), ("CN", "2036-01-01", nil), ("CN", "2027-01-30", nil),
    ("CN", "2027-01-29", true), ("CN", "2027-07-10", false), ("CN", "2027-02-10", nil),
    ("CN", "2026-12-24", true), ("TW", "2025-02-08", true), ("HK", "2026-12-26", false),
    ("SG", "2026-08-09", false), ("SG", "2026-08-10", false), ("US", "2027-07-05", false),
    ("US", "2027-07-06", true), ("US", "2027-11-26", true), ("GB", "2026-12-28", false),
    ("US", "2019-07-03", nil), ("SG", "2028-02-28", nil),
  ])
  func `single days are worked, off or unknown`(
    country: String, text: String, expected: Bool?
  ) throws {
    let day = try #require(Day(iso: text))
    #expect(try Self.shipped(country).isWorkday(day) == expected)
  }

  @Test func `working days are counted over holidays and make-up days`() throws {
    let china = try Self.shipped("CN")
    func plus(_ text: String, _ count: Int) throws -> String {
      china.day(try #require(Day(iso: text)), plusWorkdays: count).description
    }
    // Saturday 14 February is worked, then nine days off until the 23rd.
    #expect(try plus("2026-02-13", 1) == "2026-02-14")
    #expect(try plus("2026-02-13", 2) == "2026-02-24")
    #expect(try plus("2026-02-24", -1) == "2026-02-14")
    #expect(try plus("2026-02-18", 0) == "2026-02-18")
    #expect(try plus("2036-03-07", 1) == "2036-03-10")
  }

  @Test func `regional holidays count in their region only`() throws {
    let states = try Self.shipped("US")
    // César Chávez Day 2026: a Tuesday, California among others.
    let day = try #require(
      states.entries.first { $0.regions.contains("CA") && !$0.day.weekday.isWeekend }?.day)
    #expect(states.isWorkday(day) == true)
    #expect(states.isWorkday(day, region: "CA") == false)
    #expect(!states.isPublicHoliday(day))
    #expect(states.isPublicHoliday(day, region: "CA"))
    #expect(states.holidays(on: day).isEmpty)
    #expect(!states.holidays(on: day, region: "CA").isEmpty)
  }

  @Test func `names of a day come by kind, in the file's order`() throws {
    let china = try Self.shipped("CN")
    let day = try #require(Day(iso: "2026-02-16"))
    #expect(china.holidays(on: day).map(\.name) == ["春节"])
    #expect(china.observances(on: day).map(\.name) == ["除夕"])
    #expect(china.isPublicHoliday(day))
    #expect(china.entries(on: try #require(Day(iso: "2050-01-01"))).isEmpty)
  }

  @Test func `the official list supersedes what was computed for its year`() throws {
    let day = try #require(Day(iso: "2027-02-09"))
    var entries = try Self.entries("CN")
    let off = try #require(Day(iso: "2027-02-06"))
    entries.append(
      HolidayEntry(day: off, kind: .public, status: .official, name: "春节", note: "statutory"))
    #expect(try Self.shipped("CN").isWorkday(day) == nil)
    let official = BusinessCalendar(country: "CN", entries: entries)
    #expect(official.isWorkday(day) == true)
    #expect(official.isWorkday(off) == false)
    #expect(official.listedYears.contains(2027))
  }

  @Test func `rows may stand in any order`() throws {
    let entries = try Self.entries("CN")
    var random = SeededGenerator(seed: 1)
    let shuffled = BusinessCalendar(country: "CN", entries: entries.shuffled(using: &random))
    let sorted = BusinessCalendar(country: "CN", entries: entries)
    for number in 18_000..<24_300 {
      #expect(shuffled.isWorkday(Day(number)) == sorted.isWorkday(Day(number)))
    }
  }

  @Test func `a year that the file is silent on is unknown`() throws {
    let first = HolidayEntry(
      day: try #require(Day(iso: "2024-01-01")), kind: .public, status: .listed, name: "a")
    let later = HolidayEntry(
      day: try #require(Day(iso: "2026-01-01")), kind: .public, status: .listed, name: "a")
    let calendar = BusinessCalendar(country: "XX", entries: [first, later])
    #expect(calendar.isWorkday(try #require(Day(iso: "2024-03-05"))) == true)
    #expect(calendar.isWorkday(try #require(Day(iso: "2025-03-05"))) == nil)
    #expect(BusinessCalendar.plain.isWorkday(first.day) == nil)
    #expect(BusinessCalendar.plain.day(first.day, plusWorkdays: 5).description == "2024-01-08")
  }

  private static func shipped(_ country: String) throws -> BusinessCalendar {
    try #require(calendars[country]).get()
  }

  /// Read once: every case asks for one.
  private static let calendars = ["CN", "GB", "HK", "SG", "TW", "US"].reduce(
    into: [String: Result<BusinessCalendar, any Error>]()
  ) { known, country in
    known[country] = Result {
      BusinessCalendar(country: country, entries: try entries(country))
    }
  }

  private static func entries(_ country: String) throws -> [HolidayEntry] {
    try GoldenFolder.holidayLines(country).map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return HolidayEntry(
        day: try #require(Day(iso: fields[0])),
        kind: try #require(HolidayEntry.Kind(rawValue: fields[1])),
        status: try #require(HolidayEntry.Status(rawValue: fields[2])),
        regions: fields[3].split(separator: "|").map(String.init), name: fields[4],
        englishName: fields[5], note: fields[6])
    }
  }
}
