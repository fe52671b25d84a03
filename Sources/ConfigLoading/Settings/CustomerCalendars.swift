import CadenceModel

/// Reads the holidays of the countries where customers live.
enum CustomerCalendars {
  /// Adds the calendars that the config itself did not need; a country without a file is a warning,
  /// since nobody there can get a greeting.
  static func add(
    of roster: Roster, from config: LoadedConfig, to settings: inout Settings
  ) -> [Diagnostic] {
    let wanted = Set(roster.countries).subtracting(settings.calendars.keys).subtracting([""])
    guard !wanted.isEmpty else { return [] }
    let shown = config.holidaysShownAs
    let files = HolidayFiles(folder: config.holidayFolder, countries: wanted, shownAs: shown)
    settings.calendars.merge(files.calendars) { present, _ in present }
    let known = HolidayFiles.countries(in: config.holidayFolder)
    return files.diagnostics
      + wanted.subtracting(known).sorted().map { country in
        Diagnostic(
          .warning, file: "\(shown)/\(country).csv", line: 1, column: 1,
          "customers live in \(country), but there is no such file: they get no greetings")
      }
  }
}
