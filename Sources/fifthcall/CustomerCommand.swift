import ArgumentParser
import CadenceModel
import CadencePlanning
import CivilTime
import RepReporting

/// `fifthcall customer`: a customer's file and every contact made.
struct CustomerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customer",
    abstract: "Shows a customer's profile and full contact history.",
    discussion: """
      Times are the customer's own. json prints the profile on the first line and then a line for
      each recorded fact and each message; csv prints the history only.
      """)

  /// How it is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @Argument(help: "The customer's id.")
  var id: String

  @Option(help: "table, json (one object a line) or csv.")
  var format: Format = .table

  @OptionGroup var site: SiteOptions

  func run() throws {
    let customer = CustomerID(id)
    let reading = try SiteReading(site)
    let roster = reading.roster
    let planner = Planner(settings: reading.settings, roster: roster, history: reading.history)
      .opened(
        (reading.settings.zones[reading.settings.site.zone] ?? .utc).local(at: reading.now).day)
    let sheet = CustomerSheet.make(
      of: customer, settings: reading.settings, roster: roster,
      history: reading.history, texts: texts(of: customer, reading),
      asOf: (planner, reading.now))
    guard let sheet else { throw reading.refusal(ofUnknown: id) }
    let lines =
      switch format {
      case .table: sheet.table
      case .json: sheet.jsonLines
      case .csv: sheet.csvLines
      }
    for line in lines { try LineOutput.line(line) }
  }

  /// The free texts of the customer's facts, opened.
  private func texts(of customer: CustomerID, _ reading: SiteReading) -> [Int64: [String: String]] {
    let facts = reading.history.customers[customer]?.facts ?? []
    return Dictionary(facts.map { ($0.number, reading.texts($0)) }) { first, _ in first }
  }
}
