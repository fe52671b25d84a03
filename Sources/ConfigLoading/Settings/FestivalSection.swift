import CadenceModel
import CivilTime

/// A festival as written: exactly one way of finding its day.
struct FestivalDraft: Sendable {
  var name = Located("")
  var titles: [Located<ConfigPair<String>>] = []
  var date: PersonDate?
  var isLunarNewYearsEve: Bool?
  var weekday: Weekday?
  var nth = 1
  var month: Int?
  var plus = 0
  var easterPlus: Int?
  var holiday: Located<String>?
  var on: Day?
  /// Whether one of its keys was wrong, and told so.
  var isDamaged = false

  static let section = ConfigSection(
    "festival",
    "A named day, found anew each year by exactly one of date, lunar_new_years_eve, weekday, "
      + "easter_plus or holiday, or an event of your own on one day.", defaults: FestivalDraft()
  ) {
    ConfigField(
      "name", \.name, ConfigForm<String>.name("festival name").located, required: true,
      "Its name in cadences and touch ids, such as mid-autumn.")
    ConfigField(
      "titles", \.titles, ConfigForm<String>.text(most: 40).map(keys: "language"),
      "What messages call it, by language tag.")
    ConfigField(
      "date", \.date, .yearlyDate, "A yearly date: --01-01 solar, L--08-15 Chinese lunar.")
    ConfigField(
      "lunar_new_years_eve", \.isLunarNewYearsEve, .flag, "The last day of the lunar year.")
    ConfigField(
      "weekday", \.weekday,
      .choice(Weekday.allCases.map { ($0.name.lowercased(), $0) }, what: "weekday"),
      "A weekday of a month: with nth and month, such as the second Sunday of May.")
    ConfigField("nth", \.nth, .integer(-1...5), "Which of the month: 1 to 5, or -1 for the last.")
    ConfigField("month", \.month, .integer(1...12), "The month of weekday.")
    ConfigField("plus", \.plus, .integer(-10...10, of: "of days"), "Days after that weekday.")
    ConfigField(
      "easter_plus", \.easterPlus, .integer(-100...100, of: "of days"),
      "Days after Western Easter Sunday; 0 is Easter itself.")
    ConfigField(
      "holiday", \.holiday, ConfigForm<String>.text(most: 60).located,
      "The day of this name in the site's holiday file, local or English.")
    ConfigField(
      "on", \.on, .day,
      "The one day of an event of your own, such as a customer meeting or the launch of a new type."
    )
  }

  /// The festival, if it is found in exactly one way.
  func festival(_ findings: inout ConfigFindings) -> Festival? {
    guard !isDamaged else { return nil }
    var rules: [Festival.Rule] = []
    if let date { rules.append(.date(date)) }
    if isLunarNewYearsEve == true { rules.append(.lunarNewYearsEve) }
    if let weekday {
      guard let month, nth != 0 else {
        findings.error(
          "\(name.value): weekday needs month (1 to 12) and nth (1 to 5, or -1)",
          at: name.position)
        return nil
      }
      rules.append(.weekday(weekday, nth: nth, month: month, plus: plus))
    }
    if let easterPlus { rules.append(.easter(plus: easterPlus)) }
    if let holiday { rules.append(.holiday(name: holiday.value)) }
    if let on { rules.append(.once(on)) }
    guard rules.count == 1, let rule = rules.first else {
      findings.error(
        "\(name.value): give exactly one of date, lunar_new_years_eve, weekday, easter_plus, "
          + "holiday and on", at: name.position)
      return nil
    }
    let titles = Dictionary(
      titles.map { ($0.value.name, $0.value.value) }, uniquingKeysWith: { first, _ in first })
    return Festival(name: name.value, titles: titles, rule: rule)
  }
}
