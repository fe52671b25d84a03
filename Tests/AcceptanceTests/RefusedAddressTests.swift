import FifthcallTestSupport
import Foundation
import Testing

/// What becomes of messages that a relay refuses for good: the address is given up, the message goes
/// another way, and a human may try it anew or let it be.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct RefusedAddressTests {
  private static let header =
    "客户编号,姓名,称呼,性别,手机,电子邮箱,城市,负责人,客户阶段,生日,同意短信,同意邮件"

  /// A site whose one customer has a birthday on 24 November and wants mail first, then SMS.
  private func site(_ relay: RigServer, sms: Bool) throws -> TestSite {
    let site = try TestSite(customers: ["x"]) { text in
      text.setChannels(
        "  smtp:\n    host: 127.0.0.1\n    port: \(relay.port)\n    security: none\n")
    }
    try customer(site, address: "old@example.com", sms: sms)
    let cadence = site.home.appendingPathComponent("config/cadences/birthday.yaml")
    let text = try String(contentsOf: cadence, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "[sms, email]", with: "[email, sms]").utf8)
      .write(to: cadence)
    return site
  }

  private func customer(_ site: TestSite, address: String, sms: Bool) throws {
    let line =
      "T0001,王0001,王女士,女,15400010001,\(address),永康,周丽萍,成交客户,1987-11-24,\(sms ? "是" : "否"),是"
    try Data("\(Self.header)\n\(line)\n".utf8)
      .write(to: site.home.appendingPathComponent("config/customers/customers.csv"))
  }

  private func run(_ site: TestSite, _ now: String) throws {
    let ended = try site.program.run("run", "--once", "--now", now)
    #expect(ended.code == 0, "\(ended.errors)")
  }

  private func results(_ site: TestSite) throws -> [String] {
    try site.journal().filter { ($0["touch"] as? String)?.contains("T0001/birthday/") == true }
      .filter { $0["kind"] as? String == "outcome" }
      .map { "\($0["channel"] ?? "") \($0["result"] ?? "")" }
  }

  private func plan(_ site: TestSite, _ day: String) throws -> [String] {
    try site.program.run(
      "plan", "--from", day, "--days", "1", "--cadence", "birthday", "--skips", "--format", "json"
    ).objects().map { $0["reason"] as? String ?? $0["channel"] as? String ?? "" }
  }

  @Test func `an address that nobody has is not written to again; the message goes another way`()
    throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, sms: true)
    try server.folder.write("0 RCPT 550 5.1.1 nobody", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    #expect(try results(site) == ["email rejected", "sms accepted"])
    let refused = try #require(try site.journal().first { $0["result"] as? String == "rejected" })
    #expect(refused["address"] as? String == "unknown")
    #expect((refused["mark"] as? String)?.count == 32)
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("T0001：登记的电子邮箱已经失效"), "\(digest)")
    #expect(try plan(site, "2027-11-24") == ["sms"])
    try customer(site, address: "new@example.com", sms: true)
    #expect(try plan(site, "2027-11-24") == ["email"], "another address is another chance")
  }

  @Test func `where there is no other way the rep calls, and next year the reason is told`() throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 RCPT 550 5.1.1 nobody", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    #expect(try results(site) == ["email rejected"])
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("王0001"))
    #expect(try site.program.run("dead-letters").output.contains("T0001/birthday/2026/1"))
    #expect(try plan(site, "2027-11-24") == ["call"])
  }

  @Test func `a mailbox that is full once a year keeps its mail`() throws {
    let server = try RigServer("hostile")
    let site = try site(server, sms: true)
    for day in ["2026-11-24", "2027-11-24", "2028-11-24"] {
      try server.folder.write("0 RCPT 452 4.2.2 full", to: "scenario")
      try run(site, "\(day)T18:30:00+08:00")
    }
    #expect(try plan(site, "2029-11-24") == ["email"], "years apart it says nothing")
  }

  @Test func `a dead letter is tried anew while the rules let it go out, and dropped for good`()
    async throws
  {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 MAIL 554 5.6.1 conversion", to: "scenario")
    let log = site.home.appendingPathComponent("service.log")
    let service = try site.program.start(
      ["run", "--now", "2026-11-24T18:30:00+08:00"], output: log)
    defer {
      if service.isRunning { kill(service.processIdentifier, SIGKILL) }
    }
    let touch = "T0001/birthday/2026/1"
    let isDead = try await site.await { try results(site) == ["email rejected"] ? true : nil }
    #expect(isDead == true)
    let unknown = try site.program.run("dead-letters", "retry", "T0001/birthday/2026/2")
    #expect(unknown.code == 65 && unknown.errors.contains("no dead letter"))
    try server.folder.write("9 none ok", to: "scenario")
    let retried = try site.program.run("dead-letters", "retry", touch)
    #expect(retried.code == 0, "\(retried.errors)")
    let arrived = try await site.await {
      try results(site) == ["email rejected", "email accepted"] ? true : nil
    }
    #expect(arrived == true)
    let again = try site.program.run("dead-letters", "retry", touch)
    #expect(again.code == 65, "what arrived is not sent again")
  }

  @Test(arguments: [true, false])
  func `row 100: a sealed message that is gone or damaged is a dead letter, never an empty mail`(
    isGone: Bool
  ) throws {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 RCPT 450 4.2.0 busy", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    #expect(try results(site) == ["email deferred"])
    let pack = site.home.appendingPathComponent("var/sealed/pack-000001.bin")
    var bytes = try Data(contentsOf: pack)
    for index in bytes.indices { bytes[index] ^= 1 }
    try (isGone ? Data() : bytes).write(to: pack)
    try server.folder.write("", to: "receivers.1")
    try server.folder.write("1 none ok", to: "scenario")
    try run(site, "2026-11-24T18:40:00+08:00")
    #expect(try results(site) == ["email deferred", "email rejected"])
    let heard = try server.folder.text("receivers.1")
    #expect(!heard.contains("k0001") && !heard.contains("old@example.com"), "\(heard)")
    #expect(try site.program.run("dead-letters").output.contains("T0001/birthday/2026/1"))
  }

  /// The message is composed once: what an admin edits while a retry waits counts from the next one.
  @Test func `rows 62 and 90: a retry sends the sealed message to the sealed address`() throws {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 RCPT 450 4.2.0 busy", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    #expect(try results(site) == ["email deferred"])
    try customer(site, address: "new@example.com", sms: false)
    let texts = site.home.appendingPathComponent("templates/birthday")
    for name in try FileManager.default.contentsOfDirectory(atPath: texts.path)
    where name.contains(".email.") {
      try Data("---\nsubject: Edited\n---\nEdited {{salutation}}\n".utf8)
        .write(to: texts.appendingPathComponent(name))
    }
    try server.folder.write("", to: "receivers.1")
    try server.folder.write("1 none ok", to: "scenario")
    try run(site, "2026-11-24T18:40:00+08:00")
    #expect(try results(site) == ["email deferred", "email accepted"])
    let heard = try server.folder.text("receivers.1")
    #expect(heard.contains("RCPT TO:<old@example.com>"), "\(heard)")
    #expect(!heard.contains("new@example.com"), "\(heard)")
    #expect(try !server.folder.text("commands.1").contains("Edited"))
    let intents = try site.journal().filter { $0["kind"] as? String == "intent" }
    #expect(intents.count == 1)
    // The same next year: the new address and the new words.
    try server.folder.write("", to: "receivers.1")
    try run(site, "2027-11-24T18:30:00+08:00")
    let later = try server.folder.text("receivers.1")
    #expect(later.contains("RCPT TO:<new@example.com>"), "\(later)")
    #expect(!later.contains("old@example.com"), "\(later)")
    #expect(try server.folder.text("commands.1").contains("Edited"))
  }

  @Test(arguments: ["gone", "emptied", "damaged"])
  func `row 101: keys that are lost are never made up, and what they sealed is a dead letter`(
    damage: String
  ) throws {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 RCPT 450 4.2.0 busy", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    let table = site.home.appendingPathComponent("var/sealed/keys")
    var bytes = try Data(contentsOf: table)
    // One digit of every key: the check at the line's end no longer fits.
    for index in bytes.indices where bytes[index] == UInt8(ascii: "a") {
      bytes[index] = UInt8(ascii: "b")
    }
    switch damage {
    case "gone": try FileManager.default.removeItem(at: table)
    case "emptied": try Data().write(to: table)
    default: try bytes.write(to: table)
    }
    try server.folder.write("", to: "receivers.1")
    try server.folder.write("1 none ok", to: "scenario")
    try run(site, "2026-11-24T18:40:00+08:00")
    #expect(try results(site) == ["email deferred", "email rejected"])
    let heard = try server.folder.text("receivers.1")
    #expect(!heard.contains("old@example.com"), "\(heard)")
    #expect(try site.program.run("dead-letters").output.contains("T0001/birthday/2026/1"))
    if damage == "damaged" { #expect(try Data(contentsOf: table).starts(with: bytes)) }
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `a letter whose time went by can only be dropped`() async throws {
    let server = try RigServer("hostile")
    let site = try site(server, sms: false)
    try server.folder.write("0 MAIL 554 5.6.1 conversion", to: "scenario")
    try run(site, "2026-11-24T18:30:00+08:00")
    let log = site.home.appendingPathComponent("service.log")
    let service = try site.program.start(
      ["run", "--now", "2026-11-25T10:00:00+08:00"], output: log)
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    let touch = "T0001/birthday/2026/1"
    _ = try await site.await {
      site.lines("service.log").contains { $0.contains("ready") } ? 1 : nil
    }
    let retried = try site.program.run("dead-letters", "retry", touch)
    #expect(retried.code == 65 && retried.errors.contains("cannot go out"), "\(retried.errors)")
    #expect(try site.program.run("dead-letters", "drop", touch).code == 0)
    #expect(try site.program.run("dead-letters", "--format", "json").output == "")
    #expect(try site.journal().contains { $0["kind"] as? String == "settled" })
  }
}
