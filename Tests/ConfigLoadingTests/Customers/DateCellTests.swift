import CivilTime
import Testing

@testable import ConfigLoading

@Suite struct DateCellTests {
  private static func read(_ text: String) -> String {
    switch DateCell.read(text, latest: Day(year: 2026, month: 11, day: 22)) {
    case .empty: "empty"
    case .date(let date, nil): "\(date)"
    case .date(let date, .some): "? \(date)"
    case .unclear(let both): both
    case .refused(let reason, _): "! \(reason)"
    }
  }

  @Test(arguments: [
    ("1985-03-12", "1985-03-12"), ("1985/3/12", "1985-03-12"), ("1985.3.12", "1985-03-12"),
    ("19850312", "1985-03-12"), ("1985年3月12日", "1985-03-12"), ("１９８５年３月１２日", "1985-03-12"),
    ("1985-03-12 00:00:00", "1985-03-12"), ("1985-03-12T08:00:00Z", "1985-03-12"),
    ("一九八五年三月十二日", "1985-03-12"), ("二〇〇〇年十一月三十日", "2000-11-30"),
    ("3月12日", "--03-12"), ("三月十二日", "--03-12"), ("--02-29", "--02-29"),
    ("31118", "1985-03-12"), ("31118.0", "1985-03-12"), ("36526", "2000-01-01"),
    ("9999", "1927-05-17"),
    ("12 March 1985", "1985-03-12"), ("Mar 12, 1985", "1985-03-12"), ("March 12", "--03-12"),
    ("25/3/1985", "1985-03-25"), ("3/25/1985", "1985-03-25"), ("4/4/1985", "1985-04-04"),
    ("'1985-03-12", "1985-03-12"), ("公历1985-3-12", "1985-03-12"), ("1985年3月12日生", "1985-03-12"),
  ])
  func `solar dates in many notations`(text: String, expected: String) {
    #expect(Self.read(text) == expected)
  }

  @Test(arguments: [
    ("农历1965年八月十五", "L1965-08-15"), ("农历八月十五", "L--08-15"), ("阴历1970-2-29", "L1970-02-29"),
    ("农历1984年闰十月初五", "L1984-10L-05"), ("L1984-10-05+", "L1984-10L-05"),
    ("L1984-10L-05", "L1984-10L-05"), ("1985-03-12(农历)", "L1985-03-12"),
    ("1985-03-12（农历）", "L1985-03-12"), ("腊月廿三", "L--12-23"), ("正月初一", "L--01-01"),
    ("冬月三十", "L--11-30"), ("闰六月初十", "L--06L-10"), ("农历三月二十三", "L--03-23"),
    ("八月十五", "? L--08-15"), ("lunar 1985-3-12", "L1985-03-12"), ("农历一九六五年八月十五", "L1965-08-15"),
    ("旧历1965.8.15", "L1965-08-15"),
  ])
  func `lunar dates in many notations`(text: String, expected: String) {
    #expect(Self.read(text) == expected)
  }

  @Test(arguments: [
    ("1990/2/30", "! 1990-02-30 does not exist"), ("1985-02-29", "! 1985-02-29 does not exist"),
    ("2024/13/01", "! 2024-13-01 does not exist"), ("--02-30", "! --02-30 does not exist"),
    ("农历1985年闰三月十二", "! 1985 has no leap month 3"), ("阴历1970-2-30", "! lunar 1970-02 has 29 days"),
    ("2049-05-01", "! after the import date"), ("2026-11-23", "! after the import date"),
    ("2026-11-22", "2026-11-22"), ("1899-12-31", "! before 1900-01-01"),
    ("1800-01-01", "! before 1900-01-01"),
    ("12/3/1985", "ambiguous: 1985-03-12 or 1985-12-03"), ("85-3-12", "? 1985-03-12"),
    ("05-3-12", "? 2005-03-12"), ("3-12", "? --03-12"), ("0", "empty"), ("", "empty"),
    ("#N/A", "empty"),
    ("#########", "empty"), ("0000-00-00", "empty"), ("1900-01-00", "empty"), ("不详", "empty"),
    ("NULL", "empty"), ("hello", "! not understood as a date"),
    ("1985", "ambiguous: the year 1985 or 1905-06-07"), ("59", "! not understood as a date"),
    ("2000", "ambiguous: the year 2000 or 1905-06-22"), ("102", "! not understood as a date"),
    ("1.2.00", "ambiguous: 2000-02-01 or 2000-01-02"), ("13.2.85", "1985-02-13"),
    ("1985-03", "! not understood as a date"), ("2026-11-22-1", "! not understood as a date"),
    ("951782400", "! a number of seconds since 1970; export dates as 1985-03-12"),
    ("951782400000 ", "! a number of seconds since 1970; export dates as 1985-03-12"),
    ("9517824000", "! a number of seconds since 1970; export dates as 1985-03-12"),
    ("99999999999999999999999", "! not understood as a date"),
    ("13月32日", "! --13-32 does not exist"),
  ])
  func `what is no date is refused, doubted or empty`(text: String, expected: String) {
    #expect(Self.read(text) == expected)
  }

  @Test func `arbitrary texts never crash the scanner`() {
    var random = SplitMix(seed: 11)
    let parts = [
      "农历", "闰", "十", "初", "廿", "年", "月", "日", "1", "29", "1985", "-", "/", ".", "L", "+", " ",
      "正", "腊", ":", "T", "mar", "９", "\u{200B}", "99999999999",
    ]
    for _ in 0..<5000 {
      let text = (0..<random.below(9)).map { _ in random.pick(parts) }.joined()
      if case .date(let date, _) = DateCell.read(text, latest: nil) {
        #expect((try? PersonDate(parsing: date.description)) == date)
      }
    }
  }
}
