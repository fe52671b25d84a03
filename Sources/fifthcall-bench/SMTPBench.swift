import ArgumentParser
import CadenceModel
import CivilTime
import Dispatch
import Foundation
import JournalFile
import Synchronization
import TouchDelivery
import TouchJournal

/// Goal P9: mails of 2 kB to a relay, attempt and cross durable in the journal before the dot.
struct SMTPBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smtp", abstract: "Hand mails to a relay with the full journal (P9–P11).")

  @Option(help: "The port of the relay on this machine.")
  var port: Int

  @Option(help: "Mails to send.")
  var mails = 10_000

  @Option(help: "Connections kept open.")
  var connections = 32

  @Option(help: "A folder for the journal; it is emptied.")
  var folder = "./bench-smtp"

  @Flag(help: "Send without a journal.")
  var bare = false

  func run() throws {
    try? FileManager.default.removeItem(atPath: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let journal = try Journal.open(try StateFolder(creating: folder), role: .service) { _ in }
    let deliverer = SMTPDeliverer(
      endpoint: SMTPEndpoint(host: "127.0.0.1", port: port, connections: connections))
    let bytes = Self.message()
    let left = DispatchGroup()
    let accepted = Atomic<Int>(0)
    let start = ContinuousClock.now
    for number in 0..<mails {
      left.enter()
      let touch = TouchID(
        customer: CustomerID("KH\(number)"), cadence: "greeting", occurrence: "2026-1", step: 1)
      let message = OutgoingMessage(
        touch: touch.description, channel: .email, recipient: "k\(number)@example.com",
        sender: "door@example.com", bytes: bytes)
      deliverer.deliver(message, hooks: hooks(touch, journal)) { report in
        if case .accepted = report.result { accepted.add(1, ordering: .relaxed) }
        if !bare {
          _ = try? journal.append([
            .outcome(
              touch: touch, try: 1, channel: .email, OutcomeFacts(.accepted, code: "smtp-250"))
          ])
        }
        left.leave()
      }
    }
    left.wait()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    deliverer.close()
    journal.close()
    let taken = accepted.load(ordering: .relaxed)
    print(
      "P9 \(connections) connections\(bare ? ", no journal" : ""): "
        + "\(Int(Double(taken) / seconds)) mails/s (\(taken) of \(mails) accepted)")
    if taken != mails { throw ExitCode.failure }
  }

  private func hooks(_ touch: TouchID, _ journal: Journal) -> DeliveryHooks {
    guard !bare else { return .agreeing }
    return DeliveryHooks(
      attempt: {
        let entry = JournalDraft.attempt(touch: touch, try: 1, channel: .email, endpoint: "relay")
        return (try? journal.appendDurably([entry])) != nil
      },
      cross: {
        let entry = JournalDraft.cross(touch: touch, try: 1, channel: .email)
        return (try? journal.appendDurably([entry])) != nil
      })
  }

  /// A multipart mail of about 2 kB.
  private static func message() -> [UInt8] {
    let line = String(repeating: "VGhlIGRvb3I", count: 6) + "\r\n"
    let part = String(repeating: line, count: 12)
    let text = """
      From: Door <door@example.com>\r
      To: Customer <customer@example.com>\r
      Subject: =?UTF-8?B?55Sf5pel5b+r5LmQ?=\r
      MIME-Version: 1.0\r
      Content-Type: multipart/alternative; boundary=b\r
      \r
      --b\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Transfer-Encoding: base64\r
      \r
      \(part)--b\r
      Content-Type: text/html; charset=utf-8\r
      Content-Transfer-Encoding: base64\r
      \r
      \(part)--b--\r

      """
    return Array(text.utf8)
  }
}
