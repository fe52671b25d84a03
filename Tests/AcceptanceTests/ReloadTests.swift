import FifthcallTestSupport
import Foundation
import Testing

/// Edits that a running service takes over by itself.
@Suite(.fewAtATime) struct ReloadTests {
  private let morning = "2026-11-24T08:00:00+08:00"

  private func site(_ edit: (inout String) -> Void = { _ in }) throws -> TestSite {
    try TestSite(
      customers: (1...20).map { TestSite.customer($0, birthday: "1987-03-03", email: false) },
      edit: edit)
  }

  private func report(_ site: TestSite) throws -> [String: Any] {
    try #require(try site.program.run("status", "--format", "json").objects().first)
  }

  /// Waits until `status` says so.
  private func comes(_ site: TestSite, _ test: ([String: Any]) -> Bool) async throws -> Bool {
    for _ in 0..<3 {
      let seen = try await site.await { test(try report(site)) ? true : nil }
      if seen == true { return true }
    }
    return false
  }

  private func generation(_ site: TestSite) throws -> String {
    try #require(try report(site)["generation"] as? String)
  }

  @Test func `an edit in place and one by renaming are taken over, and 200 edits are few reloads`()
    async throws
  {
    let site = try site()
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    let first = try generation(site)
    try site.editConfig { $0 += "# in place\n" }
    #expect(try await comes(site) { $0["generation"] as? String != first })
    let second = try generation(site)
    let reps = site.home.appendingPathComponent("config/reps.yaml")
    let text = try String(contentsOf: reps, encoding: .utf8)
    try (text + "# renamed\n").write(to: reps, atomically: true, encoding: .utf8)
    #expect(try await comes(site) { $0["generation"] as? String != second })
    for number in 1...200 { try site.editConfig { $0 += "# \(number)\n" } }
    let before = try site.journal().count { $0["kind"] as? String == "reload" }
    #expect(before <= 4)
    let now = try generation(site)
    _ = try await comes(site) { $0["generation"] as? String != now }
    let last = try generation(site)
    #expect(try site.program.run("reload").output.contains(last), "the last edit wins")
    #expect(try site.journal().count { $0["kind"] as? String == "reload" } <= before + 3)
  }

  @Test func `a broken edit is refused, told once and forgotten when it is mended`() async throws {
    let site = try site()
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    let first = try generation(site)
    try site.editConfig { $0 += "brithday: 1\n" }
    #expect(try await comes(site) { ($0["last_reload"] as? String)?.hasPrefix("refused") == true })
    #expect(try generation(site) == first)
    #expect(site.lines("service.log").contains { $0.contains("reload refused") })
    let mails = try site.journal().filter { ($0["touch"] as? String)?.contains("reload") == true }
    #expect(mails.contains { $0["kind"] as? String == "intent" })
    try site.editConfig { $0 = $0.replacingOccurrences(of: "brithday: 1\n", with: "") }
    #expect(try await comes(site) { $0["last_reload"] as? String == "ok" })
    #expect(try generation(site) == first)
  }

  @Test func `templates that are gone hold until they are back`() async throws {
    let site = try site()
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    let texts = site.home.appendingPathComponent("templates")
    let aside = site.home.appendingPathComponent("aside")
    try FileManager.default.moveItem(at: texts, to: aside)
    func isHeld(_ report: [String: Any]) -> Bool {
      (report["holds"] as? [[String: Any]])?.contains {
        $0["cause"] as? String == "guard-templates"
      }
        == true
    }
    #expect(try await comes(site, isHeld))
    try FileManager.default.moveItem(at: aside, to: texts)
    #expect(try await comes(site) { !isHeld($0) })
  }

  @Test func `a base that is vouched for is taken over without another command`() async throws {
    let site = try site()
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    let half = site.lines("config/customers/customers.csv").prefix(11).joined(separator: "\n")
    try (half + "\n").write(to: file, atomically: true, encoding: .utf8)
    #expect(try await comes(site) { ($0["last_reload"] as? String)?.contains("20 → 10") == true })
    #expect(try report(site)["customers"] as? Int == 20)
    #expect(try site.program.run("release").code == 0)
    #expect(try await comes(site) { $0["customers"] as? Int == 10 })
  }

  @Test func `with reload auto false an edit waits for the command`() async throws {
    let site = try site { $0 += "\nreload:\n  auto: false\n" }
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    let first = try generation(site)
    try site.editConfig { $0 += "# edited\n" }
    // Longer than the quiet that an edit waits for.
    _ = try await site.await { nil as Bool? }
    #expect(try generation(site) == first)
    #expect(try site.program.run("reload").code == 0)
    #expect(try generation(site) != first)
  }

  @Test func `one cadence is held and released by name`() async throws {
    let site = try site()
    let service = try await site.startReady(["run", "--now", morning])
    defer { service.kill() }
    #expect(try site.program.run("hold", "--cadence", "nosuch").code == 65)
    #expect(try site.program.run("hold", "--cadence", "birthday").code == 0)
    #expect(try site.program.run("hold").code == 0)
    #expect(try site.program.run("release", "operator/birthday").code == 0)
    let holds = try report(site)["holds"] as? [[String: Any]]
    #expect(holds?.map { $0["cause"] as? String } == ["operator"])
    #expect(try site.program.run("release", "nosuch").code == 65)
  }
}

extension Process {
  /// Kills it if it still runs.
  fileprivate func kill() {
    if isRunning { Foundation.kill(processIdentifier, SIGKILL) }
  }
}
