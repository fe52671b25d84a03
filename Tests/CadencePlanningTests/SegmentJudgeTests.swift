import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import FifthcallTestSupport
import Foundation
import Testing

/// Segments of 5,000 generated customers, line by line as an independent program computes them.
///
/// Tests/rig/segments.py makes the base and the facts, and computes from docs/segments.md.
@Suite struct SegmentJudgeTests {
  @Test func `A1 B4 C3 D14 E1: 5,000 customers get the segments that docs define`() throws {
    let names = try judge([], count: 5000)
    #expect(names.isSuperset(of: ["bee", "dragonfly", "butterfly", "mantis"]))
    #expect(names.isSuperset(of: ["top", "large", "medium", "small", "inactive"]))
    #expect(names.isSuperset(of: ["prospect", "suspect", "fresh", "due", "at-risk", "lapsed"]))
  }

  @Test(arguments: [
    ["rank_by=revenue", "margin_percent=30", "least_buyers=10000"],
    ["period_days=365", "contribution_from=9000", "loyalty_from=2", "lapsed_from=400"],
  ])
  func `A1 D14 E1: other rules give other segments, as docs define`(_ rules: [String]) throws {
    let names = try judge(rules, count: 1500)
    #expect(names.contains("top") == !rules.contains("least_buyers=10000"))
  }

  /// Compares a base line by line and answers the types, tiers and risks that occur.
  private func judge(_ rules: [String], count: Int) throws -> Set<Substring> {
    let folder = TemporaryFolder()
    _ = try Self.python(["make", folder.path, "\(count)", "\(20 + rules.count)"])
    let expected = try Self.python(["judge", folder.path, "2026-11-20"] + rules)
      .split(separator: "\n").map(String.init)
    let settings = try Self.settings(rules)
    let before = Self.roster(folder, "before", settings)
    let history = try Self.history(folder, settings, before)
    let planner = Planner(
      settings: settings, roster: Self.roster(folder, "now", settings), history: history
    ).opened(day(Self.today))
    #expect(expected.count == count)
    let lines = planner.roster.customers.indices.map { Self.line($0, planner) }
    let different = zip(lines, expected).filter { $0 != $1 }
    #expect(different.isEmpty, "\(different.count) of \(count) differ")
    for (mine, theirs) in different.prefix(10) {
      Issue.record("fifthcall: \(mine)\nsegments.py: \(theirs)")
    }
    return Set(lines.flatMap { $0.split(separator: "\t").dropFirst().prefix(3) })
  }

  private static let today = "2026-11-20"

  /// A customer as the judge prints one.
  private static func line(_ index: Int, _ planner: Planner) -> String {
    let now = moment("\(today)T00:00")
    let segment = planner.segment(of: index, on: day(today), now: now)
    let customer = planner.customer(at: index, on: day(today), now: now)
    let source = planner.sourceName(at: index, on: day(today), now: now)
    let parts: [String] = [
      customer.id.text, segment.type?.rawValue ?? "-", segment.tier?.rawValue ?? "-",
      segment.lapse?.rawValue ?? "-", "\(segment.contribution)", "\(segment.loyalty)",
      "\(segment.yearValue)", "\(segment.rank)", "\(segment.buyers)", "\(segment.value)",
      "\(segment.rhythm)", "\(segment.elapsed)", "\(segment.referrals)",
      segment.satisfaction.map { "\($0)" } ?? "-", "\(segment.purchaseDays)",
      segment.lastPurchase?.description ?? "-", customer.stage.name,
      planner.settings.reps[Int(customer.rep)].id.text, source.isEmpty ? "-" : source,
    ]
    return parts.joined(separator: "\t")
  }

  private static func settings(_ rules: [String]) throws -> Settings {
    var settings = Settings.forTests(
      [], reps: ["li", "wang", "zhao"].map { Rep(id: RepID($0), names: []) })
    for (zone, minutes) in [("Asia/Tokyo", 540), ("Asia/Kolkata", 330)] {
      settings.zones[zone] = ZoneRules(fixed: minutes * 60, name: zone)
    }
    for rule in rules {
      let parts = rule.split(separator: "=").map(String.init)
      let number = Int(parts[1]) ?? 0
      switch parts[0] {
      case "rank_by": settings.segments.rankBy = try #require(.init(rawValue: parts[1]))
      case "margin_percent": settings.segments.marginPercent = number
      case "least_buyers": settings.segments.leastBuyers = number
      case "period_days": settings.segments.periodDays = number
      case "contribution_from": settings.segments.contributionFrom = number
      case "loyalty_from": settings.segments.loyaltyFrom = number
      case "lapsed_from": settings.segments.lapsedFrom = number
      default: Issue.record("no rule \(rule)")
      }
    }
    return settings
  }

  private static func roster(
    _ folder: TemporaryFolder, _ name: String, _ settings: Settings
  ) -> Roster {
    var reps: [String: UInt16] = [:]
    for (index, rep) in settings.reps.enumerated() { reps[rep.id.text] = UInt16(index) }
    let context = CustomerContext(today: day(today), reps: reps)
    let loaded = CustomerFileLoader.load(["\(folder.path)/\(name).csv"], context: context)
    #expect(loaded.counts.rejected == 0)
    return loaded.roster
  }

  /// The facts as `record` reads them, with the file of their time before its eyes.
  private static func history(
    _ folder: TemporaryFolder, _ settings: Settings, _ before: Roster
  ) throws -> History {
    let context = FactContext(
      settings: settings, roster: before, history: History(), now: moment("\(today)T00:00"))
    var history = History()
    for (place, text) in try folder.text("facts.tsv").split(separator: "\n").enumerated() {
      let parts = text.split(separator: "\t").map(String.init)
      let options = try parts.dropFirst(2).map { option in
        let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
        return (try #require(FactOption(rawValue: pair[0])), pair[1])
      }
      let fact = try FactParser.read(
        kind: parts[0], customer: parts[1], options: options, context: context)
      history.customers[fact.customer, default: CustomerHistory()].facts.append(
        RecordedFact(number: Int64(place + 1), fact: fact))
    }
    // As they lie in memory after a start: in few bytes.
    for id in history.customers.keys {
      guard let known = history.customers[id] else { continue }
      history.customers[id] = try CustomerHistory(packed: known.packed(of: id), of: id)
    }
    return history
  }

  private static func python(_ arguments: [String], file: String = #filePath) throws -> String {
    let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", tests.appending(path: "rig/segments.py").path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
