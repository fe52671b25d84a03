import ArgumentParser
import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import MessageRendering
import ServiceRuntime

/// `fifthcall check`: what is wrong with config, templates and data, all at once.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates config, templates and data.",
    discussion: """
      Each finding is a line FILE:LINE:COLUMN: error|warning: text. Exit code 1 with errors, 0 with
      warnings only. What is wrong with single customers, `fifthcall import FILE --dry-run` says.
      """)

  /// How findings are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @Argument(help: "The config folder. Default: as --config.")
  var folder: String?

  @OptionGroup var site: SiteOptions

  @Option(help: "table (one finding a line), json (one object a line) or csv.")
  var format: Format = .table

  func run() throws {
    let config = folder ?? site.configFolder
    let now = Instant(milliseconds: ServiceClock.system.wall())
    let loaded = SiteLoader.load(config: config, now: now)
    try print(loaded.diagnostics.sorted())
    let errors = loaded.diagnostics.count { $0.severity == .error }
    let warnings = loaded.diagnostics.count - errors
    StandardError.write(
      "\(config): \(counted(errors, "error")), \(counted(warnings, "warning"))"
        + summary(loaded))
    if errors > 0 { throw ExitCode.no }
  }

  private func print(_ findings: [Diagnostic]) throws {
    var output = LineOutput()
    if format == .csv {
      output.write("file,line,column,severity,text")
      try output.endLine()
    }
    for finding in findings {
      write(finding, to: &output)
      try output.endLine()
    }
    try output.flush()
  }

  private func write(_ finding: Diagnostic, to output: inout LineOutput) {
    switch format {
    case .table: output.write(finding.description)
    case .json:
      output.write("{\"file\":")
      output.writeJSON(finding.file)
      output.write(",\"line\":\(finding.line),\"column\":\(finding.column),\"severity\":")
      output.writeJSON(finding.severity.rawValue)
      output.write(",\"text\":")
      output.writeJSON(finding.text)
      output.write("}")
    case .csv:
      output.write(
        "\(quoted(finding.file)),\(finding.line),\(finding.column),\(finding.severity.rawValue),"
          + quoted(finding.text))
    }
  }

  /// A field as RFC 4180 wants it.
  private func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    guard needsQuotes else { return text }
    return
      "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  /// What was read, so that an empty answer is seen to be a full one.
  private func summary(_ loaded: LoadedSite) -> String {
    guard let settings = loaded.settings else { return "" }
    return
      "; \(counted(settings.cadences.count, "cadence")), \(counted(settings.reps.count, "rep")), "
      + "\(counted(loaded.templates.templates.count, "text")), "
      + "\(counted(loaded.roster.customers.count, "customer"))"
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
