import FifthcallTestSupport
import Foundation
import Testing

/// `fifthcall inbound` with the running service: row 110.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct ReturnedMailTests {
  private func report(_ recipient: String, _ action: String, _ status: String) -> String {
    """
    Delivered-To: \(recipient)
    Subject: 退信
    Auto-Submitted: auto-replied
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b
    Content-Type: text/plain

    sorry
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.com

    Final-Recipient: rfc822; k0001@example.com
    Action: \(action)
    Status: \(status)

    --b--

    """
  }

  private func complaint(_ path: String) -> String {
    """
    To: abuse@example.com
    Content-Type: multipart/report; report-type=feedback-report; boundary=b

    --b
    Content-Type: message/feedback-report

    Feedback-Type: abuse
    Original-Mail-From: <\(path)>

    --b--

    """
  }

  @Test func `a mail that came back is known by its token, and nothing else is believed`()
    async throws
  {
    let sink = try RigServer("sink")
    let port = RawConnection.freePort()
    let site = try TestSite(customers: [
      TestSite.customer(1, birthday: "1987-11-24", email: true),
      TestSite.customer(3, birthday: "1987-11-24", email: true),
    ]) { text in
      text += "\nweb:\n  listen: 127.0.0.1:\(port)\n"
      text.setChannels(
        """
          smtp:
            host: localhost
            port: \(sink.port)
            security: none
            return_path: bounce@example.com
        """)
    }
    let service = try await WebService(site, port: port, now: "2026-11-24T19:20:00+08:00")
    let done = try await service.site.await { () -> Int? in
      try service.journal("outcome").count == 2 ? 2 : nil
    }
    #expect(done == 2)
    let paths = try returnPaths(sink)
    #expect(Set(paths.values).count == 2)
    let first = try #require(paths["k0001@example.com"])
    let third = try #require(paths["k0003@example.com"])

    let ask = { (text: String) in try service.site.program.run("inbound", input: text) }
    let forged = first.replacingOccurrences(of: "bounce+", with: "bounce+aa")
    for text in [
      "Subject: Out of office\nAuto-Submitted: auto-replied\nTo: \(first)\n\nI am away 5.1.1",
      report(forged, "failed", "5.1.1"), report("bounce@example.com", "failed", "5.1.1"),
      report(first, "delayed", "4.4.1"), "", "\u{0}\u{1}",
    ] {
      let ended = try ask(text)
      #expect(ended.code == 0 && ended.errors.contains("ignored"), "\(ended.errors)")
    }
    #expect(try service.journal("receipt").isEmpty)

    #expect(try ask(report(first, "failed", "5.1.1")).code == 0)
    #expect(try ask(report(first, "failed", "5.1.1")).errors.contains("known already"))
    #expect(try ask(complaint(third)).code == 0)
    service.kill()
    let receipts = try service.journal("receipt")
    #expect(receipts.map { $0["status"] as? String } == ["bounced", "complained"])
    #expect(receipts.first?["code"] as? String == "5.1.1")
    #expect(try service.journal("opt-out").map { $0["customer"] as? String } == ["T0003"])
    let plan = try service.site.program.run(
      "plan", "--from", "2027-11-20", "--days", "10", "--skips", "--customer", "T0001",
      "--format", "json")
    #expect(try plan.objects().contains { $0["reason"] as? String == "no-address" })
    // The file has another address: the customer can be reached again.
    let file = service.site.home.appendingPathComponent("config/customers/customers.csv")
    let customers = try String(contentsOf: file, encoding: .utf8)
    try Data(customers.replacingOccurrences(of: "k0001@", with: "new@").utf8).write(to: file)
    let again = try service.site.program.run(
      "plan", "--from", "2027-11-20", "--days", "10", "--skips", "--customer", "T0001",
      "--format", "json")
    #expect(try !again.objects().contains { $0["reason"] as? String == "no-address" })

    let later = try ask(report(first, "failed", "5.1.1"))
    #expect(later.code == 75, "without a service the mail system keeps the mail")
    #expect(!service.site.lines("run.log").joined().contains("k0001"))
  }

  /// The envelope's sender by receiver, as smtp-sink wrote them down.
  private func returnPaths(_ sink: RigServer) throws -> [String: String] {
    var found: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: sink.folder.path) {
      guard let text = try? sink.folder.text(name), text.contains("X-Rcpt-Args") else { continue }
      func value(_ field: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(field) }
        let inside = line?.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
        return String(inside ?? "")
      }
      found[value("X-Rcpt-Args:")] = value("X-Mail-Args:")
    }
    return found
  }
}
