import ArgumentParser
import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading

/// `fifthcall gifts`: what may be given to a customer.
struct GiftsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gifts",
    abstract: "Proposes gifts for a customer, and says why the others do not fit.",
    discussion: """
      The list, the budgets and the taboos stand in gifts.yaml; docs/gifts.md has the rules. The
      first three fitting ones are what a gift task proposes.
      """)

  @Argument(help: "The customer's id.")
  var customer: String

  @Option(help: ArgumentHelp("\(GiftOccasion.allCases.map(\.rawValue).joined(separator: ", "))."))
  var occasion = "other"

  @Option(help: "The day on which it is given; default: today.", transform: parseDay)
  var day: Day?

  @Option(help: "table, json (one object a line) or csv.")
  var format: ListingFormat = .table

  @OptionGroup var site: SiteOptions

  func run() throws {
    guard let occasion = GiftOccasion(rawValue: occasion) else {
      let names = GiftOccasion.allCases.map(\.rawValue)
      throw ValidationError(
        "no occasion \(self.occasion)\(NearestName.hint(self.occasion, in: names)); it is one of "
          + names.joined(separator: ", "))
    }
    let reading = try SiteReading(site)
    let roster = reading.roster
    let index = try reading.index(of: customer)
    let settings = reading.settings
    let zone = settings.zones[settings.site.zone] ?? .utc
    let day = day ?? zone.local(at: reading.now).day
    let planner = Planner(settings: settings, roster: roster, history: reading.history)
    var question = GiftQuestion(
      occasion, on: day, for: index,
      household: planner.households.members(head: Int(roster.customers[index].household)),
      tier: planner.segment(of: index, on: day).tier ?? .suspect, roster: roster,
      history: { reading.history.customers[$0] }, zone: zone)
    question.giverSex = settings.reps[Int(planner.rep(ofCustomer: index))].sex
    try write(GiftChoice(question, among: settings.gifts), settings.site.language)
  }

  private func write(_ choice: GiftChoice, _ language: String) throws {
    var output = LineOutput()
    if format == .csv {
      output.write("gift,name,cost,score,place,why")
      try output.endLine()
    }
    for (place, proposal) in choice.proposals.enumerated() {
      try row(proposal.gift, proposal.score, place + 1, "", language, &output)
    }
    for (gift, why) in choice.refused {
      try row(gift, nil, nil, why.text(language), language, &output)
    }
    try output.flush()
  }

  private func row(
    _ gift: Gift, _ score: Int?, _ place: Int?, _ why: String, _ language: String,
    _ output: inout LineOutput
  ) throws {
    let name = LanguageTag.text(gift.names, in: language) ?? gift.id
    switch format {
    case .json:
      output.write("{\"gift\":")
      output.writeJSON(gift.id)
      output.write(",\"name\":")
      output.writeJSON(name)
      output.write(",\"cost\":\(gift.cost)")
      output.write(",\"score\":\(score.map { "\($0)" } ?? "null")")
      output.write(",\"place\":\(place.map { "\($0)" } ?? "null"),\"why\":")
      output.writeJSON(why)
      output.write("}")
    case .csv:
      let cells = [
        gift.id, name, "\(gift.cost)", score.map { "\($0)" } ?? "", place.map { "\($0)" } ?? "",
        why,
      ]
      output.write(cells.map(\.csvCell).joined(separator: ","))
    case .table:
      let left = place.map { "\($0)." } ?? "–"
      output.write(left.padded(to: 5) + gift.id.padded(to: 20) + "\(gift.cost)".padded(to: 10))
      output.write(name + (why.isEmpty ? "" : "  (\(why))"))
    }
    try output.endLine()
  }
}

extension GiftChoice.Refusal {
  /// In words.
  fileprivate func text(_ language: String) -> String {
    switch self {
    case .dear(let budget): return "dearer than the budget of \(budget)"
    case .given(let day): return "given on \(day)"
    case .unfit: return "not for this occasion, age or sex"
    case .taboo(let taboo):
      let why = LanguageTag.text(taboo.reasons, in: language) ?? ""
      return "\(why) [\(taboo.source)]"
    }
  }
}
