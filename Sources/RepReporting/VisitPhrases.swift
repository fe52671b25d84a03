import CadenceModel
import CivilTime

/// The words of a profile sheet in one language.
protocol VisitPhrases {
  var sheet: String { get }
  func label(_ row: SheetRow) -> String
  func age(_ years: Int) -> String
  func relative(_ relative: VisitSheet.Relative) -> String
  /// Other customers who live there.
  func housemates(_ names: String) -> String
  func thing(_ thing: VisitSheet.Thing, on today: Day) -> String
  func bought(_ bought: VisitSheet.Bought, from today: Day) -> String
  func visited(_ visit: VisitSheet.Visited, from today: Day) -> String
  func marks(_ marks: VisitSheet.Marks, from today: Day) -> String
  func open(_ matter: VisitSheet.OpenMatter, from today: Day) -> String
  func need(_ need: VisitSheet.Needed, from today: Day) -> String
  func given(_ given: VisitSheet.Given, name: String, from today: Day) -> String
  func shunned(_ channels: [Channel]) -> String
  func unwanted(_ unwanted: [VisitSheet.Unwanted]) -> String
  func dead(_ relatives: [VisitSheet.Relative]) -> String
}

/// The rows of a profile sheet.
enum SheetRow {
  case open, doNots, who, interests, things, lastVisit, need, purchases, gifts, notes
}

extension VisitSheet.Thing {
  /// How old it is on a day, in full years and months.
  func age(on day: Day) -> (years: Int, months: Int) {
    var months = (day.year - installed.year) * 12 + day.month - installed.month
    if installed.adding(months: months) > day { months -= 1 }
    return (max(months, 0) / 12, max(months, 0) % 12)
  }
}

extension Amount {
  /// Without hundredths where there are none: `9840`, `9840.50`.
  var short: String {
    let text = description
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}
