package import CadenceModel
package import CivilTime
internal import CurlTransport
internal import Dispatch
internal import FoundationEssentials

/// Hands SMS and chat messages to an HTTP gateway that is described by data alone.
///
/// A few threads wait for the journal and for the gateway, so at most
/// ``GatewayDefinition/concurrency`` requests are under way.
package final class HTTPGatewayDeliverer: Deliverer {
  private struct Job: Sendable {
    var message: OutgoingMessage
    var hooks: DeliveryHooks
    var completion: @Sendable (DeliveryReport) -> Void
  }

  private let loop: HTTPLoop
  private let queue: WorkQueue<Job>

  /// A deliverer for a gateway.
  ///
  /// `credentials` are those of ``GatewayDefinition/credentialNames``, `hook` is the address that
  /// receipts go to (it holds a secret), `now` the wall clock for signatures.
  package init(
    definition: GatewayDefinition, credentials: [Credential], hook: String? = nil,
    now: @escaping @Sendable () -> Instant
  ) {
    let loop = HTTPLoop()
    self.loop = loop
    queue = WorkQueue(name: "gateway", limit: definition.concurrency) { queue in
      while case .job(let job) = queue.next() {
        job.completion(
          Self.send(
            job, by: GatewayRequest(definition: definition, credentials: credentials, hook: hook),
            now: now,
            through: { request in
              // The loop is watched by itself.
              queue.rest()
              defer { queue.beat() }
              return Self.answer(to: request, through: loop)
            }))
      }
    }
  }

  /// Queues a message for the next free place.
  package func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    let job = Job(message: message, hooks: hooks, completion: completion)
    if !queue.submit(job) { completion(.stopped("the service is stopping")) }
  }

  /// Waits up to `seconds` for answers, then breaks the requests off, which leaves them uncertain.
  @discardableResult
  package func close(within seconds: Double) -> Bool {
    for job in queue.close() { job.completion(.stopped("the service is stopping")) }
    if queue.join(within: seconds) { return loop.close(within: 1) }
    loop.close(within: 0)
    return queue.join(within: 1)
  }

  /// Whether a message lies that no thread takes, or requests are not looked after.
  package func isStalled(for seconds: Double) -> Bool {
    loop.isStalled(for: seconds) || queue.isStalled(for: seconds)
  }

  private static func send(
    _ job: Job, by gateway: GatewayRequest, now: () -> Instant,
    through answer: (HTTPRequest) -> HTTPResult
  ) -> DeliveryReport {
    let request: HTTPRequest
    do {
      request = try gateway.request(for: job.message, now: now(), nonce: UUID().uuidString)
    } catch { return refusal(error) }
    guard job.hooks.attempt() else { return .stopped("the attempt could not be recorded") }
    guard job.hooks.cross() else { return .stopped("stopped before the point of no return") }
    let result = answer(request)
    return HTTPClassification.report(
      of: result, from: gateway.definition, recipient: job.message.recipient,
      secrets: gateway.credentials.map(\.secret))
  }

  private static func answer(to request: HTTPRequest, through loop: HTTPLoop) -> HTTPResult {
    let box = ResultBox()
    loop.submit(request) { box.put($0) }
    return box.take()
  }

  private static func refusal(_ failure: GatewayRenderFailure) -> DeliveryReport {
    switch failure {
    case .unknownPlaceholder, .missingTemplateID:
      DeliveryReport(.rejected(reason: failure.text))
    case .badAddress, .missingCredential:
      DeliveryReport(.unsent(reason: failure.text, endpointFault: true, openNow: true))
    }
  }
}
