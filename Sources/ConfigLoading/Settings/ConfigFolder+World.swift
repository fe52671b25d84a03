import CadenceModel
import CivilTime

extension ConfigFolder {
  /// Months before the end of a year from which next year's list is missed.
  ///
  /// China's list for 2026 was published on 4 November 2025, so before November nothing is late.
  private static let listMonth = 11

  /// What is true of the world rather than wrong in a file: a list of holidays that is not out.
  mutating func reportWorld(_ main: MainFile, _ holidayFolder: String) {
    let country = main.site.country.value
    guard let calendar = calendars[country] else { return }
    let shown = "\(main.holidaysShownAs)/\(country).csv"
    let year = today.year
    var missing: [Int] = []
    if !isKnown(year, calendar) { missing.append(year) }
    if today.month >= Self.listMonth, !isKnown(year + 1, calendar) { missing.append(year + 1) }
    for year in missing {
      let words =
        calendar.movesWorkdays
        ? "the official list of days off and make-up working days of \(year) is not in this file; "
          + "until it is, days near holidays count as unknown and greetings keep away from them"
        : "there is no list of holidays of \(year) in this file; without it no greeting is planned"
      diagnostics.append(Diagnostic(.warning, file: shown, line: 1, column: 1, words))
    }
  }

  /// Whether a year's holidays are known: for countries that move working days, officially.
  private func isKnown(_ year: Int, _ calendar: BusinessCalendar) -> Bool {
    calendar.movesWorkdays ? calendar.listedYears.contains(year) : calendar.years.contains(year)
  }
}
