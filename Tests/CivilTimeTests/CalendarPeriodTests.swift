import CivilTime
import Testing

@Suite struct CalendarPeriodTests {
  @Test(arguments: [
    ("P10D", CalendarPeriod(days: 10), "P10D"), ("P1Y", .months(12), "P1Y"),
    ("P12M", .months(12), "P1Y"), ("P1Y6M", .months(18), "P1Y6M"), ("P2W", .days(14), "P14D"),
    ("PT30M", .minutes(30), "PT30M"), ("PT90M", .minutes(90), "PT1H30M"),
    ("P1DT12H", CalendarPeriod(days: 1, seconds: 43_200), "P1DT12H"),
    ("PT5S", CalendarPeriod(seconds: 5), "PT5S"), ("P0D", CalendarPeriod(), "P0D"),
    ("10d", .days(10), "P10D"), ("30m", .minutes(30), "PT30M"), ("2w", .days(14), "P14D"),
    ("12mo", .months(12), "P1Y"), ("1y", .months(12), "P1Y"), ("4h", .minutes(240), "PT4H"),
    ("45s", CalendarPeriod(seconds: 45), "PT45S"), ("3wd", .workdays(3), "3wd"),
  ])
  func `periods read in all their forms`(text: String, period: CalendarPeriod, prints: String) {
    #expect(CalendarPeriod(text) == period)
    #expect(period.description == prints)
    #expect(CalendarPeriod(prints) == period)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "10", "d", "P10", "P1DT", "P1M1Y", "P1D1D", "PT1D", "-3d", "P-3D",
    "1.5d", "P1.5D", "3 d", "3D", "3wd ", "p10d", "P10d", "10days", "9999999d", "３d", "P1H",
  ])
  func `no other text is a period`(text: String) { #expect(CalendarPeriod(text) == nil) }

  @Test(arguments: [
    ("P1M", "2026-01-31", "2026-02-28"), ("P1Y", "2024-02-29", "2025-02-28"),
    ("P1M1D", "2026-01-31", "2026-03-01"), ("2w", "2026-12-25", "2027-01-08"),
    ("3wd", "2026-11-20", "2026-11-25"), ("PT48H", "2026-11-20", "2026-11-22"),
  ])
  func `months are added before days`(text: String, from: String, to: String) throws {
    let period = try #require(CalendarPeriod(text))
    #expect(period.added(to: try #require(Day(iso: from))).description == to)
  }
}
