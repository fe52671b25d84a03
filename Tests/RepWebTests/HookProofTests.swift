import CadenceModel
import Crypto
import Foundation
import RepWeb
import Synchronization
import Testing

/// Rows 105 and 111: each check between a gateway's call and the journal, by itself.
@Suite final class HookProofTests: Sendable {
  private static let now: Int64 = 1_795_860_000_000
  private static let key = "sixteen bytes or more"
  private let moment = Mutex(HookProofTests.now)
  private let verdict = Mutex(WebVerdict.durable)
  private let taken = Mutex(0)

  private func router(secret: String = key) -> WebRouter {
    var site = WebSite()
    site.keys = LinkKeys(secrets: ["a secret of sixteen or more"])
    site.hooks["kannel"] = (GatewayHook.preset("kannel"), "token-of-the-hook-1")
    var signed = GatewayHook.preset("json")
    signed.proof = .standardWebhooks
    site.hooks["json"] = (signed, "whsec_" + Data(secret.utf8).base64EncodedString())
    let made = site
    return WebRouter(
      WebActions(
        site: { made }, health: { WebHealth(generation: "0011", isHeld: false) }, metrics: { [] },
        take: { [self] _ in
          taken.withLock { $0 += 1 }
          return verdict.withLock { $0 }
        }, now: { [self] in moment.withLock { $0 } }))
  }

  /// A signed call's parts.
  private struct Signed {
    var id = "m1"
    var time = "\(now / 1000)"
    var key = HookProofTests.key
    /// Makes the signatures from the right one.
    var signatures: (String) -> String = { "v1,\($0)" }

    var fields: [String: String] {
      let code = HMAC<SHA256>.authenticationCode(
        for: Data("\(id).\(time).\(body)".utf8), using: SymmetricKey(data: Data(key.utf8)))
      return [
        "webhook-id": id, "webhook-timestamp": time, "content-type": "application/json",
        "webhook-signature": signatures(Data(code).base64EncodedString()),
      ]
    }
  }

  private static let body = #"{"touch":"K1/greeting/2026-1/1","status":"delivered"}"#

  private func status(
    secret: String = key, _ change: (inout Signed) -> Void = { _ in }
  ) async -> Int {
    var signed = Signed()
    change(&signed)
    return await router(secret: secret).answer(
      call("POST", "/hooks/sms/json", Self.body, signed.fields)
    ).status
  }

  @Test("a signed call whose every part is right counts")
  func right() async {
    #expect(await status() == 200)
    #expect(await status { $0.id = String(repeating: "m", count: 256) } == 200)
    #expect(await status { signed in signed.signatures = { "v1,AAAA v1,\($0)" } } == 200)
    #expect(taken.withLock { $0 } == 3)
  }

  @Test("an id that could stand for two calls proves nothing")
  func ids() async {
    for id in ["", "m.1", "m 1", "m\u{7F}", "m\u{E9}", String(repeating: "m", count: 257)] {
      #expect(await status { $0.id = id } == 401, "\(id.prefix(10))")
    }
    #expect(taken.withLock { $0 } == 0)
  }

  @Test("a time that is not written as a time is, or is too far away, proves nothing")
  func times() async {
    let seconds = Self.now / 1000
    for time in [
      "+\(seconds)", "0\(seconds)", "\(seconds).0", "", "x", "\(seconds - 301)", "\(seconds + 301)",
      "\(Int64.min)", "\(Int64.max)",
    ] { #expect(await status { $0.time = time } == 401, "\(time)") }
    #expect(taken.withLock { $0 } == 0)
  }

  @Test("a signature that is cut, empty, of another scheme or beyond the twentieth proves nothing")
  func signatures() async {
    let tries: [(String, (String) -> String)] = [
      ("empty", { _ in "v1," }), ("none", { _ in "" }), ("of another scheme", { "v2,\($0)" }),
      ("without its scheme", { $0 }), ("cut", { "v1,\($0.prefix(40))" }),
      ("the 21st", { String(repeating: "v1,AAAA ", count: 20) + "v1,\($0)" }),
    ]
    for (what, make) in tries {
      #expect(await status { $0.signatures = make } == 401, "\(what)")
    }
    #expect(taken.withLock { $0 } == 0)
  }

  @Test("a missing field proves nothing")
  func missing() async {
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
      var fields = Signed().fields
      fields[name] = nil
      let answer = await router().answer(call("POST", "/hooks/sms/json", Self.body, fields))
      #expect(answer.status == 401, "\(name)")
    }
    #expect(taken.withLock { $0 } == 0)
  }

  @Test("a secret of less than sixteen bytes signs nothing")
  func shortSecret() async {
    let short = "fifteen bytes.."
    #expect(await status(secret: short) { $0.key = short } == 401)
    let enough = "sixteen bytes..."
    #expect(await status(secret: enough) { $0.key = enough } == 200)
  }

  @Test("a token may stand in the path or behind Bearer, and nowhere else")
  func tokens() async {
    let router = router()
    func status(_ target: String, _ fields: [String: String] = [:]) async -> Int {
      await router.answer(call("GET", "/hooks/sms/kannel" + target + "?status=1", "", fields))
        .status
    }
    let token = "token-of-the-hook-1"
    #expect(await status("", ["authorization": "Bearer \(token)"]) == 200)
    #expect(await status("", ["authorization": "bearer \(token)"]) == 200)
    for fields in [
      ["authorization": token], ["authorization": "Basic \(token)"],
      ["authorization": "Bearer \(token)x"], ["authorization": "Digest \(token)"],
      ["authorization": "Bearer "], ["x-token": token], [:],
    ] { #expect(await status("", fields) == 401) }
    #expect(await status("/wrong", ["authorization": "Bearer \(token)"]) == 401)
  }

  @Test("what could not be written down is to be sent again")
  func unavailable() async {
    verdict.withLock { $0 = .unavailable }
    #expect(await status() == 503)
    verdict.withLock { $0 = .repeated }
    #expect(await status() == 200)
    verdict.withLock { $0 = .conflict }
    #expect(await status() == 409)
  }

  @Test("a method that the gateway does not use is refused")
  func methods() async {
    let router = router()
    let target = "/hooks/sms/kannel/token-of-the-hook-1?status=1"
    for method in ["PUT", "DELETE", "HEAD", "OPTIONS"] {
      #expect(await router.answer(call(method, target)).status == 405, "\(method)")
    }
    #expect(taken.withLock { $0 } == 0)
  }

  @Test("one link is read thirty times a minute, a hook and an address six thousand times")
  func rates() async throws {
    let router = router()
    let keys = try #require(LinkKeys(secrets: ["a secret of sixteen or more"]))
    let token = try #require(
      keys.token(.mailOptOut, of: CustomerID("K1"), on: Int(Self.now / 86_400_000)))
    var links: [Int] = []
    for _ in 0..<31 { links.append(await router.answer(call("GET", "/u/\(token)")).status) }
    #expect(links == Array(repeating: 200, count: 30) + [429])
    let hook = "/hooks/sms/kannel/token-of-the-hook-1?status=1"
    var calls: [Int: Int] = [:]
    for number in 0..<6001 {
      let answer = await router.answer(call("GET", hook, client: "192.0.2.\(2 + number % 200)"))
      calls[answer.status, default: 0] += 1
    }
    #expect(calls == [200: 6000, 429: 1])
    var health: [Int: Int] = [:]
    for _ in 0..<6001 {
      health[
        await router.answer(call("GET", "/healthz", client: "192.0.2.250")).status, default: 0] += 1
    }
    #expect(health == [200: 6000, 429: 1])
    // A minute later all of them may again.
    moment.withLock { $0 += 60_000 }
    for target in ["/u/\(token)", hook, "/healthz"] {
      #expect(await router.answer(call("GET", target, client: "192.0.2.250")).status == 200)
    }
  }

  @Test("a flood of new keys does not give a spent one back")
  func flood() {
    var limiter = RateLimiter(perMinute: 5)
    func take(_ key: String, at moment: Int64 = 0) -> Bool { limiter.take(key, at: moment) }
    for _ in 0..<5 { #expect(take("spent")) }
    #expect(!take("spent"))
    for number in 0..<3 * RateLimiter.mostKeys { _ = take("new \(number)") }
    #expect(!take("spent"))
    #expect(take("spent", at: 12_000), "one of five is back after a fifth of a minute")
  }
}
