import FifthcallTestSupport
import Foundation
import Testing

/// A rep's words reach the journal, with and without a running service, and steer the plan.
@Suite(.fewAtATime) struct RecordingTests {
  private let noon = "2026-11-24T12:00:00+08:00"

  @Test func `an inquiry opens the ladder, each call moves it on, and won ends it`() throws {
    let site = try TestSite(
      customers: [TestSite.customer(1, birthday: "", email: false, stage: "潜在线索")])
    #expect(try site.program.run("record", "--init").code == 0)
    func record(_ words: String...) throws {
      let ended = try site.program.run(["record"] + words)
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.output.hasPrefix(#"{"n":"#))
    }
    func calls(from day: String) throws -> [String] {
      try site.program.run(
        "plan", "--from", day, "--days", "30", "--cadence", "follow-up", "--format", "json"
      ).objects().compactMap { $0["touch"] as? String }
    }
    try record("inquiry", "T0001", "--at", "2026-11-24T09:40:00+08:00", "--product", "实木门")
    #expect(try calls(from: "2026-11-25") == ["T0001/follow-up/inquiry-2026-11-24/1"])
    try record("call", "T0001", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "no-answer")
    #expect(try calls(from: "2026-11-25") == ["T0001/follow-up/inquiry-2026-11-24/2"])
    try record("won", "T0001", "--at", "2026-11-26T10:00:00+08:00", "--amount", "9840")
    #expect(try calls(from: "2026-11-27") == [])
    let journal = try String(
      contentsOf: site.home.appendingPathComponent("var/journal/journal-000000000001.jsonl"),
      encoding: .utf8)
    #expect(!journal.contains("实木门"), "free texts are sealed")
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `a contradiction is refused with 65 and nothing is written`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    #expect(try site.program.run("record", "--init").code == 0)
    let before = site.lines("var/journal/journal-000000000001.jsonl")
    for words in [
      ["call", "T0001", "--outcome", "reached", "--call-back", noon], ["note", "T9999"],
      ["visit", "T0001", "--perceived", "4"], ["shout", "T0001"], ["kept", "T0001"],
    ] {
      let ended = try site.program.run(["record"] + words)
      #expect(ended.code == 65, "\(words): \(ended.errors)")
      #expect(!ended.errors.isEmpty)
    }
    #expect(site.lines("var/journal/journal-000000000001.jsonl") == before)
  }

  @Test func `a running service takes records, status, hold and reload over its socket`()
    async throws
  {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    let service = try await site.startReady(["run", "--now", noon])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }

    let recorded = try site.program.run("record", "contact", "T0001")
    #expect(recorded.code == 0, "\(recorded.errors)")
    let number = try #require(recorded.lines.first?.firstMatch(of: /"n":(\d+)/)).1
    #expect(try site.program.run("record", "retract", String(number)).code == 0)
    #expect(try site.program.run("record", "contact", "T9999").code == 65)

    #expect(try site.program.run("hold", "--why", "试一试").code == 0)
    #expect(try site.program.run("status").output.contains("hold: operator"))
    #expect(try site.program.run("release").code == 0)

    let before = try site.program.run("status").lines.first
    try site.editConfig { $0 += "\nnonsense: true\n" }
    let refused = try site.program.run("reload")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("nonsense"))
    #expect(try site.program.run("status").lines.first == before, "the old config stays")
    try site.editConfig {
      $0 = $0.replacingOccurrences(of: "\nnonsense: true\n", with: "")
        .replacingOccurrences(of: "福临木门客户服务", with: "福临木门服务部")
    }
    #expect(try site.program.run("reload").code == 0)
    #expect(try site.program.run("status").lines.first != before)

    let second = try site.program.run("run", "--once", "--now", noon)
    #expect(second.code == 75, "one writer at a time: \(second.errors)")
    service.terminate()
    service.waitUntilExit()
    #expect(service.terminationStatus == 0)
    let kinds = try site.journal().compactMap { $0["kind"] as? String }
    #expect(kinds.last == "stop")
    #expect(
      Set(["start", "contact", "retracted", "hold", "release", "reload"]).isSubset(of: Set(kinds)))
    #expect(try site.program.run("journal", "verify").code == 0)
  }
}
