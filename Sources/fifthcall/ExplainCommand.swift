import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import ConfigLoading
import TouchJournal

/// `fifthcall explain`: why a customer is contacted, or not, in words.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tells every rule that speaks on a customer.",
    discussion: """
      Without --day, everything planned, moved and left out in the year from today on. With it,
      what becomes of that day, and which rules speak against a message on it.
      """)

  @Argument(help: "The customer's id.")
  var customer: String

  @Option(help: "Only this day, YYYY-MM-DD.", transform: parseDay)
  var day: Day?

  @Option(help: "table, json (one object a line) or csv.")
  var format: ListingFormat = .table

  @OptionGroup var site: SiteOptions

  func run() throws {
    let reading = try SiteReading(site)
    let roster = reading.site.roster
    let index = try reading.index(of: customer)
    let zone = reading.settings.zones[reading.settings.site.zone] ?? .utc
    let today = zone.local(at: reading.now).day
    let first = min(day ?? today, today)
    let planner = Planner(
      settings: reading.settings, roster: roster, history: reading.state.history
    ).opened(first)
    // A day gone by is explained as its own morning saw it.
    let isPast = day.map { $0 < today } ?? false
    let verdicts = planner.explain(
      customer: index, day: day, from: first,
      now: isPast ? nil : reading.now)
    var output = LineOutput()
    if format == .csv {
      output.write("day,cadence,rule,verdict,text")
      try output.endLine()
    }
    for verdict in verdicts {
      write(verdict, to: &output)
      try output.endLine()
    }
    try output.flush()
    if verdicts.isEmpty, format == .table {
      StandardError.write("no rule has anything to say\(day.map { " on \($0)" } ?? "")")
    }
  }

  private func write(_ verdict: Verdict, to output: inout LineOutput) {
    switch format {
    case .json:
      output.write("{\"day\":\"\(verdict.day)\",\"cadence\":")
      output.writeJSON(verdict.cadence.text)
      output.write(",\"rule\":\"\(verdict.rule)\",\"verdict\":\"\(verdict.kind.rawValue)\"")
      output.write(",\"text\":")
      output.writeJSON(verdict.text)
      output.write("}")
    case .csv:
      let cells = [
        "\(verdict.day)", verdict.cadence.text, verdict.rule, verdict.kind.rawValue, verdict.text,
      ]
      output.write(cells.map(\.csvCell).joined(separator: ","))
    case .table:
      let left = "\(verdict.day)  \(verdict.cadence.text.padded(to: 18))"
      output.write("\(left)\(verdict.kind.rawValue.padded(to: 6))")
      output.write("\(verdict.rule.padded(to: 18))\(verdict.text)")
    }
  }
}
