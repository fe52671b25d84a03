import FifthcallTestSupport
import Foundation
import Testing

/// Every figure of every report against a program that shares no code with ours
/// (`Tests/rig/reports.py`), over the journals of simulations.
@Suite(.fewAtATime) struct ReportTests {
  private func python(
    _ site: TestSite, _ script: String, _ arguments: [String]
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", Repository.root.appendingPathComponent("Tests/rig/\(script)").path] + arguments
    process.currentDirectoryURL = site.home
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONDONTWRITEBYTECODE": "1"]
    ) { $1 }
    let file = site.home.appendingPathComponent("python-\(UUID().uuidString).txt")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self)
    )
  }

  /// Compares all reports of a state, with these options.
  private func compare(
    _ site: TestSite, _ state: String, _ options: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let judged = try python(
      site, "reports.py", [Program.executable.path, "config", state] + options)
    #expect(judged.code == 0, "\(judged.output)", sourceLocation: sourceLocation)
    #expect(
      judged.output.split(separator: "\n").count { $0.hasSuffix(" 0 differences") } == 12,
      "\(judged.output)", sourceLocation: sourceLocation)
  }

  @Test func `A4, B4, B6, C2, C3, D8, D10, D14, E1: a simulated quarter, computed by others`()
    throws
  {
    let site = try TestSite()
    let world = try SimulatedWorld(
      site, "world", ["--from", "2026-12-01", "--days", "90", "--seed", "3"])
    try #require((world.counts["records call"] ?? 0) > 100)
    try compare(site, "world", [])
    try compare(site, "world", ["--rep", "mao", "--from", "2027-01-01", "--to", "2027-01-31"])
    try compare(site, "world", ["--as-of", "2027-02-01"])
  }

  @Test func `A2, D8, D14: records of all kinds and an erased person, computed by others`() throws {
    let site = try TestSite()
    let customers = "config/customers/sample-zh.csv"
    let made = try python(
      site, "make_facts.py",
      [customers, "zhou,xu,mao,jiang,zhu,fang", "2026-12-01", "40", "900", "5"])
    try #require(made.code == 0, "\(made.output)")
    try Data(made.output.utf8).write(to: site.home.appendingPathComponent("facts.jsonl"))
    let world = try SimulatedWorld(
      site, "world",
      ["--from", "2026-12-01", "--days", "40", "--outcomes", "facts.jsonl"])
    try #require((world.counts["records survey"] ?? 0) > 10)
    try compare(site, "world", [])
    let erased = try site.program.run("journal", "erase", "KH0000007", "--state", "world")
    try #require(erased.code == 0, "\(erased.errors)")
    try compare(site, "world", [])
    try compare(site, "world", ["--rep", "xu"])
    try compare(site, "world", ["--as-of", "2026-12-20", "--from", "2026-12-05"])
  }

  @Test func `a report without a journal, and what is refused`() throws {
    let site = try TestSite()
    for name in ["structure", "load", "neglected"] {
      let ended = try site.program.run("report", name, "--format", "json")
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(try !ended.objects().isEmpty)
    }
    #expect(try site.program.run("report", "weather").code == 64)
    #expect(
      try site.program.run("report", "load", "--from", "2026-02-01", "--to", "2026-01-01").code
        == 64)
    let unknown = try site.program.run("report", "load", "--rep", "moa")
    #expect(unknown.code == 65)
    #expect(unknown.errors.contains("did you mean mao"))
    let table = try site.program.run("report", "losses", "--table", "kinds")
    #expect(table.code == 65)
    #expect(table.errors.contains("kind"))
    let page = try site.program.run("report", "pyramid", "--html", "page.html")
    #expect(page.code == 0 && page.output.isEmpty)
    #expect(site.lines("page.html").first == "<!DOCTYPE html>")
    let bad = try site.program.run("report", "pyramid", "--html", "nowhere/page.html")
    #expect(bad.code == 73)
  }
}
