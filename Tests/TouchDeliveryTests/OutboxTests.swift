import CadenceModel
import FifthcallTestSupport
import Foundation
import Synchronization
import Testing
import TouchDelivery

@Suite struct OutboxTests {
  private let folder = TemporaryFolder()

  private func mail(_ touch: String, _ text: String = "Subject: x\r\n\r\nhello\r\n")
    -> OutgoingMessage
  {
    OutgoingMessage(
      touch: touch, channel: .email, recipient: "lin@example.com", bytes: Array(text.utf8))
  }

  private func sms(_ text: String, _ channel: Channel = .sms) -> OutgoingMessage {
    OutgoingMessage(
      touch: "K/a/2026/1", channel: channel, recipient: "+8615400000000", text: text, segments: 2,
      at: "2026-01-29T09:30:00+08:00")
  }

  @Test func `mails are numbered by the day and go on after a restart`() throws {
    var first = OutboxFolder(folder: folder.path)
    #expect(try first.write(mail("K/a/2026/1"), day: "2026-01-29") == "2026-01-29/000001.eml")
    #expect(try first.write(mail("K/a/2026/2"), day: "2026-01-29") == "2026-01-29/000002.eml")
    #expect(try first.write(mail("K/a/2026/3"), day: "2026-01-30") == "2026-01-30/000001.eml")
    var second = OutboxFolder(folder: folder.path, isDurable: false)
    #expect(try second.write(mail("K/a/2026/4"), day: "2026-01-29") == "2026-01-29/000003.eml")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/2026-01-29")
    #expect(names.sorted() == ["000001.eml", "000002.eml", "000003.eml"])
  }

  @Test func `a mail carries its touch once`() throws {
    var outbox = OutboxFolder(folder: folder.path)
    _ = try outbox.write(mail("K%20/a/2026/1"), day: "2026-01-29")
    let headed = "Subject: x\r\nx-fifthcall-touch: K/b/2026/1\r\n\r\nhello\r\n"
    _ = try outbox.write(mail("K/b/2026/1", headed), day: "2026-01-29")
    let body = "Subject: x\r\n\r\nX-Fifthcall-Touch: not a header\r\n"
    _ = try outbox.write(mail("K/c/2026/1", body), day: "2026-01-29")
    #expect(
      try folder.text("2026-01-29/000001.eml")
        == "X-Fifthcall-Touch: K%20/a/2026/1\r\nSubject: x\r\n\r\nhello\r\n")
    #expect(try folder.text("2026-01-29/000002.eml") == headed)
    #expect(
      try folder.text("2026-01-29/000003.eml") == "X-Fifthcall-Touch: K/c/2026/1\r\n\(body)")
  }

  @Test func `SMS and chat messages are JSON lines`() throws {
    var outbox = OutboxFolder(folder: folder.path)
    #expect(try outbox.write(sms("您好\n\"x\"\\"), day: "2026-01-29") == "sms.jsonl")
    #expect(try outbox.write(sms("b"), day: "2026-01-30") == "sms.jsonl")
    #expect(try outbox.write(sms("c", .chat), day: "2026-01-30") == "chat.jsonl")
    let start = #"{"touch":"K/a/2026/1","to":"+8615400000000","text":"#
    let end = #","segments":2,"at":"2026-01-29T09:30:00+08:00"}"#
    #expect(
      try folder.text("sms.jsonl")
        == "\(start)\"您好\\n\\\"x\\\"\\\\\"\(end)\n\(start)\"b\"\(end)\n")
    #expect(try folder.text("chat.jsonl") == "\(start)\"c\"\(end)\n")
  }

  @Test func `a line torn by a crash does not swallow the next`() throws {
    try folder.write("{\"touch\":\"to", to: "sms.jsonl")
    var outbox = OutboxFolder(folder: folder.path)
    _ = try outbox.write(sms("b"), day: "2026-01-30")
    let lines = try folder.text("sms.jsonl").split(separator: "\n")
    #expect(lines.count == 2 && lines.last?.hasPrefix("{\"touch\":\"K") == true)
  }

  @Test func `a folder that cannot be written is a fault of the endpoint`() async throws {
    try folder.write("a file", to: "blocked")
    let deliverer = OutboxDeliverer(folder: "\(folder.path)/blocked") { "2026-01-29" }
    for message in [mail("K/a/2026/1"), sms("x")] {
      #expect(await deliverer.report(of: message).summary == "unsent fault now")
    }
    #expect(deliverer.close(within: 5))
  }

  @Test func `attempt and cross are asked in order before anything is written`() async throws {
    let asked = Mutex<[String]>([])
    let deliverer = OutboxDeliverer(folder: folder.path) { "2026-01-29" }
    func hooks(attempt: Bool = true, cross: Bool = true) -> DeliveryHooks {
      DeliveryHooks(
        attempt: {
          asked.withLock { $0.append("attempt") }
          return attempt
        },
        cross: {
          asked.withLock { $0.append("cross") }
          return cross
        })
    }
    let refused = await deliverer.report(of: mail("K/a/1/1"), hooks: hooks(attempt: false))
    #expect(refused.summary == "unsent")
    let stopped = await deliverer.report(of: mail("K/a/1/1"), hooks: hooks(cross: false))
    #expect(stopped.summary == "unsent")
    let accepted = await deliverer.report(of: mail("K/a/1/1"), hooks: hooks())
    #expect(accepted.result == .accepted(reference: "2026-01-29/000001.eml"))
    #expect(asked.withLock { $0 } == ["attempt", "attempt", "cross", "attempt", "cross"])
    deliverer.close()
    let late = await deliverer.report(of: mail("K/a/1/1"))
    #expect(late.summary == "unsent")
  }
}
