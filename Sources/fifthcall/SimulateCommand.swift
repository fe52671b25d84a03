import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import JournalFile
import Logging
import ServiceRuntime

/// `fifthcall simulate`: the service over days or a year, in seconds.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Runs the real service on a virtual clock into a folder.",
    discussion: """
      Writes DIR/outbox, DIR/journal, DIR/load.csv and DIR/load.svg, and prints how often what \
      happened. The same files and the same seed give the same bytes. Faults: \
      relay-down:DAY..DAY, relay-slow:…, relay-refusing:… (e-mail), gateway-down:…, gateway-slow:…, \
      gateway-refusing:… (SMS and chat), crash:YYYY-MM-DDTHH:MM, clock-jump:YYYY-MM-DDTHH:MM+2h \
      (or -2h; s, m, h, d).
      """)

  @OptionGroup var site: SiteOptions

  @Option(help: "The first day, YYYY-MM-DD.", transform: parseDay)
  var from: Day

  @Option(help: "How many days, 1 to 3660.")
  var days: Int

  @Option(help: "The folder to write to; it must not hold a journal.")
  var out: String

  @Option(help: "What all chance is drawn from.")
  var seed: UInt64 = 1

  @Option(help: "Who records outcomes: none, typical, or a file of JSON lines.")
  var outcomes: String = "typical"

  @Option(help: "Something that goes wrong on purpose; may be repeated.")
  var fault: [String] = []

  @Option(help: "How to print the counts: table, json or csv.")
  var format: ListingFormat = .table

  @Option(
    help: "Lowest level of the diagnostic log: debug, info, notice, warning, error, critical.")
  var logLevel: String = "critical"

  func validate() throws {
    guard (1...3660).contains(days) else { throw ValidationError("--days wants 1 to 3660") }
    guard Logger.Level(rawValue: logLevel) != nil else {
      throw ValidationError("--log-level wants debug, info, notice, warning, error or critical")
    }
    for text in fault where SimulationFault(text) == nil {
      throw ValidationError("--fault \(text) is none; see fifthcall simulate --help")
    }
  }

  func run() throws {
    let options = try simulationOptions()
    let simulation: Simulation
    let summary: SimulationSummary
    do throws(JournalProblem) {
      simulation = try Simulation(options)
      summary = try simulation.run()
    } catch {
      StandardError.write(error.text)
      throw ExitCode(error.exitCode)
    }
    if options.progress != nil { StandardError.write("") }
    try write(simulation.loadCSV, to: "load.csv")
    try write(simulation.loadSVG, to: "load.svg")
    try print(summary)
  }

  private func simulationOptions() throws -> Simulation.Options {
    let outcomes = try readOutcomes()
    let files = FileManager.default
    guard
      !["journal", "sealed", "outbox"].contains(where: { files.fileExists(atPath: "\(out)/\($0)") })
    else {
      StandardError.write("\(out) holds a journal or an outbox already; name a new folder")
      throw ExitCode.cannotWrite
    }
    // Noon of UTC is the same day nearly everywhere.
    let moment = Instant(seconds: Int64(from.number) * 86_400 + 43_200)
    let loaded = SiteLoader.load(config: site.configFolder, now: moment)
    guard let settings = loaded.settings, !loaded.hasErrors else {
      loaded.diagnostics.sorted().forEach { StandardError.write("\($0)") }
      throw ExitCode.badConfiguration
    }
    var log = Logger(label: "fifthcall") { LogOutput(label: $0, hasJournal: false) }
    log.logLevel = Logger.Level(rawValue: logLevel) ?? .critical
    var options = Simulation.Options(
      site: loaded, settings: settings, from: from, days: days, folder: out, log: log)
    options.seed = seed
    options.outcomes = outcomes
    options.faults = fault.compactMap { SimulationFault($0) }
    if isatty(2) == 1 {
      options.progress = { StandardError.put("\r\($0)") }
    }
    return options
  }

  private func readOutcomes() throws -> Simulation.Outcomes {
    switch outcomes {
    case "none": return .none
    case "typical": return .typical
    default: break
    }
    guard let data = FileManager.default.contents(atPath: outcomes) else {
      StandardError.write("--outcomes \(outcomes) is neither none nor typical nor a file")
      throw ExitCode.badData
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      StandardError.write("\(outcomes) is not UTF-8 text")
      throw ExitCode.badData
    }
    do throws(ScriptedRecord.Failure) {
      return .script(try ScriptedRecord.read(text))
    } catch {
      StandardError.write("\(outcomes):\(error.line): \(error.what)")
      throw ExitCode.badData
    }
  }

  private func write(_ text: String, to name: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(out)/\(name)"))
    } catch {
      StandardError.write("cannot write \(out)/\(name): \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }

  private func print(_ summary: SimulationSummary) throws {
    var output = LineOutput()
    if format == .csv { output.write("what,name,count\n") }
    for row in summary.rows {
      switch format {
      case .json:
        output.write("{\"what\":\"\(row.what)\",\"name\":\"\(row.name)\",\"count\":\(row.count)}")
      case .csv: output.write("\(row.what),\(row.name),\(row.count)")
      case .table:
        let what = row.what.padding(toLength: 12, withPad: " ", startingAt: 0)
        let name = row.name.padding(toLength: 20, withPad: " ", startingAt: 0)
        let digits = "\(row.count)"
        output.write(what + name + String(repeating: " ", count: max(0, 8 - digits.count)) + digits)
      }
      try output.endLine()
    }
    try output.flush()
  }
}
