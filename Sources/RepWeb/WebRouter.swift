import CadenceModel
import Synchronization

/// Answers requests: which path, who may, and what is to be written down before the answer.
package final class WebRouter: Sendable {
  /// A request whose form is known to be good.
  package struct Call: Sendable {
    /// The method's name.
    package var method: String
    /// Path and query as they came.
    package var target: String
    /// The body.
    package var body: [UInt8] = []
    /// Who called.
    package var client: String
    /// A field's value by its name in lower case.
    package var field: @Sendable (String) -> String?

    /// A request of these parts.
    package init(
      method: String, target: String, body: [UInt8] = [], client: String,
      field: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
      self.method = method
      self.target = target
      self.body = body
      self.client = client
      self.field = field
    }

    var path: Substring { target.prefix { $0 != "?" } }
    var query: ArraySlice<UInt8> {
      Array(target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())[...]
    }
    var isReading: Bool { method == "GET" || method == "HEAD" }
  }

  /// What a minute lets through.
  private struct Rates {
    /// Anything, by address.
    ///
    /// A gateway reports thousands of messages in a burst.
    var address = RateLimiter(perMinute: 6000)
    /// What was not found or not proven, by address: nobody tries out secrets.
    var failures = RateLimiter(perMinute: 60)
    /// One link, one hook.
    var link = RateLimiter(perMinute: 30)
    var hook = RateLimiter(perMinute: 6000)
  }

  private let actions: WebActions
  private let rates = Mutex(Rates())
  private let counts = Mutex<[Int: Int64]>([:])

  /// Answers by these actions.
  package init(_ actions: WebActions) { self.actions = actions }

  /// How many answers there were, by status.
  package var answers: [Int: Int64] { counts.withLock { $0 } }

  /// Counts a request that was refused before it came here.
  package func count(_ fault: RequestFault) {
    counts.withLock { $0[fault.status, default: 0] += 1 }
  }

  /// Answers one request.
  package func answer(_ call: Call) async -> WebAnswer {
    let site = actions.site()
    var call = call
    call.client = ClientAddress.of(
      peer: call.client, forwarded: call.field("x-forwarded-for"), trusted: site.trustedProxies)
    let answer = await limited(call, site)
    counts.withLock { $0[answer.status, default: 0] += 1 }
    return answer
  }

  private func limited(_ call: Call, _ site: WebSite) async -> WebAnswer {
    let now = actions.now()
    guard rates.withLock({ $0.address.take(call.client, at: now) }) else { return Self.tooMany }
    let answer = await route(call, site, now)
    guard answer.status == 401 || answer.status == 404 else { return answer }
    // Only failures count: nobody who guesses keeps a gateway at the same address from reporting.
    return rates.withLock { $0.failures.take(call.client, at: now) } ? answer : Self.tooMany
  }

  private static var tooMany: WebAnswer {
    var answer = WebAnswer(429)
    answer.fields = [("retry-after", "60")]
    return answer
  }

  private func route(_ call: Call, _ site: WebSite, _ now: Int64) async -> WebAnswer {
    let parts = call.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    switch parts.first {
    case "healthz" where parts.count == 1:
      return call.isReading ? await health() : .notAllowed("GET, HEAD")
    case "metrics" where parts.count == 1:
      return call.isReading ? await metrics() : .notAllowed("GET, HEAD")
    case "u" where parts.count == 2: return await optOut(call, String(parts[1]), site, now)
    case "hooks" where parts.count >= 3 && parts.count <= 4 && parts[1] == "sms":
      return await hook(call, parts.dropFirst(2).map(String.init), site, now)
    default: return WebAnswer(404)
    }
  }

  private func health() async -> WebAnswer {
    guard let health = await actions.health() else {
      return WebAnswer(503, #"{"status":"no answer"}"# + "\n", type: "application/json")
    }
    let text =
      #"{"status":"\#(health.trouble ?? "ok")","generation":"\#(health.generation)","hold":\#(health.isHeld)}"#
    return WebAnswer(health.trouble == nil ? 200 : 503, text + "\n", type: "application/json")
  }

  private func metrics() async -> WebAnswer {
    guard let metrics = await actions.metrics() else { return WebAnswer(503) }
    let answers = WebMetric(
      "http_answers_total", "Answers over HTTP by status.", isCounter: true, labelName: "status",
      self.answers.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) })
    return WebAnswer(200, MetricsText.text(metrics + [answers]), type: "text/plain; version=0.0.4")
  }
}

extension WebRouter {
  /// Asks on GET, acts on the one body of RFC 8058, and does nothing on anything else.
  private func optOut(_ call: Call, _ token: String, _ site: WebSite, _ now: Int64) async
    -> WebAnswer
  {
    let page = OptOutPage(site: site)
    guard let keys = site.keys,
      let link = keys.read(token, on: Int(now / 86_400_000))
    else { return WebAnswer(404, page.notFound, type: "text/html") }
    guard rates.withLock({ $0.link.take(link.customer.text, at: now) }) else { return Self.tooMany }
    if call.isReading { return WebAnswer(200, page.question, type: "text/html") }
    guard call.method == "POST" else { return .notAllowed("GET, HEAD, POST") }
    let kind = call.field("content-type")?.lowercased().prefix { $0 != ";" }.filter { $0 != " " }
    guard kind == "application/x-www-form-urlencoded",
      call.body.elementsEqual("List-Unsubscribe=One-Click".utf8)
    else { return WebAnswer(400, page.question, type: "text/html") }
    switch await actions.take(.optOut(link.customer, .email)) {
    case .durable, .repeated: return WebAnswer(200, page.done, type: "text/html")
    case .conflict, .unavailable: return WebAnswer(503, page.later, type: "text/html")
    }
  }

  /// `/hooks/sms/NAME` or, with the secret, `/hooks/sms/NAME/TOKEN`.
  private func hook(_ call: Call, _ parts: [String], _ site: WebSite, _ now: Int64) async
    -> WebAnswer
  {
    guard let known = site.hooks[parts[0]],
      let proven = prove(call, token: parts.dropFirst().first, known.hook, known.secret, now)
    else { return WebAnswer(401) }
    guard call.method == "POST" || (call.method == "GET" && known.hook.allowsGet) else {
      return .notAllowed(known.hook.allowsGet ? "GET, POST" : "POST")
    }
    guard rates.withLock({ $0.hook.take(parts[0], at: now) }) else { return Self.tooMany }
    let reader = HookReader(hook: known.hook)
    guard
      let events = reader.events(
        query: call.query, body: call.body, type: call.field("content-type"))
    else { return WebAnswer(400) }
    let whole = Array(call.query) + [10] + call.body
    let calls = events.enumerated().compactMap { index, item -> WebIntake.Call? in
      guard let event = item.0 else { return nil }
      // Without an id of the gateway's, the same words again are the same call.
      let id = proven.id ?? item.1 ?? String(decoding: whole, as: UTF8.self)
      let kind = item.1 != nil && proven.id == nil ? "event" : "call"
      return WebIntake.Call(
        event: event, id: "\(kind) \(events.count > 1 ? "\(index) " : "")\(id)", content: whole)
    }
    let taken = WebAnswer(200, known.hook.answer)
    guard !calls.isEmpty else { return taken }
    switch await actions.take(.hook(gateway: parts[0], calls: calls)) {
    case .durable, .repeated: return taken
    case .conflict: return WebAnswer(409)
    case .unavailable: return WebAnswer(503)
    }
  }

  private func prove(
    _ call: Call, token: String?, _ hook: GatewayHook, _ secret: String, _ now: Int64
  ) -> HookProof.Proven? {
    let proof = HookProof(hook: hook, secret: secret, now: now / 1000)
    switch hook.proof {
    case .token:
      return proof.token(token ?? HookProof.bearer(call.field("authorization")) ?? "")
    case .standardWebhooks:
      return proof.signature(
        id: call.field("webhook-id"), timestamp: call.field("webhook-timestamp"),
        signatures: call.field("webhook-signature"), body: call.body)
    }
  }
}
