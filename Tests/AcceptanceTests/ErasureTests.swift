import FifthcallTestSupport
import Foundation
import Testing

/// `journal erase`: nothing personal is left, the chain stays whole, and who comes back is known.
@Suite(.fewAtATime) struct ErasureTests {
  private static let evening = "2026-11-24T19:20:00+08:00"
  private static let birthday = "1987-11-24"

  private func site() throws -> TestSite {
    try TestSite(customers: [
      TestSite.customer(1, birthday: Self.birthday, email: true),
      TestSite.customer(2, birthday: Self.birthday, email: true),
      TestSite.customer(3, birthday: Self.birthday, email: false),
    ])
  }

  /// Files of the state folder that hold some bytes.
  private func files(_ site: TestSite, holding text: String) throws -> [String] {
    let state = site.home.appendingPathComponent("var")
    let names = try FileManager.default.subpathsOfDirectory(atPath: state.path)
    return names.filter { name in
      let bytes = try? Data(contentsOf: state.appendingPathComponent(name))
      return bytes?.range(of: Data(text.utf8)) != nil
    }
  }

  private func reasons(_ site: TestSite, _ customer: String) throws -> Set<String> {
    let rows = try site.program.run(
      "plan", "--from", "2027-11-20", "--days", "10", "--skips", "--customer", customer,
      "--format", "json"
    ).objects()
    return Set(rows.map { $0["reason"] as? String ?? "planned" })
  }

  @Test func `without a service: texts, messages and numbers are gone, the chain is whole`() throws
  {
    let site = try site()
    // The day first: what is recorded carries the real clock, which no test can know.
    #expect(try site.program.run("run", "--once", "--now", Self.evening).code == 0)
    #expect(try site.program.run("record", "note", "T0003", "--note", "canary-4711").code == 0)
    let before = try site.program.run("journal", "export", "T0003").output
    #expect(before.contains("canary-4711"))
    #expect(before.contains("15400010003"), "the message that was sent")
    #expect(try files(site, holding: "15400010003") == ["outbox/sms.jsonl"])

    let erased = try site.program.run("journal", "erase", "T0003")
    #expect(erased.code == 0, "\(erased.errors)")
    #expect(erased.output.hasPrefix(#"{"n":"#))
    let after = try site.program.run("journal", "export", "T0003").output
    #expect(!after.contains("canary-4711") && !after.contains("15400010003"))
    #expect(try files(site, holding: "15400010003").isEmpty)
    #expect(!site.lines("var/sealed/keys").contains { $0.hasPrefix("v1 T0003 ") })
    #expect(try site.program.run("journal", "verify").code == 0)
    #expect(try site.program.run("journal", "export", "T0001").output.contains("k0001@example.com"))
    #expect(try reasons(site, "T0003") == ["erased"])
    #expect(try site.program.run("record", "note", "T0003").code == 65)
  }

  @Test func `through the running service; who comes back under another id is known`() async throws
  {
    let site = try site()
    let service = try await site.startReady(["run", "--now", Self.evening])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    #expect(try site.program.run("record", "opt-out", "T0001", "--channel", "sms").code == 0)
    let erased = try site.program.run("journal", "erase", "T0001")
    #expect(erased.code == 0, "\(erased.errors)")
    #expect(try site.program.run("journal", "erase", "T9999").code == 65)
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "T0001,", with: "T0777,").utf8).write(to: file)
    #expect(try site.program.run("reload").code == 0)
    kill(service.processIdentifier, SIGTERM)
    service.waitUntilExit()
    #expect(service.terminationStatus == 0)
    #expect(try reasons(site, "T0777") == ["erased"])
    #expect(try reasons(site, "T0002") != ["erased"])
    #expect(
      try site.program.run("explain", "T0777").output.contains("erased on request"))
    #expect(try site.program.run("journal", "verify").code == 0)
    let kinds = try site.journal().filter { $0["customer"] as? String == "T0001" }
      .compactMap { $0["kind"] as? String }
    #expect(kinds == ["opt-out", "erased"], "an opt-out stays on record")
    // The next year's run agrees with plan and explain.
    #expect(
      try site.program.run("run", "--once", "--now", "2027-11-24T19:20:00+08:00").code == 0)
    let touched = try site.journal().filter { $0["kind"] as? String == "intent" }
      .compactMap { $0["touch"] as? String }
    #expect(!touched.contains { $0.hasPrefix("T0777/") })
    #expect(touched.contains { $0.hasPrefix("T0002/birthday/2027") })
  }

  @Test(arguments: [false, true])
  func `what cannot be taken out of the outbox is said, and is no success`(
    _ withService: Bool
  ) async throws {
    let site = try site()
    #expect(try site.program.run("run", "--once", "--now", Self.evening).code == 0)
    let day = site.home.appendingPathComponent("var/outbox/2026-11-24")
    // A folder in a mail's place: nobody, root neither, can read what it held.
    let inTheWay = day.appendingPathComponent("000099.eml")
    try FileManager.default.createDirectory(at: inTheWay, withIntermediateDirectories: false)
    var service: Process?
    if withService { service = try await site.startReady(["run", "--now", Self.evening]) }
    defer { if let service { kill(service.processIdentifier, SIGKILL) } }
    let erased = try site.program.run("journal", "erase", "T0001")
    #expect(erased.code == 73)
    #expect(erased.output == "")
    #expect(erased.errors.contains("000099.eml cannot be read"), "\(erased.errors)")
    #expect(erased.errors.contains("erase again"))
    // All else is done.
    #expect(try files(site, holding: "k0001@example.com").isEmpty)
    #expect(!site.lines("var/sealed/keys").contains { $0.hasPrefix("v1 T0001 ") })
    try FileManager.default.removeItem(at: inTheWay)
    let again = try site.program.run("journal", "erase", "T0001")
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.output.hasPrefix(#"{"n":"#))
    #expect(try site.program.run("journal", "verify").code == 0)
  }
}
