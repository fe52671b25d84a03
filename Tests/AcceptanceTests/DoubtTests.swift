import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import JournalFile
import Testing
import TouchJournal

/// What the service does about a message that may not have arrived, for each kind of touch, and about
/// one that brings it down: against a relay that breaks the line after the dot.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct DoubtTests {
  private static let header =
    "客户编号,姓名,称呼,性别,手机,电子邮箱,城市,负责人,客户阶段,生日,安装产品,安装日期,同意短信,同意邮件"

  /// A site whose one customer reads mail, with the relay of a rig.
  private func site(_ relay: RigServer, birthday: String = "", installed: String = "") throws
    -> TestSite
  {
    let site = try TestSite(customers: ["x"]) { text in
      text.setChannels(
        "  smtp:\n    host: 127.0.0.1\n    port: \(relay.port)\n    security: none\n"
          + "    reply_timeout: 10m\n")
    }
    let line =
      "T0001,王0001,王女士,女,15400010001,k0001@example.com,永康,周丽萍,成交客户,\(birthday),防盗门,\(installed),否,是"
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    try Data("\(Self.header)\n\(line)\n".utf8).write(to: file)
    return site
  }

  private func relay(_ relay: RigServer, _ number: Int, _ scenario: String) throws {
    try relay.folder.write("", to: "commands.\(number)")
    try relay.folder.write("\(number) \(scenario)", to: "scenario")
  }

  private func run(_ site: TestSite, _ now: Instant) throws { try run(site, now.rfc3339) }

  private func run(_ site: TestSite, _ now: String) throws {
    let ended = try site.program.run("run", "--once", "--now", now)
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// What the journal says of the touches of a cadence, such as `intent 1`, `cross`, `accepted`.
  private func trail(_ site: TestSite, _ part: String) throws -> [String] {
    try site.journal().compactMap { line in
      guard let touch = line["touch"] as? String, touch.contains(part),
        let kind = line["kind"] as? String
      else { return nil }
      switch kind {
      case "intent": return "intent\((line["again"] as? Int).map { " \($0)" } ?? "")"
      case "outcome": return line["result"] as? String
      default: return kind
      }
    }
  }

  /// The Message-IDs and subjects that the relay heard.
  private func heard(_ relay: RigServer, _ number: Int, _ field: String) throws -> [String] {
    try relay.folder.text("commands.\(number)").split(separator: "\n").map(String.init)
      .filter { $0.lowercased().hasPrefix(field) }
  }

  /// The notice before the visit of the second half of November, as planned.
  private func notice(_ site: TestSite) throws -> (touch: TouchID, at: Instant) {
    let plan = try site.program.run(
      "plan", "--from", "2026-11-01", "--days", "60", "--cadence", "maintenance", "--format", "json"
    ).objects()
    let notice = try #require(plan.first { $0["action"] as? String == "send" })
    let touch = try #require(notice["touch"] as? String)
    let moment = try #require(notice["at"] as? String)
    try run(site, "2026-11-01T08:00:00+08:00")
    return try (#require(TouchID(text: touch)), #require(Instant(rfc3339: moment)))
  }

  /// Writes to the journal as a command does, at a moment of the story rather than the real one.
  private func write(_ site: TestSite, _ drafts: [JournalDraft], at moment: Instant) throws {
    let folder = try StateFolder(creating: site.home.appendingPathComponent("var").path)
    var options = Journal.Options()
    options.now = { moment }
    let journal = try Journal.open(folder, role: .command, options: options) { _ in }
    try journal.appendDurably(drafts)
    journal.close()
  }

  private static let lost = ["intent", "attempt", "cross", "uncertain"]

  @Test func `a birthday that may not have arrived is not sent again, and the rep is told`() throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, birthday: "1987-11-24")
    try relay(server, 1, "dot drop")
    try run(site, "2026-11-24T18:30:00+08:00")
    try relay(server, 2, "none ok")
    for moment in ["18:40", "19:01", "19:29"] {
      try run(site, "2026-11-24T\(moment):00+08:00")
    }
    #expect(try trail(site, "/birthday/") == Self.lost)
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("可能没收到的消息"))
  }

  @Test func `the notice before a visit is mailed once more after half an hour, the same bytes`()
    throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, installed: "2026-05-20")
    // Without addresses of reps and admin the notice is the only mail.
    for name in ["reps", "fifthcall"] {
      let file = site.home.appendingPathComponent("config/\(name).yaml")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let silent = lines.filter { !$0.contains("email:") }.joined(separator: "\n")
      try Data(silent.utf8).write(to: file)
    }
    let (_, due) = try notice(site)
    try relay(server, 1, "dot drop")
    try run(site, due.adding(seconds: 30))
    #expect(try trail(site, "/maintenance/") == Self.lost)
    try relay(server, 2, "dot rst")
    try run(site, due.adding(seconds: 1500))
    #expect(try trail(site, "/maintenance/") == Self.lost, "half an hour is waited")
    // The day after at the same hour, so in the window again.
    try run(site, due.adding(seconds: 86_460))
    #expect(
      try trail(site, "/maintenance/") == Self.lost + ["intent 1", "attempt", "cross", "uncertain"])
    let ids = try [1, 2].map { try heard(server, $0, "message-id") }
    #expect(ids[0].count == 1 && ids[0] == ids[1], "the same Message-ID: \(ids)")
    try relay(server, 3, "none ok")
    try run(site, due.adding(seconds: 90_000))
    #expect(try trail(site, "/maintenance/").count == 8, "once, not more")
  }

  @Test func `a rep's word on a doubtful notice keeps it from being sent again`() throws {
    let server = try RigServer("hostile")
    let site = try site(server, installed: "2026-05-20")
    let (touch, due) = try notice(site)
    try relay(server, 1, "dot drop")
    try run(site, due.adding(seconds: 30))
    let at = due.adding(seconds: 300)
    let call = Fact(
      customer: touch.customer, at: at, rep: "zhou", touch: touch,
      detail: .call(CallReport(outcome: .reached)))
    let day = ZoneRules.utc.local(at: at).day
    try write(
      site,
      [
        .fact(call), .settled(touch: touch, channel: .call, day: day, result: .done, rep: "zhou"),
      ], at: at)
    try relay(server, 2, "none ok")
    try run(site, due.adding(seconds: 86_460))
    #expect(try trail(site, "/maintenance/") == Self.lost + ["call", "settled"])
  }

  @Test func `a rep's digest comes again at most twice with a mark, an alert after an hour`()
    throws
  {
    let server = try RigServer("hostile")
    let site = try site(server)
    try run(site, "2026-11-23T08:00:00+08:00")
    let complaint = try #require(Instant(rfc3339: "2026-11-23T10:00:00+08:00"))
    let fact = Fact(
      customer: CustomerID("T0001"), at: complaint, rep: "zhou", detail: .complaint(promise: nil))
    try write(site, [.fact(fact)], at: complaint)
    try relay(server, 1, "dot drop")
    try run(site, "2026-11-24T07:31:00+08:00")
    try relay(server, 2, "dot drop")
    try run(site, "2026-11-24T07:37:00+08:00")
    try relay(server, 3, "dot drop")
    try run(site, "2026-11-24T07:43:00+08:00")
    try relay(server, 4, "none ok")
    try run(site, "2026-11-24T08:50:00+08:00")
    let steps = try trail(site, "rep-digest")
    let again = (1...2).flatMap { ["intent \($0)", "attempt", "cross", "uncertain"] }
    #expect(steps == Self.lost + again)
    let ids = try (1...3).map { try Set(heard(server, $0, "message-id")) }
    #expect(ids[0].count == 1 && ids[0] == ids[1] && ids[0].isSubset(of: ids[2]))
    let subjects = try (1...3).map { try heard(server, $0, "subject") }
    #expect(subjects[0] != subjects[1] && Set(subjects[1]).isSubset(of: subjects[2]))
    // The admin is told when no repeat is left; the alert was lost as well, and comes after an hour.
    #expect(
      try trail(site, "operator-alert") == Self.lost + [
        "intent 1", "attempt", "cross", "accepted",
      ])
  }

  @Test func `a message during whose tries the service was killed three times is given up`()
    async throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, birthday: "1987-11-24")
    try relay(server, 1, "greeting stall")
    for number in 1...3 {
      let log = site.home.appendingPathComponent("service\(number).log")
      let service = try site.program.start(
        ["run", "--now", "2026-11-24T19:0\(number):00+08:00"], output: log)
      defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
      let hasBegun = try await site.await {
        try trail(site, "/birthday/").count { $0 == "attempt" } == number ? true : nil
      }
      #expect(hasBegun == true, "\(site.lines("service\(number).log"))")
      kill(service.processIdentifier, SIGKILL)
      service.waitUntilExit()
    }
    try relay(server, 2, "none ok")
    try run(site, "2026-11-24T19:20:00+08:00")
    #expect(
      try trail(site, "/birthday/") == ["intent", "attempt", "attempt", "attempt", "dead"])
    let dead = try #require(try site.journal().first { $0["result"] as? String == "dead" })
    #expect(dead["code"] as? String == "crashed")
    let lines = try site.journal().filter { $0["kind"] as? String == "attempt" }
      .filter { ($0["touch"] as? String)?.contains("/birthday/") == true }
      .compactMap { $0["n"] as? Int }
    #expect(dead["crashes"] as? [Int] == lines)
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("王0001"))
    #expect(try trail(site, "operator-alert").contains("accepted"))
  }
}
