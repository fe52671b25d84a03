import FifthcallTestSupport
import Foundation
import Testing

/// Receipts and replies at the running program: rows 108 and 109.
@Suite(.fewAtATime) struct HookTests {
  private static let evening = "2026-11-24T19:20:00+08:00"
  private static let path = "/hooks/sms/json/\(WebService.token)"
  private static let json = "Content-Type: application/json"

  /// Customers 2 to 4 have one number, customer 5 another; the gateway takes everything.
  private func service(_ gateway: Int, _ way: String = "ok") async throws -> WebService {
    let port = RawConnection.freePort()
    func at(_ number: Int, _ mobile: String) -> String {
      TestSite.customer(number, birthday: "1987-11-24", email: false)
        .replacingOccurrences(of: "1540001000\(number)", with: mobile)
    }
    let site = try TestSite(
      customers: [
        at(2, "15400010002"), at(3, "15400010002"), at(4, "15400010002"), at(5, "15400010005"),
      ]
    ) { text in
      text += "\nweb:\n  listen: 127.0.0.1:\(port)\n"
      text.setChannels(
        """
          sms:
            preset: json
            url: http://127.0.0.1:\(gateway)/\(way)
            hook: { credential: sms-hook, event: event }
        """)
    }
    return try await WebService(site, port: port, now: Self.evening)
  }

  private func post(_ service: WebService, _ body: String) throws -> Int {
    try service.ask("POST", Self.path, body, Self.json).status
  }

  private func touch(_ service: WebService, _ customer: String) async throws -> String {
    let found = try await service.site.await { () -> String? in
      try service.journal("outcome").compactMap { $0["touch"] as? String }
        .first { $0.hasPrefix(customer + "/") }
    }
    return try #require(found)
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `a receipt is on the disk before it is answered, counts once, and a contradiction is told`()
    async throws
  {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port)
    let touch = try await touch(service, "T0005")
    let good = #"{"touch":"\#(touch)","status":"delivered","id":"g-1"}"#
    for bad in ["/hooks/sms/json", "/hooks/sms/json/wrong-token-wrong-token", "/hooks/sms/none/x"] {
      #expect(try service.ask("POST", bad, good, Self.json).status == 401)
    }
    #expect(try service.journal("receipt").isEmpty)
    #expect(try post(service, good) == 200)
    service.kill()
    #expect(try service.journal("receipt").map { $0["touch"] as? String } == [touch])
    try await service.start()
    for _ in 0..<3 { #expect(try post(service, good) == 200) }
    #expect(try service.journal("receipt").count == 1)

    let unknown = #"{"touch":"X9/birthday/2026/1","status":"failed","id":"g-77"}"#
    #expect(try post(service, unknown) == 200)
    let stored = try #require(try service.journal("receipt").last)
    #expect(stored["touch"] == nil && stored["remote"] as? String == "g-77")
    #expect(service.stop() == 0)
    #expect(try service.site.program.run("journal", "verify").code == 0)
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `the same id with another content is refused and logged`() async throws {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port)
    func reply(_ text: String) -> String {
      #"{"from":"+8615400010005","text":"\#(text)","event":"e-1"}"#
    }
    #expect(try post(service, reply("你好")) == 200)
    #expect(try post(service, reply("你好")) == 200)
    #expect(try post(service, reply("退订")) == 409)
    #expect(try service.journal("reply").count == 1)
    #expect(try service.journal("opt-out").isEmpty)
    #expect(service.site.lines("run.log").contains { $0.contains("repeats an id") })
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `who says stop gets nothing more, and so do all who have the number`() async throws {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port)
    let text = #"{"from":"154 0001 0002","text":"ＴＤ退訂！","event":"e-1"}"#
    #expect(try post(service, text) == 200)
    service.kill()
    let customers = try service.journal("opt-out").compactMap { $0["customer"] as? String }
    #expect(customers.sorted() == ["T0002", "T0003", "T0004"])
    #expect(try service.journal("reply").count == 3)
    let lines = try service.site.program.run("journal", "show", "--format", "json").output
    #expect(!lines.contains("退訂") && !lines.contains("15400010002") && !lines.contains("0001 0002"))
    #expect(
      try service.site.program.run("journal", "export", "T0003").output.contains("ＴＤ退訂！"))
    let plan = try service.site.program.run(
      "plan", "--from", "2027-11-20", "--days", "10", "--skips", "--customer", "T0002",
      "--format", "json"
    ).objects()
    #expect(
      !plan.isEmpty
        && plan.allSatisfy {
          $0["reason"] as? String == "opted-out" || $0["channel"] as? String == "call"
            || $0["action"] as? String == "task"
        })
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `stop inside a sentence holds the machine back until somebody has read it`() async throws {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port)
    #expect(
      try post(service, #"{"from":"+8615400010005","text":"朋友说可以退订，不过我还想先看看门","event":"e"}"#)
        == 200)
    let reply = try #require(try service.journal("reply").first)
    #expect(reply["until"] as? String == "2026-12-08")
    #expect(try service.journal("opt-out").isEmpty)
    // A stranger's words are kept sealed, and nobody is named.
    #expect(try post(service, #"{"from":"+8615400019999","text":"STOP","event":"f"}"#) == 200)
    let stranger = try #require(try service.journal("reply").last)
    #expect(stranger["customer"] == nil && stranger["sealed"] != nil)
    // Long, empty and strange texts are taken as well.
    let long = String(repeating: "门", count: 2000)
    for (index, text) in [long, "", "👨‍👩‍👧‍👦", "a\\u0000b"].enumerated() {
      let body = #"{"from":"+8615400010005","text":"\#(text)","event":"g\#(index)"}"#
      #expect(try post(service, body) == 200, "\(index)")
    }
    let digest = try service.site.program.run("digest", "zhou", "--day", "2026-11-25")
    #expect(digest.output.contains("朋友说可以退订"), "\(digest.errors)")
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `C7: an SMS that sounds like a complaint becomes one, and one only`() async throws {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port)
    for (index, text) in ["门又坏了，一直没人管", "我要投诉你们！", "谢谢"].enumerated() {
      let body = #"{"from":"+8615400010005","text":"\#(text)","event":"c\#(index)"}"#
      #expect(try post(service, body) == 200)
    }
    let complaints = try service.journal("complaint")
    #expect(complaints.count == 1)
    #expect(complaints.first?["customer"] as? String == "T0005")
    #expect(complaints.first?["sealed"] != nil, "the words are sealed")
    let digest = try service.site.program.run("digest", "zhou", "--day", "2026-11-25")
    #expect(digest.output.contains("门又坏了"), "\(digest.errors)")
  }

  @Test(.enabled(if: RigServer.isWanted))
  func `a receipt settles what nobody knew, in whichever order it comes`() async throws {
    let gateway = try RigServer("gateway")
    let service = try await service(gateway.port, "drop")
    let touch = try await touch(service, "T0005")
    func known() throws -> String {
      try service.site.program.run("customer", "T0005").output
    }
    #expect(try post(service, #"{"touch":"\#(touch)","status":"failed","id":"g-1"}"#) == 200)
    #expect(try post(service, #"{"touch":"\#(touch)","status":"delivered","id":"g-1"}"#) == 200)
    // Delivered after failed is written down and opens nothing again.
    #expect(
      try service.journal("receipt").map { $0["status"] as? String } == ["bounced", "delivered"])
    let metrics = try service.ask("GET", "/metrics").answer
    #expect(metrics.contains(#"fifthcall_arrivals_total{kind="receipt-bounced"} 1"#))
    #expect(try service.journal("intent").filter { $0["touch"] as? String == touch }.count == 1)
  }
}
