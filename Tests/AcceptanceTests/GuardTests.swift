import FifthcallTestSupport
import Foundation
import Testing

/// What an unattended service does when the clock, the files or the plan cannot be right: it holds,
/// tells the admin, and changes nothing.
@Suite(.fewAtATime) struct GuardTests {
  /// When every message of the day is due and may still go.
  private let evening = "2026-11-24T19:25:00+08:00"

  /// So many birthdays of 24 November, by SMS into the outbox.
  private func site(_ count: Int, birthday: String = "1987-11-24") throws -> TestSite {
    try TestSite(
      customers: (1...count).map {
        TestSite.customer($0, birthday: birthday, email: false)
      })
  }

  private func once(_ site: TestSite, at now: String) throws {
    let ended = try site.program.run("run", "--once", "--now", now)
    #expect(ended.code == 0, "\(ended.errors)")
  }

  private func status(_ site: TestSite) throws -> String {
    try site.program.run("status").output
  }

  private func isHeld(_ site: TestSite) throws -> Bool { try status(site).contains("hold") }

  private func isTold(_ site: TestSite, _ subject: String) async throws -> Bool {
    try await site.await { site.alerts.contains { $0.contains(subject) } ? true : nil } == true
  }

  @Test func `a start far behind the journal holds until somebody vouches for the clock`()
    async throws
  {
    let site = try site(3)
    try once(site, at: evening)
    let sent = site.messages
    #expect(sent.count == 3)
    let service = try await site.startReady(["run", "--now", "2026-11-24T17:00:00+08:00"])
    defer { service.end() }
    #expect(try status(site).contains("hold: clock-behind"))
    #expect(try await isTold(site, "clock-behind"))
    #expect(try site.program.run("release").code == 0)
    let after = try status(site)
    #expect(!after.contains("hold"))
    #expect(site.messages == sent, "nothing twice")
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test(arguments: ["1970-01-02T00:00:00Z", "2106-02-07T00:00:00Z"])
  func `no customer hears from a clock that cannot be right`(now: String) async throws {
    let site = try site(3, birthday: "1987-02-07")
    let service = try await site.startReady(["run", "--now", now])
    defer { service.end() }
    #expect(try status(site).contains("hold: clock-implausible"))
    #expect(site.messages.isEmpty)
  }

  @Test func `what was under way is not given up by a start whose clock may be ahead`() async throws
  {
    let site = try TestSite(
      customers: (1...3).map { TestSite.customer($0, birthday: "1987-11-24", email: true) })
    // Nobody listens there.
    try site.editConfig { $0.setChannels("  smtp: {host: 127.0.0.1, port: 9, security: none}") }
    func results() throws -> [String] {
      try site.journal().filter { ($0["touch"] as? String)?.contains("/birthday/") == true }
        .compactMap { $0["result"] as? String }
    }
    do {
      let service = try await site.startReady(["run", "--now", "2026-11-24T10:30:00+08:00"])
      defer { service.end() }
      let first = try await site.await { try results().isEmpty ? nil : try results() }
      #expect(first?.allSatisfy { $0 == "deferred" } == true, "\(first ?? [])")
    }
    let before = try results()
    do {
      let service = try await site.startReady(["run", "--now", "2026-11-27T10:30:00+08:00"])
      defer { service.end() }
      #expect(try status(site).contains("hold: downtime"))
    }
    #expect(try results() == before, "also not when it ends")
    let service = try await site.startReady(["run", "--now", "2026-11-27T10:32:00+08:00"])
    defer { service.end() }
    #expect(try site.program.run("release").code == 0)
    let after = try await site.await { try results().contains("expired") ? try results() : nil }
    #expect(after != nil, "somebody has said that the days went by")
  }

  @Test(arguments: [("2026-11-22T09:00:00+08:00", true), ("2026-11-09T09:00:00+08:00", false)])
  func `after a gap customers wait, and the admin sees what would go out`(
    last: String, endsByItself: Bool
  ) async throws {
    let site = try site(3)
    try once(site, at: last)
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    let held = try status(site)
    #expect(held.contains("hold: downtime"))
    #expect(held.contains("ends by itself") == endsByItself)
    #expect(try await isTold(site, "birthday: 3"))
    #expect(site.messages.isEmpty)
    #expect(try site.program.run("release").code == 0)
    let sent = try await site.await { site.messages.count == 3 ? true : nil }
    #expect(sent == true)
  }

  @Test func `a short gap and a first start hold nothing`() async throws {
    let site = try site(3)
    try once(site, at: "2026-11-23T19:40:00+08:00")
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try !isHeld(site))
    #expect(try await site.await { site.messages.count == 3 ? true : nil } == true)
  }

  @Test func `a customer file that lost half its rows is refused until somebody vouches for it`()
    async throws
  {
    let site = try site(20, birthday: "1987-03-03")
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    try site.cutCustomers(to: 10)
    let refused = try site.program.run("reload")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("20 → 10 customers"), "\(refused)")
    #expect(try status(site).contains("20 customers"))
    #expect(try await isTold(site, "20 → 10 customers"))
    #expect(try site.program.run("reload").code == 1)
    #expect(try site.program.run("release").code == 0)
    #expect(try site.program.run("reload").code == 0)
    #expect(try status(site).contains("10 customers"))
  }

  @Test func `a start with half the customers holds, and goes on when the file is whole again`()
    async throws
  {
    let site = try site(20)
    let whole = site.lines("config/customers/customers.csv")
    try once(site, at: "2026-11-24T08:00:00+08:00")
    try site.cutCustomers(to: 10)
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try status(site).contains("hold: guard-customers"))
    #expect(site.messages.isEmpty)
    try site.writeCustomers(whole)
    #expect(try site.program.run("reload").code == 0)
    #expect(try !isHeld(site))
    #expect(try await site.await { site.messages.count == 20 ? true : nil } == true)
  }

  @Test func `a batch far beyond the usual is held, and goes as one when released`() async throws {
    let site = try site(60)
    try once(site, at: "2026-10-20T09:00:00+08:00")
    try once(site, at: "2026-11-24T19:20:00+08:00")
    #expect(site.messages.isEmpty)
    #expect(try site.journal().contains { $0["cause"] as? String == "guard-blast" })
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try status(site).contains("hold: guard-blast"))
    #expect(try site.program.run("release").code == 0)
    // A few are due in the last minutes of the window only.
    let sent = try await site.await { site.messages.count > 50 ? true : nil }
    #expect(sent == true)
    #expect(try !isHeld(site))
  }

  @Test func `a batch that was released is not held again by a restart on its day`() async throws {
    let site = try site(60)
    try once(site, at: "2026-10-20T09:00:00+08:00")
    // Before the first of them is due.
    let service = try await site.startReady(["run", "--now", "2026-11-24T09:00:00+08:00"])
    defer { service.end() }
    #expect(try status(site).contains("hold: guard-blast"))
    #expect(try site.program.run("release").code == 0)
    service.end()
    service.waitUntilExit()
    let next = try await site.startReady(["run", "--now", "2026-11-24T09:05:00+08:00"])
    defer { next.end() }
    #expect(try !isHeld(site))
    #expect(site.messages.isEmpty)
  }

  @Test func `a config that multiplies the messages to come holds at the reload`() async throws {
    let site = try site(120, birthday: "1987-12-03")
    let file = site.home.appendingPathComponent("config/cadences/birthday.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data((text + "\npaused: true\n").utf8).write(to: file)
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try !isHeld(site))
    try Data(text.utf8).write(to: file)
    let reload = try site.program.run("reload")
    #expect(reload.code == 0, "\(reload)")
    #expect(try status(site).contains("hold: guard-forecast"))
    #expect(try await isTold(site, "messages in 30 days"))
    #expect(try site.program.run("release").code == 0)
    #expect(try site.program.run("reload").code == 0)
    #expect(try !isHeld(site), "what was released is accepted")
  }

  @Test func `a template folder that is gone is refused, and the texts stay`() async throws {
    let site = try site(3)
    let service = try await site.startReady(["run", "--now", "2026-11-24T08:00:00+08:00"])
    defer { service.end() }
    let generation = try status(site).prefix(30)
    try FileManager.default.removeItem(at: site.home.appendingPathComponent("templates"))
    #expect(try site.program.run("reload").code == 1)
    #expect(try status(site).hasPrefix(generation))
  }

  @Test
  func `a start without the template folder holds, tells the admin, and goes on when it is back`()
    async throws
  {
    let site = try site(3)
    let texts = site.home.appendingPathComponent("templates")
    let aside = site.home.appendingPathComponent("aside")
    try FileManager.default.moveItem(at: texts, to: aside)
    let first = try site.program.run("run", "--now", evening)
    #expect(first.code == 78, "a first start has nothing to go on with: \(first)")
    #expect(!FileManager.default.fileExists(atPath: site.home.path + "/var/journal"))
    try FileManager.default.moveItem(at: aside, to: texts)
    try once(site, at: "2026-11-24T08:00:00+08:00")
    try FileManager.default.moveItem(at: texts, to: aside)
    #expect(try site.program.run("run", "--once", "--now", evening).code == 78)
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try status(site).contains("hold: guard-templates"))
    #expect(try await isTold(site, "hold-guard-templates"))
    #expect(try site.program.run("release").code == 0)
    let isAgain = try await site.await {
      try status(site).contains("hold: guard-templates") ? true : nil
    }
    #expect(isAgain == true, "nothing can be sent without texts")
    #expect(try site.program.run("reload").code == 1)
    #expect(site.messages.isEmpty)
    #expect(try !site.journal().contains { $0["result"] as? String == "suppressed" })
    try FileManager.default.moveItem(at: aside, to: texts)
    let sent = try await site.await { site.messages.count == 3 ? true : nil }
    #expect(sent == true, "\(site.lines("service.log").suffix(5))")
    #expect(try !isHeld(site))
  }

  @Test func `old zone data hold customers whose clocks change, and nobody else`() async throws {
    var site = try TestSite(customers: ["x"])
    let zones = site.home.appendingPathComponent("zoneinfo")
    try FileManager.default.createDirectory(at: zones, withIntermediateDirectories: true)
    for name in ["Asia", "Europe", "America", "UTC"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(zones.path)/\(name)", withDestinationPath: "/usr/share/zoneinfo/\(name)")
    }
    try Data("# version 2024a\n".utf8).write(to: zones.appendingPathComponent("tzdata.zi"))
    site.program.environment["TZDIR"] = zones.path
    let lines = (1...40).map { number in
      let zone = number % 2 == 0 ? "Europe/Berlin" : "Asia/Shanghai"
      let digits = String(format: "%04d", number)
      return "T\(digits),王\(digits),王女士,女,1540001\(digits),,永康,周丽萍,成交客户,"
        + "1987-11-24,是,否,\(zone)"
    }
    try site.writeCustomers([TestSite.header + ",时区"] + lines)
    // 18:25 here is 11:25 there: in both places some messages of the day are due by now.
    let service = try await site.startReady(["run", "--now", "2026-11-24T18:25:00+08:00"])
    defer { service.end() }
    #expect(try status(site).contains("hold: guard-tzdata"))
    #expect(try await isTold(site, "tzdata 2024a"))
    func receivers() -> (there: Int, here: Int) {
      let numbers = site.messages.compactMap { line in
        line.range(of: "+861540001").map { Int(line[$0.upperBound...].prefix(4)) ?? -1 }
      }
      return (numbers.count { $0 % 2 == 0 }, numbers.count { $0 % 2 == 1 })
    }
    #expect(try await site.await { receivers().here > 5 ? true : nil } == true)
    #expect(receivers().there == 0)
    #expect(try site.program.run("release", "guard-tzdata").code == 0)
    #expect(try await site.await { receivers().there > 0 ? true : nil } == true)
    #expect(try !isHeld(site))
  }

  @Test func `the admin's chat is told, beside the mail`() async throws {
    let site = try site(3)
    try site.editConfig { text in
      text = text.replacingOccurrences(
        of: "  admin_email: admin@example.com",
        with: "  admin_email: admin@example.com\n  admin_chat: ops")
    }
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try site.program.run("hold", "--why", "stocktaking").code == 0)
    let line = try await site.await {
      site.lines("var/outbox/chat.jsonl").first { $0.contains("hold-operator") }
    }
    #expect(line?.contains("\"to\":\"ops\"") == true, "\(line ?? "none")")
    #expect(line?.contains("fifthcall release") == true, "it says what to do")
    #expect(try await isTold(site, "hold-operator"))
    // The same cause is told once a day.
    #expect(try site.program.run("release").code == 0)
    #expect(try site.program.run("hold", "--why", "again").code == 0)
    #expect(try await isTold(site, "hold-operator"))
    let all = site.lines("var/outbox/chat.jsonl").filter { $0.contains("hold-operator") }
    #expect(all.count == 1)
  }

  @Test func `holds of several causes are listed, mailed, and end together`() async throws {
    let site = try site(3)
    try once(site, at: "2026-11-09T09:00:00+08:00")
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    #expect(try site.program.run("hold", "--why", "stocktaking").code == 0)
    let held = try status(site)
    #expect(held.contains("hold: downtime") && held.contains("hold: operator"))
    #expect(try await isTold(site, "hold-operator"))
    #expect(try site.program.run("release").code == 0)
    #expect(try !isHeld(site))
  }
}

/// Row X9 again: what the site knows of holidays and zones is too old to go by.
@Suite(.fewAtATime) struct StaleDataTests {
  /// When both customers' messages are due: 19:25 where they live.
  private let evening = "2026-11-24T16:25:00+08:00"

  /// Two birthdays, eleven hours east of Greenwich on that day: one where clocks change in summer.
  private func site(release: String) throws -> TestSite {
    var site = try TestSite(customers: [TestSite.customer(1, birthday: "1987-11-24", email: false)])
    let rows = [(1, "Australia/Sydney"), (2, "Pacific/Guadalcanal")].map { number, zone in
      TestSite.customer(number, birthday: "1987-11-24", email: false) + ",\(zone)"
    }
    try site.writeCustomers([TestSite.header + ",时区"] + rows)
    let zones = site.home.appendingPathComponent("zones")
    for name in ["Asia/Shanghai", "Australia/Sydney", "Pacific/Guadalcanal"] {
      let file = zones.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/" + name)).write(to: file)
    }
    try Data("# version \(release)\n".utf8).write(to: zones.appendingPathComponent("tzdata.zi"))
    site.program.environment["TZDIR"] = zones.path
    return site
  }

  @Test func `old time zone data hold those whose clocks change, until somebody vouches for them`()
    async throws
  {
    let site = try site(release: "2024b")
    let service = try await site.startReady(["run", "--now", evening])
    defer { service.end() }
    let first = try await site.await { site.messages.isEmpty ? nil : site.messages }
    #expect(first?.count == 1 && first?.first?.contains("T0002") == true, "\(first ?? [])")
    #expect(try site.program.run("status").output.contains("hold: guard-tzdata"))
    let isTold = try await site.await {
      site.alerts.contains { $0.contains("guard-tzdata") && $0.contains("2024b") } ? true : nil
    }
    #expect(isTold == true)
    #expect(site.messages.count == 1)
    #expect(try site.program.run("release", "guard-tzdata").code == 0)
    #expect(try await site.await { site.messages.count == 2 ? true : nil } == true)
    service.end()
    service.waitUntilExit()
    let next = try await site.startReady(["run", "--now", "2026-11-25T09:00:00+08:00"])
    defer { next.end() }
    #expect(try !site.program.run("status").output.contains("hold"), "vouched for")
  }

  @Test func `zone data of last year hold nobody`() throws {
    let site = try site(release: "2025a")
    #expect(try site.program.run("run", "--once", "--now", evening).code == 0)
    #expect(site.messages.count == 2)
    #expect(!site.alerts.contains { $0.contains("guard-tzdata") })
  }

  @Test func `a year without a list of holidays is told to the admin`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "1987-11-24", email: false)])
    #expect(try site.program.run("run", "--once", "--now", evening).code == 0)
    #expect(!site.alerts.contains { $0.contains("stale-data") })
    let file = site.home.appendingPathComponent("config/holidays/CN.csv")
    let kept = site.lines("config/holidays/CN.csv").filter { !$0.hasPrefix("2026-") }
    try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: file)
    #expect(try site.program.run("run", "--once", "--now", "2026-11-24T16:26:00+08:00").code == 0)
    #expect(site.alerts.contains { $0.contains("stale-data") && $0.contains("CN.csv: 2026") })
  }
}

extension Process {
  /// Kills it if it still runs.
  fileprivate func end() {
    if isRunning { kill(processIdentifier, SIGKILL) }
  }
}

extension TestSite {
  /// The SMS in the outbox.
  fileprivate var messages: [String] { lines("var/outbox/sms.jsonl") }

  fileprivate func cutCustomers(to count: Int) throws {
    try writeCustomers(Array(lines("config/customers/customers.csv").prefix(count + 1)))
  }

  fileprivate func writeCustomers(_ lines: [String]) throws {
    let file = home.appendingPathComponent("config/customers/customers.csv")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
  }
}
