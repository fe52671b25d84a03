import CadenceModel
import CurlTransport
import Dispatch
import FifthcallTestSupport
import Foundation
import Synchronization
import Testing
import TouchDelivery

/// ``SMTPDeliverer`` against Postfix's `smtp-sink`, which fails in any way it is told to.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct SMTPServerTests {
  private func endpoint(_ port: Int, connections: Int = 1) -> SMTPEndpoint {
    SMTPEndpoint(
      host: "127.0.0.1", port: port, ehloName: "door.example.com", connections: connections,
      connectTimeout: 30, replyTimeout: 6)
  }

  private func mail(
    _ text: String = "Subject: x\r\n\r\nhello\r\n", to recipient: String = "lin@example.com"
  )
    -> OutgoingMessage
  {
    OutgoingMessage(
      touch: "K/a/2026/1", channel: .email, recipient: recipient, sender: "door@example.com",
      bytes: Array(text.utf8))
  }

  static let endings: [(String, [String], String)] = [
    ("accepts", [], "accepted"), ("521 greeting", ["-f", "CONNECT"], "unsent fault"),
    ("421 greeting", ["-Q", "CONNECT"], "unsent fault"),
    ("closes at once", ["-q", "CONNECT"], "unsent fault"),
    ("EHLO refused", ["-f", "EHLO,HELO"], "unsent fault"), ("no ESMTP", ["-e"], "accepted"),
    ("MAIL 5xx", ["-f", "MAIL"], "rejected"), ("MAIL 4xx", ["-r", "MAIL"], "deferred"),
    ("RCPT 5xx", ["-f", "RCPT"], "rejected"), ("RCPT 4xx", ["-r", "RCPT"], "deferred"),
    ("DATA 5xx", ["-f", "DATA"], "rejected"), ("DATA 4xx", ["-r", "DATA"], "deferred"),
    ("5xx after the dot", ["-f", "."], "rejected"), ("4xx after the dot", ["-r", "."], "deferred"),
    ("drops after MAIL", ["-q", "MAIL"], "unsent fault"),
    ("drops after RCPT", ["-q", "RCPT"], "unsent fault"),
    ("drops after DATA", ["-q", "DATA"], "unsent fault"),
    ("drops after the dot", ["-q", "."], "uncertain"),
    ("421 at RCPT", ["-Q", "RCPT"], "unsent fault"),
    ("421 after the dot", ["-Q", "."], "deferred"),
    ("silent before the greeting", ["-W", "CONNECT:20"], "unsent fault"),
    ("silent after the dot", ["-W", ".:20"], "uncertain"),
    ("silent after DATA", ["-w", "20"], "unsent fault"),
    ("no pipelining", ["-p", "-8", "-N"], "accepted"),
  ]

  @Test(arguments: endings)
  func `every ending of a conversation has its class`(
    _ name: String, _ options: [String], _ expected: String
  ) async throws {
    let server = try RigServer("sink", words: options)
    let deliverer = SMTPDeliverer(endpoint: endpoint(server.port))
    let asked = Mutex<[String]>([])
    let hooks = DeliveryHooks(
      attempt: {
        asked.withLock { $0.append("attempt") }
        return true
      },
      cross: {
        asked.withLock { $0.append("cross") }
        return true
      })
    let report = await deliverer.report(of: mail(), hooks: hooks)
    #expect(report.summary == expected, "\(name): \(report.result.reason)")
    let order = asked.withLock { $0 }
    #expect(order == ["attempt"] || order == ["attempt", "cross"])
    if ["accepted", "uncertain"].contains(expected) { #expect(order.count == 2) }
    if expected == "unsent fault" { #expect(order.count == 1) }
    #expect(deliverer.close(within: 5))
  }

  @Test func `the bytes arrive as they were composed, dots and all, on a kept connection`()
    async throws
  {
    let server = try RigServer("sink")
    // On a busy machine minutes may lie between two mails; neither side hangs up meanwhile.
    var patient = endpoint(server.port)
    patient.idleTimeout = 3000
    let deliverer = SMTPDeliverer(endpoint: patient)
    let bodies = [
      ".\r\n..\r\n.x\r\nlast.\r\n", "no line end",
      (0..<6_000).map { "\($0 % 7 == 0 ? "." : "")line \($0)\r\n" }.joined(), ".\r\n",
    ]
    for body in bodies {
      let report = await deliverer.report(of: mail(".dot: first\r\nSubject: x\r\n\r\n\(body)"))
      #expect(report.summary == "accepted")
    }
    let received = try server.mails()
    #expect(received.count == bodies.count)
    for body in bodies {
      let lines = body.replacing("\r\n", with: "\n")
      let whole = ".dot: first\nSubject: x\n\n\(lines)"
      #expect(received.contains { $0.trimmingEnd == whole.trimmingEnd }, "\(body.prefix(20))")
    }
    #expect(try server.log().components(separatedBy: "connect (").count == 2)
    #expect(try server.log().contains("door.example.com"))
    #expect(deliverer.close(within: 5))
  }

  @Test(arguments: [
    "a@example.com>\r\nRCPT TO:<b@example.com", "a b@example.com", "<a@example.com>",
    "a@example.com\u{0}", "a\u{2028}@example.com", "", "a\t@example.com", "\u{85}a@example.com",
  ])
  func `an address that could break out of its command never reaches the wire`(
    _ address: String
  ) async throws {
    let deliverer = SMTPDeliverer(endpoint: endpoint(1))
    let report = await deliverer.report(of: mail(to: address))
    #expect(report.summary == "rejected address")
    var sender = mail()
    sender.sender = address
    if !address.isEmpty {
      #expect(await deliverer.report(of: sender).summary == "rejected address")
    }
    #expect(deliverer.close(within: 5))
  }

  @Test func `a hook that says no stops the mail before the dot`() async throws {
    let server = try RigServer("sink")
    let deliverer = SMTPDeliverer(endpoint: endpoint(server.port))
    let refusing = DeliveryHooks(attempt: { false }, cross: { true })
    #expect(await deliverer.report(of: mail(), hooks: refusing).summary == "unsent")
    #expect(try !server.log().contains("connect ("))
    let stopping = DeliveryHooks(attempt: { true }, cross: { false })
    #expect(await deliverer.report(of: mail(), hooks: stopping).summary == "unsent")
    #expect(await deliverer.report(of: mail("Subject: y\r\n\r\n")).summary == "accepted")
    let received = try server.mails().filter { !$0.isEmpty }
    #expect(received.count == 1 && received.first?.contains("Subject: y") == true)
    #expect(deliverer.close(within: 5))
  }

  @Test func `nobody listening is a fault of the relay`() async {
    let deliverer = SMTPDeliverer(endpoint: endpoint(1))
    #expect(await deliverer.report(of: mail()).summary == "unsent fault")
    #expect(deliverer.close(within: 5))
  }

  @Test func `closing waits for what has crossed and breaks off the rest`() async throws {
    // Slow enough that closing begins before the first mail is accepted, on a busy machine too.
    let server = try RigServer("sink", "-W", ".:5")
    var patient = endpoint(server.port)
    patient.replyTimeout = 30
    let deliverer = SMTPDeliverer(endpoint: patient)
    let reports = AsyncStream<String>.makeStream()
    let secondIsQueued = DispatchSemaphore(value: 0)
    let hooks = DeliveryHooks(
      attempt: { true },
      cross: {
        reports.continuation.yield("crossing")
        secondIsQueued.wait()
        return true
      })
    deliverer.deliver(mail(), hooks: hooks) {
      reports.continuation.yield("first \($0.summary)")
    }
    deliverer.deliver(mail(), hooks: .agreeing) {
      reports.continuation.yield("second \($0.summary)")
    }
    var events = reports.stream.makeAsyncIterator()
    #expect(await events.next() == "crossing")
    secondIsQueued.signal()
    #expect(deliverer.close(within: 20))
    reports.continuation.finish()
    #expect(await events.next() == "second unsent")
    #expect(await events.next() == "first accepted")
    #expect(await deliverer.report(of: mail()).summary == "unsent")
  }

  @Test func `many mails over several connections all arrive once`() async throws {
    let server = try RigServer("sink")
    let deliverer = SMTPDeliverer(endpoint: endpoint(server.port, connections: 8))
    let results = await withTaskGroup(of: String.self) { group in
      for number in 0..<200 {
        group.addTask {
          await deliverer.report(of: mail("Subject: n\(number)\r\n\r\n")).summary
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count == 200 && results.allSatisfy { $0 == "accepted" })
    let subjects = Set(try server.mails().map(\.trimmingEnd))
    #expect(subjects.count == 200)
    #expect(deliverer.close(within: 5))
  }
}

extension RigServer {
  /// What smtp-sink wrote, a text a mail, without its own `X-…` lines at the top.
  func mails() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/mail")
    return try names.map { name in
      let lines = try folder.text("mail/\(name)").split(
        separator: "\n", omittingEmptySubsequences: false)
      let own = lines.drop { $0.hasPrefix("X-") || $0.hasPrefix("Received:") || $0.hasPrefix("\t") }
      return own.joined(separator: "\n")
    }
  }

  /// The sink's own log.
  func log() throws -> String { try folder.text("sink.log") }
}

extension String {
  var trimmingEnd: String {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}
