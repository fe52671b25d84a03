import CadenceService
import FifthcallTestSupport
import Foundation
import Testing

/// The service on a virtual clock: what it promises holds for weeks, with trouble on the way.
@Suite(.fewAtATime) struct SimulationTests {
  /// Customers by mail and by SMS in turn, with birthdays spread over the year.
  private func site(_ count: Int) throws -> TestSite {
    try TestSite(
      customers: (1...count).map { number in
        let day = String(
          format: "19%02d-%02d-%02d", 50 + number % 50, 1 + number % 12, 1 + number % 28)
        return TestSite.customer(number, birthday: day, email: number % 2 == 0)
      })
  }

  @Test func `the same seed gives the same bytes, another seed another world`() throws {
    let site = try site(40)
    let span = ["--from", "2026-02-10", "--days", "20"]
    let worlds = try ["1", "1", "2"].enumerated().map { index, seed in
      try SimulatedWorld(site, "world\(index)", span + ["--seed", seed])
    }
    for folder in ["outbox", "journal"] {
      let files = try worlds[0].files(folder)
      #expect(!files.isEmpty)
      #expect(try worlds[1].files(folder) == files)
      for file in files { #expect(try worlds[0].bytes(file) == worlds[1].bytes(file), "\(file)") }
    }
    #expect(try worlds[0].bytes("load.csv") == worlds[1].bytes("load.csv"))
    #expect(try worlds[0].bytes("load.svg") == worlds[1].bytes("load.svg"))
    let journal = try worlds[0].files("journal")
    #expect(try journal.map { try worlds[0].bytes($0) } != journal.map { try worlds[2].bytes($0) })
  }

  @Test func `load.csv counts what the outbox holds, and a folder in use is refused`() throws {
    let site = try site(40)
    let world = try SimulatedWorld(site, "out", ["--from", "2026-03-01", "--days", "25"])
    let lines = String(decoding: try world.bytes("load.csv"), as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "day,rep,channel,action,count")
    let rows = lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
    let sends = rows.filter { $0[3] == "send" }
    let sent = try world.outbox().filter { !$0.isHouse }
    #expect(!sent.isEmpty)
    #expect(sends.reduce(0) { $0 + (Int($1[4]) ?? 0) } == sent.count)
    #expect(Set(rows.map { $0[1] }) == ["zhou"])
    let svg = String(decoding: try world.bytes("load.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
    let again = try site.program.run(
      "simulate", "--from", "2026-03-01", "--days", "1", "--out", "out")
    #expect(again.code == 73)
    #expect(try world.outbox().filter { !$0.isHouse }.count == sent.count)
  }

  @Test func `a relay that is down for two days loses nothing and doubles nothing`() throws {
    let site = try site(90)
    let span = ["--from", "2026-03-02", "--days", "26", "--outcomes", "none"]
    let calm = try SimulatedWorld(site, "calm", span)
    let first = try busiestDay(calm)
    let last = try #require(Self.day(after: first))
    let world = try SimulatedWorld(
      site, "storm", span + ["--fault", "relay-down:\(first)..\(last)"])
    #expect((world.counts["service tries while down"] ?? 0) > 0)
    let sent = try world.messages()
    let trails = TouchTrail.read(try world.journal())
    for (touch, copies) in sent { #expect(copies.count == 1, "\(touch)") }
    var late = 0
    for touch in try calm.messages().keys {
      let trail = try #require(trails[touch], "\(touch) is lost")
      let isExplained = trail.results.contains("expired") || trail.results.contains("suppressed")
      #expect((sent[touch] != nil) != isExplained, "\(touch): \(trail.results)")
      if sent[touch] != nil && trail.results.contains("deferred") { late += 1 }
    }
    #expect(late > 0, "nothing waited for the relay")
    #expect(try site.program.run("journal", "verify", "--state", "storm").code == 0)
  }

  /// The day on which most mails went out that are worth sending later.
  private func busiestDay(_ world: SimulatedWorld) throws -> String {
    var counts: [String: Int] = [:]
    for line in try world.journal() where line["kind"] as? String == "intent" {
      guard line["channel"] as? String == "email", let day = line["day"] as? String,
        let touch = line["touch"] as? String, touch.contains("/greeting/")
      else { continue }
      counts[day, default: 0] += 1
    }
    return try #require(counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key)
  }

  private static func day(after day: String) -> String? {
    let format = Date.ISO8601FormatStyle().year().month().day()
    guard let date = try? format.parse(day) else { return nil }
    return date.addingTimeInterval(86_400).formatted(format)
  }

  @Test func `killed once a week, it sends nothing twice and forgets nothing`() throws {
    let site = try site(90)
    let kills = ["02-23", "03-02", "03-05", "03-09", "03-12", "03-16", "03-18", "03-23"]
    let faults = kills.flatMap { ["--fault", "crash:2026-\($0)T08:00"] }
    let world = try SimulatedWorld(
      site, "out", ["--from", "2026-02-20", "--days", "40"] + faults)
    let journal = try world.journal()
    #expect(journal.count { $0["kind"] as? String == "start" } == kills.count + 1)
    for (touch, copies) in try world.messages() { #expect(copies.count == 1, "\(touch)") }
    let trails = TouchTrail.read(journal)
    #expect(trails.values.contains { $0.results.contains("uncertain") })
    // Digests and the manager's mails may come again, with a mark.
    let own = trails.filter { $0.key.hasPrefix("rep%3A") || $0.key.hasPrefix("house%3A") }.keys
    for (touch, trail) in trails where trail.intent != nil && !own.contains(touch) {
      #expect(trail.isEnded || trail.results.last == "deferred", "\(touch) is forgotten")
      #expect(trail.crossed.count <= 1, "\(touch) crossed twice")
    }
    #expect(try site.program.run("journal", "verify", "--state", "out").code == 0)
  }

  @Test func `a script is replayed at its moments, and a bad line is named`() throws {
    let site = try site(40)
    let calm = try SimulatedWorld(
      site, "calm", ["--from", "2026-03-02", "--days", "20", "--outcomes", "none"])
    let birthday = try #require(
      try calm.messages().keys.filter { $0.contains("/birthday/") }.min())
    let customer = String(birthday.prefix { $0 != "/" })
    let script = site.home.appendingPathComponent("script.jsonl")
    let lines = """
      {"at":"2026-03-02T08:00:00+08:00","record":"opt-out","customer":"\(customer)"}
      {"at":"2026-03-03T08:00:00+08:00","record":"survey","customer":"T0001","perceived":9,"expected":1}

      """
    try Data(lines.utf8).write(to: script)
    let world = try SimulatedWorld(
      site, "told", ["--from", "2026-03-02", "--days", "20", "--outcomes", script.path])
    #expect(try world.messages()[birthday] == nil)
    #expect(world.counts["records opt-out"] == 1)
    #expect(world.counts["records refused"] == 1)
    try Data("\(lines){\"at\":\"tomorrow\",\"record\":\"note\"}\n".utf8).write(to: script)
    let bad = try site.program.run(
      "simulate", "--from", "2026-03-02", "--days", "2", "--out", "bad", "--outcomes", script.path)
    #expect(bad.code == 65)
    #expect(bad.errors.contains("script.jsonl:3: \"at\" is no instant"))
    #expect(!FileManager.default.fileExists(atPath: site.home.path + "/bad"))
  }

  @Test(arguments: [
    "relay-down:2026-03-01..2026-03-03", "relay-slow:2026-03-01", "gateway-refusing:2026-03-01",
    "crash:2026-04-01T10:00", "clock-jump:2026-05-01T09:00+2h", "clock-jump:2026-05-01T09:00-400d",
  ])
  func `faults are read`(_ text: String) { #expect(SimulationFault(text) != nil) }

  @Test(arguments: [
    "", "relay", "relay-down", "relay-down:", "relay-down:2026-03-03..2026-03-01",
    "relay-down:2026-02-30", "relay-up:2026-03-01", "crash:2026-04-01", "crash:2026-04-01T25:00",
    "clock-jump:2026-05-01T09:00", "clock-jump:2026-05-01T09:00+2", "clock-jump:2026-05-01T09:00+h",
    "relay-down:2026-03-01..2026-03-02..2026-03-03",
  ])
  func `what is no fault is refused`(_ text: String) { #expect(SimulationFault(text) == nil) }
}
