import FifthcallTestSupport
import Foundation
import Testing

/// The listener of the running program: rows 103 to 107, 111 and 113 of the bad-input catalogue.
@Suite(.fewAtATime) struct WebTests {
  private static let evening = "2026-11-24T19:20:00+08:00"
  private static let oneClick = "List-Unsubscribe=One-Click"
  private static let form = "Content-Type: application/x-www-form-urlencoded"

  private func service(_ edit: (inout String) -> Void = { _ in }) async throws -> WebService {
    let port = RawConnection.freePort()
    let site = try TestSite(
      customers: [
        TestSite.customer(1, birthday: "1987-11-24", email: true),
        TestSite.customer(2, birthday: "1987-11-25", email: false),
      ]
    ) { text in
      text += "\nweb:\n  listen: 127.0.0.1:\(port)\n  base_url: https://care.example.test\n"
      edit(&text)
    }
    return try await WebService(site, port: port, now: Self.evening)
  }

  @Test func `no bytes of a client get the listener to hang, to fall over or to change anything`()
    async throws
  {
    let service = try await service()
    let head = "Host: a\r\n"
    let bad: [(String, Set<Int>)] = [
      ("GET / HTTP/1.1\nHost: a\n\n", [400]), ("GET / HTTP/1.1\r\nHost: a\n\r\n", [400]),
      ("GET / HTTP/1.1\r\n\(head)X : y\r\n\r\n", [400]),
      ("GET / HTTP/1.1\r\n\(head)X: y\r\n z\r\n\r\n", [400]),
      (
        "POST /u/x HTTP/1.1\r\n\(head)Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        [400]
      ),
      ("POST /u/x HTTP/1.1\r\n\(head)Transfer-Encoding: chunked\r\n\r\n1\r\nZ\r\nQ\r\n\r\n", [400]),
      ("POST /u/x HTTP/1.1\r\n\(head)Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", [400]),
      ("POST /u/x HTTP/1.1\r\n\(head)Content-Length: 9999999\r\n\r\n", [413]),
      ("POST /u/x HTTP/1.1\r\n\(head)\r\n", [411]),
      (
        "POST /u/x HTTP/1.1\r\n\(head)Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u{1F}xx",
        [415]
      ),
      ("GET / HTTP/1.1\r\n\(head)" + String(repeating: "X: y\r\n", count: 10_000) + "\r\n", [431]),
      ("GET / HTTP/1.1\r\n\(head)X: " + String(repeating: "y", count: 20_000) + "\r\n\r\n", [431]),
      ("GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1\r\n\(head)\r\n", [431]),
      ("GET / HTTP/1.1\r\n\(head)Expect: 100-continue\r\n\r\n", [400]),
      ("GET / HTTP/1.1\r\n\(head)Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", [400]),
      ("GET http://a/healthz HTTP/1.1\r\n\(head)\r\n", [400]),
      ("GET /u/..%2fhealthz HTTP/1.1\r\n\(head)\r\n", [400]), ("\r\n\r\n", [400]),
      ("\u{16}\u{3}\u{1}\u{2}\u{0}", [400]), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
      ("GET / HTTP/1.1\r\n\r\n", [400]), ("GET /nothing HTTP/1.1\r\n\(head)\r\n", [404]),
      ("DELETE /healthz HTTP/1.1\r\n\(head)\r\n", [405]),
      ("OPTIONS /healthz HTTP/1.1\r\n\(head)\r\n", [405]),
    ]
    for (text, statuses) in bad {
      let got = try service.raw(text)
      #expect(statuses.contains(got.status), "\(text.prefix(60)) gave \(got.answer.prefix(40))")
      #expect(got.seconds < 2, "\(text.prefix(60))")
    }
    // A second request behind the first is not looked at.
    let two = try service.raw(
      "GET /healthz HTTP/1.1\r\n\(head)\r\nGET /metrics HTTP/1.1\r\n\(head)\r\n")
    #expect(two.answer.components(separatedBy: "HTTP/1.1 ").count == 2)
    let health = try service.ask("GET", "/healthz")
    #expect(health.status == 200)
    for field in [
      "cache-control: no-store", "content-security-policy: default-src 'none'", "connection: close",
    ] {
      #expect(health.answer.lowercased().contains(field), "\(field)")
    }
    #expect(try service.ask("GET", "/metrics").answer.contains("fifthcall_held 0"))
    #expect(service.isRunning)
    #expect(service.stop() == 0)
    #expect(try service.journal("opt-out").isEmpty)
  }

  @Test func `slow clients are cut off after ten seconds, and others wait no longer than that`()
    async throws
  {
    let service = try await service()
    let slow = (0..<64).compactMap { _ in RawConnection(port: service.port) }
    #expect(slow.count == 64)
    for connection in slow { connection.send("GET /healthz HTTP/1.1\r\nX-Slow: ") }
    let start = ContinuousClock.now
    #expect(try service.ask("GET", "/healthz").status == 200)
    #expect(ContinuousClock.now - start < .seconds(18))
    let answers = slow.map { $0.readToEnd() ?? "no end" }
    #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 408 ") })
  }

  @Test func `a mail's link opts out by one POST, at once and for good, and by nothing else`()
    async throws
  {
    let service = try await service()
    let mail = try await service.site.await { () -> String? in
      let folder = service.site.home.appendingPathComponent("var/outbox")
      let names = FileManager.default.subpaths(atPath: folder.path) ?? []
      for name in names where name.hasSuffix(".eml") {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        if text.contains("X-Fifthcall-Touch: T0001/") { return text }
      }
      return nil
    }
    let text = try #require(mail)
    #expect(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
    let begin = try #require(text.range(of: "List-Unsubscribe: <https://care.example.test/u/"))
    let path = "/u/" + text[begin.upperBound...].prefix { $0 != ">" }

    for method in ["GET", "HEAD", "OPTIONS", "GET", "GET"] {
      _ = try service.ask(method, path, nil, "Purpose: prefetch", "Host-X: evil.test")
    }
    let page = try service.ask("GET", path)
    #expect(page.status == 200)
    #expect(page.answer.contains("不再接收邮件") && !page.answer.contains("T0001"))
    #expect(try service.ask("POST", path, Self.oneClick + "&a=b", Self.form).status == 400)
    #expect(
      try service.ask("POST", String(path.dropLast()) + "A", Self.oneClick, Self.form).status == 404
    )
    #expect(try service.journal("opt-out").isEmpty)

    #expect(try service.ask("POST", path, Self.oneClick, Self.form).status == 200)
    service.kill()
    #expect(try service.journal("opt-out").map { $0["customer"] as? String } == ["T0001"])
    #expect(try service.journal("opt-out").map { $0["channel"] as? String } == ["email"])
    try await service.start()
    #expect(try service.ask("POST", path, Self.oneClick, Self.form, "Cookie: a=b").status == 200)
    #expect(try service.journal("opt-out").count == 1)
    // The last word of a human counts: back in, and out again.
    #expect(
      try service.site.program.run("record", "opt-in", "T0001", "--channel", "email").code == 0)
    #expect(try service.ask("POST", path, Self.oneClick, Self.form).status == 200)
    #expect(try service.journal("opt-out").count == 2)
    #expect(service.stop() == 0)
    #expect(try service.site.program.run("journal", "verify").code == 0)
    let log = service.site.lines("run.log").joined()
    #expect(!log.contains("k0001@") && !log.contains(path.dropFirst(3)))
  }

  @Test func `without listen nothing is listened for, and a taken port is said`() async throws {
    let service = try await service()
    var site = try TestSite(customers: [TestSite.customer(1, birthday: "1987-11-24", email: true)])
    {
      $0 += "\nweb:\n  listen: 127.0.0.1:\(service.port)\n"
    }
    site.program.environment = service.site.program.environment
    let second = try site.program.run("run", "--now", Self.evening)
    #expect(second.code == 69)
    #expect(second.errors.contains("cannot listen at 127.0.0.1:\(service.port)"))
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `what a config says of the listener is checked where it stands`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "1987-11-24", email: true)])
    {
      $0 += "\nweb:\n  listen: localhost\n  trusted_proxies: [proxy]\n  port: 80\n"
    }
    let findings = try site.program.run("check")
    #expect(findings.code == 1)
    let text = findings.output + findings.errors
    #expect(text.contains("is no address and port; write digits such as 127.0.0.1:8025"))
    #expect(text.contains("“proxy” is no address"))
    #expect(text.contains("write listen: 127.0.0.1:8025"))
  }
}
