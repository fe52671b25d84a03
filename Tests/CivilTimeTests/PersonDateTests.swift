import CivilTime
import Testing

@Suite struct PersonDateTests {
  @Test(arguments: [
    "1985-03-12", "--03-12", "--02-29", "L1985-03-12", "L1984-10L-05", "L--08-15", "L--06L-10",
    "L--12-30", "2000-02-29", "L1900-01-01", "L2100-12-01", "0999-12-31",
  ])
  func `the contract's notation reads and prints the same`(text: String) throws {
    #expect(try PersonDate(parsing: text).description == text)
  }

  @Test(arguments: [
    ("1985-3-12", PersonDateFailure.notation), ("", .notation), ("1985-03-12 ", .notation),
    ("-03-12", .notation), ("l1985-03-12", .notation), ("L1984-10L05", .notation),
    ("1984-10L-05", .notation), ("19850312", .notation), ("1985-03-12\r\n", .notation),
    ("1985-02-29", .noSuchDay), ("--02-30", .noSuchDay), ("1985-13-01", .noSuchDay),
    ("L--13-01", .noSuchDay), ("L--01-31", .noSuchDay), ("L1985-01-31", .noSuchDay),
    ("L1970-02-30", .shortLunarMonth(year: 1970, month: 2)),
    ("L1985-10L-05", .noLeapMonth(year: 1985, month: 10)),
    ("L1899-01-01", .lunarYearUnknown), ("L2101-01-01", .lunarYearUnknown),
  ])
  func `other texts are refused with their reason`(text: String, reason: PersonDateFailure) {
    #expect(throws: reason) { try PersonDate(parsing: text) }
  }

  @Test(arguments: [
    // 29 February on the 28th.
    ("2000-02-29", 2025, "2025-02-28"), ("2000-02-29", 2028, "2028-02-29"),
    ("--02-29", 2100, "2100-02-28"), ("--02-28", 2028, "2028-02-28"),
    // The last evening of the lunar year: the 30th on the 29th.
    ("L--12-30", 2023, "2024-02-09"), ("L--12-30", 2024, "2025-01-28"),
    // The leap month if the year has it, else the ordinary one; never the other way.
    ("L1984-10L-05", 1984, "1984-11-27"), ("L1984-10L-05", 1985, "1985-11-16"),
    ("L--06L-10", 2025, "2025-08-03"), ("L--06-10", 2025, "2025-07-04"),
    ("L--06L-10", 2026, "2026-07-23"), ("L--08-15", 2026, "2026-09-25"),
    // The 30th of a leap month that has 29 days.
    ("L--06L-30", 2025, "2025-08-22"),
  ])
  func `a date is kept by skipping backward`(text: String, year: Int, day: String) throws {
    let date = try PersonDate(parsing: text)
    #expect(date.occurrence(inYear: year)?.description == day)
  }

  @Test func `a person may keep 29 February on 1 March`() throws {
    let date = try PersonDate(parsing: "2000-02-29")
    let from = try #require(Day(iso: "2026-01-01"))
    let to = try #require(Day(iso: "2028-12-31"))
    #expect(
      date.keeping(.mar1).occurrences(from: from, to: to).map(\.day.description)
        == ["2026-03-01", "2027-03-01", "2028-02-29"])
  }

  @Test func `nothing is kept before the birth, and the birth itself is`() throws {
    let from = try #require(Day(iso: "1980-01-01"))
    let to = try #require(Day(iso: "1987-12-31"))
    let solar = try PersonDate(parsing: "1985-03-12").occurrences(from: from, to: to)
    #expect(solar.map(\.day.description) == ["1985-03-12", "1986-03-12", "1987-03-12"])
    #expect(solar.map(\.year) == [1985, 1986, 1987])
    let lunar = try PersonDate(parsing: "L1984-12-20").occurrences(from: from, to: to)
    #expect(lunar.map(\.day.description) == ["1985-02-09", "1986-01-29", "1987-01-19"])
    #expect(lunar.map(\.year) == [1984, 1985, 1986])
    #expect(lunar.map(\.isLunar) == [true, true, true])
    #expect(try PersonDate(parsing: "L1984-12-20").birth?.description == "1985-02-09")
    #expect(try PersonDate(parsing: "--03-12").birth == nil)
    #expect(try PersonDate(parsing: "1985-03-12").occurrence(inYear: 1984) == nil)
    #expect(try PersonDate(parsing: "L1985-03-12").occurrence(inYear: 1984) == nil)
  }

  @Test func `a lunar date falls twice or not at all in some Gregorian years`() throws {
    let date = try PersonDate(parsing: "L--11-20")
    func count(_ year: Int) throws -> Int {
      let from = try #require(Day(year: year, month: 1, day: 1))
      let to = try #require(Day(year: year, month: 12, day: 31))
      return date.occurrences(from: from, to: to).count
    }
    #expect(try [2025, 2026, 2027, 2028, 2029].map(count) == [0, 2, 1, 0, 2])
  }

  @Test func `the next occurrence is the first of all that are not earlier`() throws {
    var random = SeededGenerator(seed: 29)
    for _ in 0..<1000 {
      let date = try #require(Self.randomDate(&random))
      let from = Day(Int.random(in: -26_000...48_500, using: &random))
      // Walks the years one by one, without looking at where `from` lies.
      let expected = (1880...2110).lazy
        .compactMap { year in date.occurrence(inYear: year).map { ($0, year) } }
        .first { $0.0 >= from }
      let next = date.nextOccurrence(onOrAfter: from)
      #expect(next?.day == expected?.0, "\(date) from \(from)")
      #expect(next?.year == expected?.1, "\(date) from \(from)")
    }
  }

  @Test func `random dates read back as they print`() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let date = try #require(Self.randomDate(&random))
      #expect(try PersonDate(parsing: date.description) == date)
    }
  }

  @Test func `a date of a person takes eight bytes at most, also where it may be missing`() {
    #expect(MemoryLayout<PersonDate>.stride <= 8)
    #expect(MemoryLayout<PersonDate?>.stride <= 8)
  }

  /// A date that exists, solar or lunar, with or without a year.
  private static func randomDate(_ random: inout SeededGenerator) -> PersonDate? {
    let day = Day(Int.random(in: -25_000...46_000, using: &random))
    let hasYear = Bool.random(using: &random)
    if Bool.random(using: &random), let lunar = day.lunar {
      return .lunar(
        year: hasYear ? lunar.year : nil, month: lunar.month, leap: lunar.isLeap, day: lunar.day)
    }
    let parts = day.civil()
    return .solar(year: hasYear ? parts.year : nil, month: parts.month, day: parts.day)
  }
}
