import CivilTime
import FifthcallTestSupport
import Foundation
import Testing

/// A rep's customers change hands by a command, with and without a running service.
@Suite(.fewAtATime) struct HandOverTests {
  private let noon = "2026-11-24T12:00:00+08:00"

  private func site() throws -> TestSite {
    try TestSite(
      customers: [1, 2, 3].map {
        TestSite.customer($0, birthday: "", email: false, stage: "潜在线索")
      })
  }

  private func assigned(_ site: TestSite) throws -> [String] {
    try site.journal().filter { $0["kind"] as? String == "assigned" }
      .compactMap { $0["customer"] as? String }
  }

  @Test func `D13: without a service one customer, then the rest, are handed over`()
    throws
  {
    let site = try site()
    #expect(try site.program.run("record", "--init").code == 0)
    let yesterday = Instant(seconds: Int64(Date.now.timeIntervalSince1970) - 86_400).rfc3339
    #expect(try site.program.run("record", "inquiry", "T0001", "--at", yesterday).code == 0)
    // What is recorded today counts from tomorrow on (contract section 2).
    func owner() throws -> Set<String> {
      let from = Instant(seconds: Int64(Date.now.timeIntervalSince1970) + 2 * 86_400).rfc3339
      let plan = try site.program.run(
        "plan", "--from", String(from.prefix(10)), "--days", "40", "--cadence", "follow-up",
        "--format", "json"
      ).objects()
      return Set(plan.compactMap { $0["rep"] as? String })
    }
    #expect(try owner() == ["zhou"])
    let dry = try site.program.run("hand-over", "zhou", "mao", "--dry-run", "--format", "json")
    #expect(
      dry.lines == [1, 2, 3].map { #"{"customer":"T000\#($0)","from":"zhou","to":"mao"}"# })
    #expect(try assigned(site) == [])
    let first = try site.program.run(
      "hand-over", "zhou", "mao", "--customer", "T0001", "--why", "搬到东区", "--format", "json")
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.lines.count == 1 && first.output.contains(#""customer":"T0001""#))
    #expect(try assigned(site) == ["T0001"])
    #expect(try owner() == ["mao"], "the open task follows")
    let rest = try site.program.run("hand-over", "zhou", "mao")
    #expect(rest.output == "handed over from zhou to mao: 2\n")
    #expect(try assigned(site) == ["T0001", "T0002", "T0003"])
    #expect(try site.program.run("hand-over", "zhou", "mao").output.hasSuffix("mao: 0\n"))
    #expect(try site.program.run("customer", "T0001").output.contains("inquiry"), "history stays")
    let journal = site.lines("var/journal/journal-000000000001.jsonl").joined()
    #expect(!journal.contains("搬到东区"), "free texts are sealed")
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test(arguments: [
    (["zhuo", "mao"], "unknown rep zhuo; did you mean zhou?"),
    (["zhou", "mao", "--customer", "T9999"], "unknown customer T9999"),
    (["mao", "zhou", "--customer", "T0001"], "T0001 is no customer of mao"),
    (["zhou", "zhou"], "zhou has them already"),
  ])
  func `D13: what cannot be meant is refused and nothing is written`(
    words: [String], problem: String
  ) throws {
    let site = try site()
    #expect(try site.program.run("record", "--init").code == 0)
    let ended = try site.program.run(["hand-over"] + words)
    #expect(ended.code == 65)
    #expect(ended.errors.contains(problem), "\(ended.errors)")
    #expect(try assigned(site) == [])
  }

  @Test func `D13: a running service takes a hand-over; E7: it sends the wrap-up once, never late`()
    async throws
  {
    let site = try site()
    try site.editConfig {
      $0 = $0.replacingOccurrences(of: "\ndigest:\n", with: "\ndigest:\n  evening_at: \"18:00\"\n")
    }
    let service = try await site.startReady(["run", "--now", noon])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    let ended = try site.program.run("hand-over", "zhou", "mao", "--customer", "T0002")
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(try assigned(site) == ["T0002"])
    #expect(try site.program.run("record", "won", "T0002", "--amount", "100").code == 0)
    service.terminate()
    service.waitUntilExit()

    func wrapUps() throws -> [String] {
      try site.journal().filter {
        $0["kind"] as? String == "digest" && $0["part"] as? String == "evening"
      }.compactMap { $0["rep"] as? String }
    }
    func pass(_ time: String) throws {
      let ended = try site.program.run("run", "--once", "--now", "2026-11-\(time):00+08:00")
      #expect(ended.code == 0, "\(ended.errors)")
    }
    try pass("24T17:59")
    #expect(try wrapUps() == [], "before its minute")
    try pass("24T18:01")
    #expect(try wrapUps() == ["mao"], "the deal is that of who has the customer now")
    try pass("24T18:05")
    #expect(try wrapUps() == ["mao"], "once a day")
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `E7: after downtime no wrap-up goes out late, and without evening_at none at all`()
    async throws
  {
    for (setting, time, count) in [
      ("  evening_at: \"18:00\"\n", "18:10", 1), ("  evening_at: \"18:00\"\n", "18:20", 0),
      ("", "18:10", 0),
    ] {
      let site = try site()
      try site.editConfig {
        $0 = $0.replacingOccurrences(of: "\ndigest:\n", with: "\ndigest:\n\(setting)")
      }
      let service = try await site.startReady(["run", "--now", noon])
      defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
      #expect(try site.program.run("record", "won", "T0002", "--amount", "100").code == 0)
      service.terminate()
      service.waitUntilExit()
      #expect(
        try site.program.run("run", "--once", "--now", "2026-11-24T\(time):00+08:00").code == 0)
      let sent = try site.journal().filter { $0["part"] as? String == "evening" }
      #expect(sent.count == count, "\(time) \(setting)")
    }
  }
}
