import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import TouchJournal

/// `fifthcall plan`: whom the service would contact when, how and why.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Lists what is planned on some days.",
    discussion: """
      The first day at 00:00 counts as now: only what was recorded before it is known, and what is
      settled is left out. Calls and visits stand on the day on which a rep can make them
      (calls_per_day, visits_per_day). Nothing is sent, locked or written.
      """)

  @Option(help: "First day, YYYY-MM-DD.", transform: parseDay)
  var from: Day

  @Option(help: "How many days.")
  var days: Int = 7

  @Option(help: "Only this customer.")
  var customer: String?

  @Option(help: "Only customers of this rep.")
  var rep: String?

  @Option(help: "Only this cadence.")
  var cadence: String?

  @Flag(help: "Also what is not done, with its reason.")
  var skips = false

  @Flag(help: "A last line on standard error tells the seconds spent and the memory used.")
  var timings = false

  @Option(help: "table, json (one object a line) or csv.")
  var format: ListingFormat = .table

  @OptionGroup var site: SiteOptions

  func validate() throws {
    guard (1...36_525).contains(days) else { throw ValidationError("--days is 1 to 36525") }
  }

  func run() throws {
    let clock = ContinuousClock()
    let started = clock.now
    let reading = try SiteReading(site)
    let filter = try filter(reading)
    let loaded = clock.now
    let planner = Planner(
      settings: reading.settings, roster: reading.site.roster, history: reading.state.history)
    let plan = planner.allocatedOnAllCores(
      from: from, days: days, filter: filter, skips: skips
    ).plan
    let planned = clock.now
    try Self.write(plan, planner, as: format)
    guard timings else { return }
    let printed = clock.now
    let seconds = [loaded - started, planned - loaded, printed - planned].map(\.decimalSeconds)
    StandardError.write(
      "{\"load_s\":\(seconds[0]),\"plan_s\":\(seconds[1]),\"print_s\":\(seconds[2]),"
        + "\"peak_mib\":\(ProcessMemory.peakMiB)}")
  }

  /// The filter asked for; unknown names are bad input, with the nearest known one.
  private func filter(_ reading: SiteReading) throws -> PlanFilter {
    var filter = PlanFilter()
    if let customer {
      filter.customer = reading.site.roster.index(of: CustomerID(customer))
      let ids = reading.site.roster.customers.lazy.map(\.id.text)
      try Self.require(filter.customer != nil, "customer", customer, in: ids)
    }
    if let rep {
      filter.rep = RepID(rep)
      let ids = reading.settings.reps.map(\.id.text)
      try Self.require(ids.contains(rep), "rep", rep, in: ids)
    }
    if let cadence {
      filter.cadence = CadenceName(cadence)
      let names = reading.settings.cadences.map(\.name.text)
      try Self.require(names.contains(cadence), "cadence", cadence, in: names)
    }
    return filter
  }

  private static func require(
    _ isKnown: Bool, _ what: String, _ name: String, in names: some Sequence<String>
  ) throws {
    if isKnown { return }
    StandardError.write("unknown \(what) \(name)\(NearestName.hint(name, in: names))")
    throw ExitCode.badData
  }

  /// Touches, and skips where they were asked for, merged by day.
  private static func write(_ plan: Plan, _ planner: Planner, as format: ListingFormat) throws {
    var output = LineOutput()
    var rows = PlanRows(planner)
    if format == .csv {
      output.write(PlanRows.header)
      try output.endLine()
    }
    var next = 0
    for touch in plan.touches {
      while next < plan.skips.count, plan.skips[next].day < touch.day {
        rows.write(plan.skips[next], as: format, to: &output)
        try output.endLine()
        next += 1
      }
      rows.write(touch, as: format, to: &output)
      try output.endLine()
    }
    for skip in plan.skips[next...] {
      rows.write(skip, as: format, to: &output)
      try output.endLine()
    }
    try output.flush()
  }
}

extension Duration {
  /// Seconds with three decimals, as JSON takes them.
  fileprivate var decimalSeconds: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    let fraction = "\(1000 + milliseconds % 1000)".dropFirst()
    return "\(milliseconds / 1000).\(fraction)"
  }
}

/// What the kernel says of this process's memory.
enum ProcessMemory {
  /// The most memory held at a time, in MiB (`VmHWM` of `/proc/self/status`); 0 where unknown.
  static var peakMiB: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      let digits = line.filter { $0.isASCII && $0.isNumber }
      return (Int(digits) ?? 0) / 1024
    }
    return 0
  }
}
