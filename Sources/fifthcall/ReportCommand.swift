import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import RepReporting
import TouchJournal

/// `fifthcall report`: figures for the manager.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Counts what came of the work.",
    discussion: """
      NAME is structure, pyramid, attempts, sources, reasons, losses, neglected, load, delivery, \
      consent, satisfaction or value. The formula of every figure stands in docs/reports.md.

      The period is the 365 days that end with today, or with the day before --as-of, unless --from \
      and --to say otherwise. With --as-of DAY only what happened before DAY is known.
      """)

  @Argument(help: "Which report.")
  var name: ReportName

  @Option(help: "The period's first day, YYYY-MM-DD.", transform: parseDay)
  var from: Day?

  @Option(help: "The period's last day, YYYY-MM-DD.", transform: parseDay)
  var to: Day?

  @Option(help: "Only this rep's customers; in load, only this rep's work.")
  var rep: String?

  @Option(help: "As it was when this day began, YYYY-MM-DD.", transform: parseDay)
  var asOf: Day?

  @Option(help: "Only this one of the report's tables.")
  var table: String?

  @Option(help: "Writes a page with pictures to this file instead.")
  var html: String?

  @Option(help: "table, json (one object a line) or csv.")
  var format: ListingFormat = .table

  @OptionGroup var site: SiteOptions

  func run() throws {
    var receipts = ReceiptFold()
    let reading = try SiteReading(site, asOf: asOf) { receipts.apply($0) }
    var scope = try scope(reading)
    scope.receipts = receipts.receipts
    let report = try selected(Report.make(name, scope))
    guard let html else { return try print(report, reading.settings.site.language) }
    try write(report, scope, to: html)
  }

  private func scope(_ reading: SiteReading) throws -> ReportScope {
    let settings = reading.settings
    if let rep, !settings.reps.contains(where: { $0.id.text == rep }) {
      StandardError.write(
        "unknown rep \(rep)\(CadenceModel.NearestName.hint(rep, in: settings.reps.map(\.id.text)))")
      throw ExitCode.badData
    }
    let zone = settings.zones[settings.site.zone] ?? .utc
    let moment =
      asOf.map { SiteReading.start(of: $0, settings) }
      ?? reading.journalNow.adding(milliseconds: 1)
    let today = asOf ?? zone.local(at: reading.journalNow).day
    let last = to ?? (asOf.map { $0 - 1 } ?? today)
    let first = from ?? (last - 364)
    guard first <= last else {
      StandardError.write("--from \(first) lies after --to \(last)")
      throw ExitCode.validationFailure
    }
    let planner = Planner(
      settings: settings, roster: reading.roster, history: reading.history)
    return ReportScope(
      planner, on: today, at: moment, from: first, to: last, rep: rep.map { RepID($0) })
  }

  /// The report with the one table that is wanted.
  private func selected(_ report: Report) throws -> Report {
    guard let table else { return report }
    let found = report.tables.filter { $0.name == table }
    guard !found.isEmpty else {
      let names = report.tables.map(\.name)
      StandardError.write(
        "\(name.rawValue) has no table \(table)\(CadenceModel.NearestName.hint(table, in: names)); "
          + "it has \(names.joined(separator: ", "))")
      throw ExitCode.badData
    }
    return Report(name: report.name, tables: found)
  }

  private func print(_ report: Report, _ language: String) throws {
    var output = LineOutput()
    func line(_ text: String) throws {
      output.write(text)
      try output.endLine()
    }
    switch format {
    case .json: try report.writeJSON(line)
    case .csv: try report.writeCSV(line)
    case .table: try report.writeTable(language: language, line)
    }
    try output.flush()
  }

  private func write(_ report: Report, _ scope: ReportScope, to file: String) throws {
    var page = ""
    report.writeHTML(
      language: scope.settings.site.language,
      subtitle: "\(scope.settings.site.company) · \(scope.from) – \(scope.to)"
    ) { page += $0 + "\n" }
    do {
      try Data(page.utf8).write(to: URL(fileURLWithPath: file))
    } catch {
      StandardError.write("cannot write \(file): \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }
}

extension ReportName: ExpressibleByArgument {}
