package import CadenceModel
internal import Synchronization

/// Hands mails to one relay over a few kept connections, a thread each.
///
/// Threads with easy handles, because libcurl's multi interface waits for the reply after the
/// final dot in a blocking way: with a relay that takes 100 ms to answer, 32 transfers in one multi
/// handle reach 9 mails a second, and 297 as easy handles on threads.
package final class SMTPPool: Sendable {
  private let queue: WorkQueue<SMTPSubmission>

  /// A pool for an endpoint; connections open when there is work and close after
  /// ``SMTPEndpoint/idleTimeout``.
  ///
  /// The password is the one of ``SMTPEndpoint/credential``.
  package init(endpoint: SMTPEndpoint, password: String? = nil) {
    queue = WorkQueue(name: "smtp", limit: endpoint.connections) { queue in
      Self.work(through: queue, endpoint: endpoint, password: password)
    }
  }

  /// Queues a mail; its completion is always called, also when the pool is closed already.
  package func submit(_ submission: SMTPSubmission) {
    guard
      SMTPSubmission.isSafe(address: submission.envelopeFrom),
      SMTPSubmission.isSafe(address: submission.recipient), !submission.recipient.isEmpty
    else {
      submission.completion(SMTPResult(stop: .unsafeAddress))
      return
    }
    if !queue.submit(submission) { submission.completion(SMTPResult(stop: .closing)) }
  }

  /// Closes the pool: what nobody has begun is answered as unsent, what has not crossed is broken
  /// off, what has crossed gets up to `seconds` to hear the relay's reply.
  ///
  /// False when some transfer still waits then.
  @discardableResult
  package func close(within seconds: Double) -> Bool {
    for submission in queue.close() { submission.completion(SMTPResult(stop: .closing)) }
    return queue.join(within: seconds)
  }

  /// Whether a mail lies that no thread takes, or a transfer does not come back from its wait.
  package func isStalled(for seconds: Double) -> Bool { queue.isStalled(for: seconds) }

  private static func work(
    through queue: WorkQueue<SMTPSubmission>, endpoint: SMTPEndpoint, password: String?
  ) {
    var session: SMTPSession?
    while true {
      switch queue.next(idleAfter: session == nil ? nil : endpoint.idleTimeout) {
      case .closed: return
      case .idle: session = nil
      case .job(let submission):
        if session == nil { session = SMTPSession(endpoint: endpoint, password: password) }
        let result = run(submission, on: session, queue: queue)
        // libcurl keeps a connection on which the relay refused the message after the dot, and
        // Postfix answers the next MAIL there with 503.
        queue.rest()
        if result.curlCode != CurlCode.ok { session = nil }
        submission.completion(result)
      }
    }
  }

  private static func run(
    _ submission: SMTPSubmission, on session: SMTPSession?, queue: WorkQueue<SMTPSubmission>
  ) -> SMTPResult {
    guard let session else { return SMTPResult(stop: .unusable) }
    guard submission.beforeConnect() else { return SMTPResult(stop: .attemptRefused) }
    // libcurl asks at least once a second, however slow the relay.
    return session.send(submission) {
      queue.beat()
      return queue.isClosed
    }
  }
}
