import CadenceModel
import Crypto
import Foundation
import RepWeb
import Synchronization
import Testing

/// Rows 103 to 105, 108, 111 and 113 without a socket.
@Suite struct WebRouterTests {
  /// What came through to the service.
  private final class Received: Sendable {
    let all = Mutex<[WebIntake]>([])
    let verdict = Mutex(WebVerdict.durable)
  }

  private static let now: Int64 = 1_795_860_000_000
  private static let secret = "whsec_" + Data("sixteen bytes or more".utf8).base64EncodedString()
  private let received = Received()

  private func router(_ change: (inout WebSite) -> Void = { _ in }) -> WebRouter {
    var site = WebSite()
    site.keys = LinkKeys(secrets: ["a secret of sixteen or more"])
    site.company = "Doors & <Sons>"
    site.hooks["kannel"] = (GatewayHook.preset("kannel"), "token-of-the-hook-1")
    var signed = GatewayHook.preset("json")
    signed.proof = .standardWebhooks
    site.hooks["json"] = (signed, Self.secret)
    site.hooks["tencent"] = (GatewayHook.preset("tencent"), "token-of-the-hook-2")
    change(&site)
    let made = site
    let received = received
    return WebRouter(
      WebActions(
        site: { made }, health: { WebHealth(generation: "0011", isHeld: true) }, metrics: { [] },
        take: { intake in
          received.all.withLock { $0.append(intake) }
          return received.verdict.withLock { $0 }
        }, now: { Self.now }))
  }

  private func link() throws -> String {
    let keys = try #require(LinkKeys(secrets: ["a secret of sixteen or more"]))
    return "/u/"
      + (try #require(keys.token(.mailOptOut, of: CustomerID("K1"), on: Int(Self.now / 86_400_000))))
  }

  private let form = ["content-type": "application/x-www-form-urlencoded"]
  private let oneClick = "List-Unsubscribe=One-Click"
  private var count: Int { received.all.withLock { $0.count } }

  @Test("reading a link changes nothing, however often and in whatever way")
  func reading() async throws {
    let router = router()
    for number in 0..<1000 {
      let method = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"][number % 5]
      _ = await router.answer(call(method, try link(), client: "192.0.2.\(number % 200)"))
    }
    #expect(count == 0)
  }

  @Test("a link's page asks with one button, in the site's language, without any script")
  func page() async throws {
    let english = await router().answer(call("GET", try link()))
    #expect(english.status == 200)
    #expect(english.body.contains("<button name=\"List-Unsubscribe\" value=\"One-Click\">"))
    #expect(english.body.contains("Doors &amp; &lt;Sons&gt;"))
    #expect(!english.body.lowercased().contains("<script"))
    #expect(!english.body.contains("K1"))
    let chinese = await router { $0.language = "zh-CN" }.answer(call("GET", try link()))
    #expect(chinese.body.contains("不再接收邮件"))
  }

  @Test("only the one body of RFC 8058 acts, and as often as it comes")
  func posting() async throws {
    let router = router()
    for (body, fields) in [
      ("", form), ("List-Unsubscribe=One-Click&x=1", form), ("List-Unsubscribe=one-click", form),
      (oneClick + "\r\n", form), (oneClick, [:]), (oneClick, ["content-type": "text/plain"]),
      (oneClick, ["content-type": "multipart/form-data; boundary=x"]),
    ] {
      #expect(await router.answer(call("POST", try link(), body, fields)).status == 400)
    }
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS"] {
      #expect(await router.answer(call(method, try link(), oneClick, form)).status == 405)
    }
    #expect(count == 0)
    for _ in 0..<2 {
      #expect(await router.answer(call("POST", try link(), oneClick, form)).status == 200)
    }
    #expect(count == 2)
    received.verdict.withLock { $0 = .unavailable }
    #expect(await router.answer(call("POST", try link(), oneClick, form)).status == 503)
  }

  @Test("every bad link is the same page")
  func badLinks() async throws {
    let good = try link()
    let router = router()
    var bodies: Set<String> = []
    for target in [
      String(good.dropLast()), good + "=", good.uppercased(), "/u/", "/u/x", "/u/%FF%FE",
      "/u/" + String(repeating: "A", count: 10_000),
    ] {
      let answer = await router.answer(call("POST", target, oneClick, form))
      #expect(answer.status == 404)
      bodies.insert(answer.body)
    }
    #expect(bodies.filter { !$0.isEmpty }.count == 1)
    #expect(count == 0)
  }

  @Test("whoever tries out links or secrets is stopped, others go on")
  func guessing() async throws {
    let router = router()
    var statuses: [Int] = []
    for number in 0..<80 {
      statuses.append(await router.answer(call("GET", "/u/x\(number)")).status)
    }
    #expect(statuses.prefix(60).allSatisfy { $0 == 404 })
    #expect(statuses.last == 429)
    #expect(await router.answer(call("GET", try link(), client: "192.0.2.9")).status == 200)
  }

  @Test("an address before the proxy is believed of a trusted proxy only")
  func proxies() async throws {
    let chain = ["x-forwarded-for": "203.0.113.1, 198.51.100.7"]
    let trusting = router { $0.trustedProxies = ["127.0.0.1"] }
    for number in 0..<70 {
      _ = await trusting.answer(call("GET", "/u/x\(number)", client: "127.0.0.1", chain))
    }
    let other = ["x-forwarded-for": "203.0.113.1, 198.51.100.8"]
    #expect(await trusting.answer(call("GET", "/u/x", client: "127.0.0.1", chain)).status == 429)
    #expect(await trusting.answer(call("GET", "/u/x", client: "127.0.0.1", other)).status == 404)
    let long = Array(repeating: "203.0.113.1", count: 50).joined(separator: ",")
    #expect(
      ClientAddress.of(peer: "127.0.0.1", forwarded: long, trusted: ["127.0.0.1"]) == "127.0.0.1")
    #expect(
      ClientAddress.of(peer: "192.0.2.1", forwarded: "203.0.113.1", trusted: ["127.0.0.1"])
        == "192.0.2.1")
  }

  @Test("Kannel reports by GET with the token in the path")
  func kannel() async throws {
    let router = router()
    let reference = MessageReference.text(of: "K1/greeting/2026-1/1")
    let target = "/hooks/sms/kannel/token-of-the-hook-1"
    #expect(
      await router.answer(call("GET", target + "?reference=\(reference)&status=2&smsc-id=a")).status
        == 200)
    #expect(
      await router.answer(call("GET", target + "?reference=\(reference)&status=8")).status == 200)
    let text = "?from=%2B8615400000001&text=%90%00%8B%A2&coding=2&charset=UTF-16BE&id=7"
    #expect(await router.answer(call("GET", target + text)).status == 200)
    #expect(await router.answer(call("GET", target + "?nothing=1")).status == 400)
    #expect(await router.answer(call("GET", target + "?status=1&status=2")).status == 400)
    for bad in [
      "/hooks/sms/kannel/token-of-the-hook-2", "/hooks/sms/kannel", "/hooks/sms/none/x",
      "/hooks/sms/kannel/",
    ] {
      #expect(await router.answer(call("GET", bad + "?status=1")).status == 401)
    }
    let events = events
    #expect(events.count == 2)
    #expect(
      events.first
        == .receipt(
          HookEvent.Receipt(
            touch: TouchID(text: "K1/greeting/2026-1/1"), remote: "a", meaning: .bounced)))
    #expect(events.last == .reply(HookEvent.Reply(from: "+8615400000001", text: "退订")))
  }

  private var events: [HookEvent] {
    received.all.withLock { all in
      all.flatMap { intake -> [HookEvent] in
        if case .hook(_, let calls) = intake { return calls.map(\.event) }
        return []
      }
    }
  }

  private func signed(
    _ body: String, id: String = "m1", at seconds: Int64 = now / 1000,
    key: String = "sixteen bytes or more"
  ) -> [String: String] {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(seconds).\(body)".utf8), using: SymmetricKey(data: Data(key.utf8)))
    return [
      "webhook-id": id, "webhook-timestamp": "\(seconds)", "content-type": "application/json",
      "webhook-signature": "v1,AAAA v2,x v1,\(Data(code).base64EncodedString())",
    ]
  }

  @Test("a signed call counts within five minutes, by any of its signatures, and no other")
  func signatures() async throws {
    let router = router()
    let body = #"{"touch":"K1/greeting/2026-1/1","status":"delivered"}"#
    let target = "/hooks/sms/json"
    #expect(await router.answer(call("POST", target, body, signed(body))).status == 200)
    for late: Int64 in [-299, 299] {
      #expect(
        await router.answer(call("POST", target, body, signed(body, at: Self.now / 1000 + late)))
          .status == 200)
    }
    for late: Int64 in [-301, 301, -86_400] {
      #expect(
        await router.answer(call("POST", target, body, signed(body, at: Self.now / 1000 + late)))
          .status == 401)
    }
    var unsigned = signed(body)
    unsigned["webhook-signature"] = nil
    #expect(await router.answer(call("POST", target, body, unsigned)).status == 401)
    #expect(await router.answer(call("POST", target, body + " ", signed(body))).status == 401)
    #expect(
      await router.answer(call("POST", target, body, signed(body, key: "another key of 16"))).status
        == 401)
    #expect(await router.answer(call("GET", target, "", signed(""))).status == 405)
    received.verdict.withLock { $0 = .conflict }
    #expect(await router.answer(call("POST", target, body, signed(body))).status == 409)
    #expect(count == 4)
  }

  @Test(
    "a body that two readers would read differently is refused",
    arguments: [
      #"{"status":"delivered","status":"bounced"}"#, #"{"status":"\ud800"}"#, #"{"status":1e400}"#,
      #"{"status":"delivered"}x"#, #"{"status":"delivered""#, "[]", "", "null", "\u{FEFF}{}",
      "{'status':1}", #"{"status":"delivered",}"#,
      String(repeating: "[", count: 10_000), String(repeating: #"{"a":"#, count: 10_000),
    ])
  func bodies(_ body: String) async {
    let router = router()
    #expect(await router.answer(call("POST", "/hooks/sms/json", body, signed(body))).status == 400)
    #expect(count == 0)
  }

  @Test(
    "one bad value makes an otherwise good body a bad one",
    arguments: [
      "01", "NaN", "1.", "+1", "-", "0x1", "1e400", "tru", #""\ud800""#, #""\udc00""#,
      #""\ud800\u0041""#, #""\ud800\ue000""#, #""\x""#, "\"\u{01}\"", #""\u+041""#, #""\u 041""#,
      #"{"a":1,"a":1}"#, String(repeating: "[", count: 16) + String(repeating: "]", count: 16),
      "[" + Array(repeating: "1", count: 4098).joined(separator: ",") + "]",
    ])
  func values(_ value: String) async {
    let router = router()
    for (value, status) in [(value, 400), (#""fine""#, 200)] {
      let body = #"{"status":"delivered","x":"# + value + "}"
      let answer = await router.answer(call("POST", "/hooks/sms/json", body, signed(body)))
      #expect(answer.status == status)
    }
    #expect(count == 1)
  }

  @Test("a call brings a thousand reports at most")
  func thousand() async {
    for (number, status) in [(1000, 200), (1001, 400)] {
      let reports = Array(repeating: #"{"status":"delivered"}"#, count: number)
      let body = "[" + reports.joined(separator: ",") + "]"
      let answer = await router().answer(call("POST", "/hooks/sms/json", body, signed(body)))
      #expect(answer.status == status)
    }
  }

  @Test("a list of reports in one call is a list of events")
  func lists() async {
    let router = router()
    let body =
      #"[{"report_status":"SUCCESS","sid":"s1"},{"report_status":"FAIL","sid":"s2","errmsg":"user off"}]"#
    let answer = await router.answer(
      call(
        "POST", "/hooks/sms/tencent/token-of-the-hook-2", body, ["content-type": "application/json"]
      ))
    #expect(answer.status == 200)
    #expect(answer.body.contains("\"result\":0"))
    #expect(
      events == [
        .receipt(HookEvent.Receipt(touch: nil, remote: "s1", meaning: .delivered)),
        .receipt(HookEvent.Receipt(touch: nil, remote: "s2", meaning: .bounced, code: "user_off")),
      ])
  }

  @Test("health and figures name nobody")
  func health() async {
    let router = router()
    let health = await router.answer(call("GET", "/healthz"))
    #expect(health.status == 200)
    #expect(health.body == "{\"status\":\"ok\",\"generation\":\"0011\",\"hold\":true}\n")
    let metrics = await router.answer(call("GET", "/metrics"))
    #expect(metrics.body.contains("fifthcall_http_answers_total{status=\"200\"} 1\n"))
    #expect(await router.answer(call("POST", "/healthz")).status == 405)
    #expect(await router.answer(call("GET", "/admin")).status == 404)
  }
}
