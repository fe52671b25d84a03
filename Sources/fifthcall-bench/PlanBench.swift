import ArgumentParser
import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Foundation

/// Goals P1 and P2: a year's plan by the program itself, and the pass that plans one day.
struct PlanBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plan a year (P1) and a day (P2).")

  @Argument(help: "Config folders with their customers, made by scripts/all.sh; small ones first.")
  var folders: [String]

  @Option(help: "The program that plans the year.")
  var program = ".build/release/fifthcall"

  @Option(help: "First day.")
  var from = "2026-03-10"

  @Option(help: "How often a day is planned; the median counts.")
  var times = 5

  func run() throws {
    guard let from = Day(iso: from) else { throw ValidationError("--from is no day") }
    var last: (count: Int, seconds: Double)?
    for folder in folders {
      print("P1 \(folder): \(try year(folder)) (goals: plan_s 0.6 and 200 MiB, 5 s and 1 GiB)")
      let midnight = ZoneRules.utc.instant(day: from, minute: .midnight)
      let site = SiteLoader.load(config: folder, now: midnight)
      guard let settings = site.settings else {
        throw ValidationError("\(folder) is no valid config")
      }
      let planner = Planner(settings: settings, roster: site.roster, history: History())
      var spent: [Double] = []
      var touches = 0
      for _ in 0..<times {
        let start = Self.processorSeconds
        touches = planner.plan(from: from, days: 1).touches.count
        spent.append(Self.processorSeconds - start)
      }
      let (count, median) = (site.roster.customers.count, spent.sorted()[times / 2])
      var line = "P2 \(count) customers: \(three(median)) s CPU, \(touches) touches"
      if let last {
        line += ", \(three(median / last.seconds)) × the time of \(last.count)"
      }
      print(line + " (goal at 1,000,000: 0.5 s; ten times the customers: 11 × the time)")
      last = (count, median)
    }
  }

  /// What the program says of a year that it prints to nowhere.
  private func year(_ folder: String) throws -> String {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "plan", "--config", folder, "--from", from, "--days", "365", "--format", "csv", "--timings",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: said, as: UTF8.self).split(separator: "\n")
    return lines.last.map(String.init) ?? "no timings, exit code \(process.terminationStatus)"
  }

  /// Processor time of this process so far, all threads.
  private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

  private func three(_ value: Double) -> String { String(format: "%.3f", value) }
}
