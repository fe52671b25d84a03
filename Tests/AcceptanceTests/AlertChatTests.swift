import FifthcallTestSupport
import Foundation
import Testing

/// Alerts to the admin by chat, through an HTTP gateway that notes what arrives.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct AlertChatTests {
  private static let evening = "2026-11-24T19:00:00+08:00"
  private static let later = "2026-11-24T20:40:00+08:00"

  /// A site whose admin has a chat behind a gateway; SMS go to another path of the same one.
  private func site(
    _ server: RigServer, chat path: String, sms: String = "/ok", withMail: Bool = true
  ) throws -> TestSite {
    let customers = (1...8).map { TestSite.customer($0, birthday: "1987-11-24", email: false) }
    return try TestSite(customers: customers) { text in
      let base = "http://127.0.0.1:\(server.port)"
      text.setChannels(
        """
          chat:
            preset: json
            url: \(base)\(path)
          sms:
            preset: json
            url: \(base)\(sms)
            code: [code]
            reason: [message]
        """)
      text = text.replacingOccurrences(
        of: "  admin_email: admin@example.com",
        with: (withMail ? "  admin_email: admin@example.com\n" : "") + "  admin_chat: ops-7731")
    }
  }

  /// What arrived at the gateway for the admin's chat.
  private func chats(_ server: RigServer) throws -> [String] {
    try server.folder.text("requests.jsonl").split(separator: "\n").compactMap { line in
      let request = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let body = request?["body"] as? String ?? ""
      return body.contains("ops-7731") ? body : nil
    }
  }

  /// Entries about alerts by chat whose cause begins so.
  private func entries(_ site: TestSite, _ kind: String, _ cause: String) throws -> [[String: Any]]
  {
    try site.journal().filter { entry in
      let touch = entry["touch"] as? String ?? ""
      return entry["kind"] as? String == kind && touch.contains("operator-alert/\(cause)")
        && touch.hasSuffix("/2")
    }
  }

  @Test func `an alert arrives once a day and cause, and names no customer`() throws {
    let server = try RigServer("gateway")
    // The gateway of the SMS refuses the login and repeats all that it was told.
    let site = try site(server, chat: "/ok", sms: "/echo/401")
    for now in [Self.evening, "2026-11-24T19:20:00+08:00", Self.later] {
      _ = try site.program.run("run", "--once", "--now", now)
    }
    let arrived = try chats(server)
    #expect(arrived.count == 1, "\(arrived)")
    let told = arrived.first ?? ""
    #expect(told.contains("sms 通道连不上") && told.contains("401"), "\(told)")
    for secret in ["王女士", "王00", "1540001", "T000", "生日"] {
      #expect(!told.contains(secret), "\(secret): \(told)")
    }
    #expect(
      try entries(site, "outcome", "down-sms").map { $0["result"] as? String } == ["accepted"])
    let mails = site.alerts
    #expect(mails.count == 1)
    #expect(!mails.contains { $0.contains("王女士") || $0.contains("1540001") })
  }

  @Test func `what the gateway of customers repeats does not get into the log`() async throws {
    let server = try RigServer("gateway")
    let site = try site(server, chat: "/ok", sms: "/echo/403")
    let service = try await site.startReady(["run", "--now", "2026-11-24T17:00:00+08:00"])
    defer { kill(service.processIdentifier, SIGKILL) }
    let isDown = try await site.await {
      site.lines("service.log").contains { $0.contains("endpoint down") } ? true : nil
    }
    #expect(isDown == true, "\(site.lines("service.log"))")
    let log = site.lines("service.log").joined(separator: "\n")
    #expect(!log.contains("王女士") && !log.contains("1540001"), "\(log)")
    #expect(log.contains("403"))
  }

  @Test func `an alert that a crash kept from the wire goes out at the next start, once`()
    async throws
  {
    let server = try RigServer("gateway")
    let site = try site(server, chat: "/ok")
    try server.stop()
    let first = try await site.startReady(["run", "--now", Self.evening])
    #expect(try site.program.run("hold", "--why", "stocktaking").code == 0)
    let isTried = try await site.await {
      try entries(site, "outcome", "hold-operator").isEmpty ? nil : true
    }
    #expect(isTried == true)
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    try server.startAgain()
    let second = try await site.startReady(["run", "--now", Self.later])
    defer { kill(second.processIdentifier, SIGKILL) }
    // That the gateway was down is told, too.
    func told() throws -> [String] { try chats(server).filter { $0.contains("hold-operator") } }
    let isTold = try await site.await { try told().isEmpty ? nil : true }
    #expect(isTold == true)
    let isSettled = try await site.await {
      try entries(site, "outcome", "hold-operator").last?["result"] as? String == "accepted"
        ? true : nil
    }
    #expect(isSettled == true)
    #expect(try told().count == 1)
  }

  @Test func `alerts that wait for a gateway that is down outlive a crash`() async throws {
    let server = try RigServer("gateway")
    let site = try site(server, chat: "/status/401")
    let first = try await site.startReady(["run", "--now", Self.evening])
    #expect(try site.program.run("hold", "--why", "stocktaking").code == 0)
    let isDown = try await site.await {
      site.lines("service.log").contains { $0.contains("endpoint down") } ? true : nil
    }
    #expect(isDown == true)
    // Nothing is tried on the channel any more, but what is to be told is written down.
    let good = try String(
      contentsOf: site.home.appendingPathComponent("config/fifthcall.yaml"), encoding: .utf8)
    try site.editConfig { $0 += "\nnonsense: 1\n" }
    #expect(try site.program.run("reload").code == 1)
    #expect(try entries(site, "intent", "reload").count == 1)
    #expect(try entries(site, "attempt", "reload").isEmpty)
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    try site.editConfig { $0 = good.replacingOccurrences(of: "/status/401", with: "/ok") }
    let before = try chats(server).count
    let second = try await site.startReady(["run", "--now", Self.later])
    defer { kill(second.processIdentifier, SIGKILL) }
    let isTold = try await site.await {
      let told = try chats(server).dropFirst(before)
      return told.contains { $0.contains("nonsense") }
        && told.contains { $0.contains("hold-operator") }
        ? true : nil
    }
    let told = try chats(server).dropFirst(before)
    #expect(isTold == true, "\(told)")
    #expect(told.filter { $0.contains("nonsense") }.count == 1)
    #expect(told.filter { $0.contains("hold-operator") }.count == 1)
  }

  @Test(arguments: [true, false])
  func `where the gateway refuses, the mail tells, and the log says that the chat did not`(
    withMail: Bool
  ) async throws {
    let server = try RigServer("gateway")
    let site = try site(server, chat: "/status/400", withMail: withMail)
    let service = try await site.startReady(["run", "--now", Self.evening])
    defer { kill(service.processIdentifier, SIGKILL) }
    for why in ["one", "two"] {
      #expect(try site.program.run("hold", "--why", why).code == 0)
      let isSettled = try await site.await {
        try entries(site, "outcome", "hold-operator").isEmpty ? nil : true
      }
      #expect(isSettled == true)
      #expect(try site.program.run("release").code == 0)
    }
    #expect(
      try entries(site, "outcome", "hold-operator").map { $0["result"] as? String } == ["rejected"])
    #expect(try chats(server).filter { $0.contains("hold-operator") }.count == 1)
    let isSaid = try await site.await {
      site.lines("service.log").contains { $0.contains("an alert did not reach the admin") }
        ? true : nil
    }
    #expect(isSaid == true, "\(site.lines("service.log"))")
    guard withMail else { return }
    let isMailed = try await site.await {
      site.alerts.contains { $0.contains("hold-operator") } ? true : nil
    }
    #expect(isMailed == true)
  }
}
