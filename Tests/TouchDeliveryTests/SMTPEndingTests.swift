import CadenceModel
import FifthcallTestSupport
import Foundation
import Synchronization
import Testing
import TouchDelivery

/// Every place of a conversation with every ending (row E1 of the guarantees): the class follows
/// from libcurl's result, the reply and whether the message crossed, and nothing is called sent or
/// uncertain of which the relay never saw the final dot.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct SMTPEndingTests {
  private static let numbers = Atomic(0)

  /// What happens at a place; ``rows`` has a column for each.
  static let actions = [
    "ok", "451 4.3.0 later", "550 5.6.0 never", "421 4.3.2 bye", "drop", "rst", "stall", "garbage",
    "NUL", "megabyte", "endless", "half", "cut", "twice", "then-rst", "then-drop", "trickle",
  ]

  /// The places, with the class of each ending: a accepted, u unsent and the relay's fault, U the same
  /// and leave it alone at once, d deferred, r rejected, ? uncertain; ~ is ? or u as it crossed or not,
  /// which depends on when the end is noticed.
  static let rows: [(verb: String, classes: String)] = [
    ("greeting", "auuuuuuuuuuuuuuuu"), ("EHLO", "aaauuuuuuuuuuuuuu"),
    ("STARTTLS", "uuuuuuuuuuuuuuuuu"), ("AUTH", "aUUUuuuuuuuuuuuuu"),
    ("MAIL", "adruuuuuuuuuuuuuu"), ("RCPT", "adruuuuuuuuuuuuuu"), ("DATA", "adruuuuuuuuuu?uuu"),
    ("body", "adr~uuuuu~~uuauu~"), ("dot", "adrd?????????aaa?"), ("QUIT", "aaaaaaaaaaaaaaaaa"),
  ]

  /// An endpoint that waits `patience` seconds for a reply; where none is to be missed, far longer
  /// than a busy machine takes.
  private func endpoint(_ port: Int, for verb: String, patience: Int = 60) -> SMTPEndpoint {
    SMTPEndpoint(
      host: "127.0.0.1", port: port, security: verb == "STARTTLS" ? .starttls : .none,
      user: verb == "AUTH" ? "door" : nil, credential: verb == "AUTH" ? "smtp" : nil,
      ehloName: "door.example.com", connections: 1, connectTimeout: patience,
      replyTimeout: patience)
  }

  /// Whether the end is that the relay says nothing (more): no reply, or no handshake.
  private static func isSilent(_ verb: String, _ action: String) -> Bool {
    ["stall", "trickle"].contains(action) || verb == "STARTTLS"
  }

  /// A mail; a large one does not fit into what the system takes in for a server that reads no more.
  private func mail(large: Bool = false) -> OutgoingMessage {
    let line = String(repeating: "x", count: 70) + "\r\n"
    let lines = String(repeating: line, count: large ? 160_000 : 10)
    return OutgoingMessage(
      touch: "K/a/2026/1", channel: .email, recipient: "lin@example.com",
      sender: "door@example.com", bytes: Array("Subject: x\r\n\r\n\(lines)".utf8))
  }

  /// One mail against one ending: its class, whether it crossed, and what the relay heard.
  private func ending(_ verb: String, _ action: String, _ server: RigServer) async throws
    -> (summary: String, crossed: Bool, commands: String)
  {
    let number = Self.numbers.add(1, ordering: .relaxed).newValue
    try server.folder.write("", to: "commands.\(number)")
    try server.folder.write("\(number) \(verb) \(action)", to: "scenario")
    let deliverer = SMTPDeliverer(
      endpoint: endpoint(server.port, for: verb, patience: Self.isSilent(verb, action) ? 2 : 60),
      credential: verb == "AUTH" ? Credential(name: "smtp", secret: "S3CRET") : nil)
    let crossed = Atomic(0)
    let hooks = DeliveryHooks(
      attempt: { true },
      cross: {
        crossed.add(1, ordering: .relaxed)
        return true
      })
    let report = await deliverer.report(
      of: mail(large: ["DATA", "body"].contains(verb)), hooks: hooks)
    #expect(!report.result.reason.contains("S3CRET") && !report.result.reason.contains("lin@"))
    #expect(deliverer.close(within: 10))
    let count = crossed.load(ordering: .relaxed)
    #expect(count <= 1, "\(verb) \(action): crossed twice")
    return (report.summary, count > 0, try server.folder.text("commands.\(number)"))
  }

  @Test(arguments: rows.indices)
  func `every place with every ending has its class`(_ row: Int) async throws {
    let server = try RigServer("hostile")
    let (verb, classes) = Self.rows[row]
    var found = ""
    for (letter, action) in zip(classes, Self.actions) {
      let (summary, crossed, commands) = try await ending(verb, action, server)
      let name: Character =
        switch summary {
        case "accepted": "a"
        case "unsent fault": "u"
        case "unsent fault now": "U"
        case "deferred": "d"
        case "rejected": "r"
        case "uncertain": "?"
        default: "!"
        }
      found.append(name)
      let expected = letter == "~" ? (crossed ? "?" : "u") : letter
      #expect(name == expected, "\(verb) \(action): \(summary)")
      if "uU".contains(name) { #expect(!crossed, "\(verb) \(action)") }
      if "a?".contains(name) { #expect(crossed, "\(verb) \(action)") }
      if !crossed { #expect(!commands.contains("."), "\(verb) \(action): \(commands)") }
    }
    #expect(found.count == classes.count, "\(verb) \(found)")
  }

  @Test(arguments: [
    ("EHLO 250 here", "unsent fault now"), ("EHLO 500 what?", "unsent fault now"),
    ("AUTH ok", "accepted"),
  ])
  func `a relay that does not offer the login that we have gets no message`(
    _ answer: String, _ expected: String
  ) async throws {
    let server = try RigServer("hostile")
    let number = Self.numbers.add(1, ordering: .relaxed).newValue
    try server.folder.write("", to: "commands.\(number)")
    try server.folder.write("\(number) \(answer)", to: "scenario")
    let deliverer = SMTPDeliverer(
      endpoint: endpoint(server.port, for: "AUTH"),
      credential: Credential(name: "smtp", secret: "S3CRET"))
    let crossed = Atomic(false)
    let hooks = DeliveryHooks(
      attempt: { true },
      cross: {
        crossed.store(true, ordering: .relaxed)
        return true
      })
    let report = await deliverer.report(of: mail(), hooks: hooks)
    #expect(report.summary == expected, "\(report.result.reason)")
    let commands = try server.folder.text("commands.\(number)")
    if expected == "accepted" {
      #expect(commands.contains("AUTH"), "\(commands)")
    } else {
      #expect(report.result.reason.contains("does not offer the login"))
      #expect(!crossed.load(ordering: .relaxed) && !commands.contains("."), "\(commands)")
    }
    #expect(deliverer.close(within: 10))
  }

  static let refusals: [(verb: String, reply: String, expected: String)] = [
    ("RCPT", "550 5.1.1 nobody", "rejected address"), ("RCPT", "553 5.1.3 bad", "rejected address"),
    ("RCPT", "556 5.1.10 null MX", "rejected address"), ("MAIL", "550 5.1.8 sender", "rejected"),
    ("RCPT", "552 5.2.2 full", "deferred"), ("RCPT", "550 5.2.1 disabled", "deferred"),
    ("dot", "552 5.3.4 too big", "rejected"), ("MAIL", "552 5.2.3 too big", "rejected"),
    ("MAIL", "452 4.3.1 no room", "deferred"), ("RCPT", "451 4.3.2 not now", "unsent fault"),
    ("RCPT", "450 4.4.1 no route", "unsent fault"), ("DATA", "503 5.5.1 order", "rejected"),
    ("MAIL", "501 5.5.4 syntax", "rejected"), ("dot", "554 5.6.1 conversion", "rejected"),
    ("RCPT", "450 4.7.1 grey", "unsent fault"), ("MAIL", "550 5.7.1 policy", "unsent fault now"),
    ("dot", "550 5.7.26 no DMARC", "unsent fault now"),
    ("dot", "550 5.7.515 access", "unsent fault now"),
    ("MAIL", "530 5.7.0 log in", "unsent fault now"), ("RCPT", "550 no", "rejected"),
    ("RCPT", "450 busy", "deferred"), ("dot", "451 later", "deferred"),
  ]

  @Test func `the code of a refusal says whose problem it is, wherever it comes`() async throws {
    let server = try RigServer("hostile")
    for (verb, reply, expected) in Self.refusals {
      let (summary, _, _) = try await ending(verb, reply, server)
      #expect(summary == expected, "\(verb) \(reply)")
    }
  }

  @Test func `a reply too many does not pass for the answer to the next mail`() async throws {
    let server = try RigServer("hostile")
    try server.folder.write("0 dot twice", to: "scenario")
    let deliverer = SMTPDeliverer(endpoint: endpoint(server.port, for: "dot"))
    for _ in 0..<3 {
      #expect(await deliverer.report(of: mail()).summary == "accepted")
    }
    #expect(deliverer.close(within: 5))
    let heard = try server.folder.text("commands.0")
    #expect(heard.split(separator: "\n").count { $0 == "." } == 3)
  }

  @Test func `silence ends after the reply timeout, before the dot and after it`() async throws {
    let server = try RigServer("hostile")
    for verb in ["MAIL", "DATA", "body", "dot"] {
      try server.folder.write("0 \(verb) stall", to: "scenario")
      let deliverer = SMTPDeliverer(endpoint: endpoint(server.port, for: verb, patience: 3))
      let clock = ContinuousClock()
      var summary = ""
      let time = await clock.measure {
        summary = await deliverer.report(of: mail(large: verb == "body")).summary
      }
      #expect(summary == (verb == "dot" ? "uncertain" : "unsent fault"))
      #expect(time >= .milliseconds(2850), "\(verb)")
      // The relay itself would wait for ten minutes.
      #expect(time < .seconds(60), "\(verb)")
      #expect(deliverer.close(within: 5))
    }
  }
}
