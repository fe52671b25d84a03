package import CadenceModel
internal import CurlTransport

/// Hands mails to the relay.
package final class SMTPDeliverer: Deliverer {
  private let pool: SMTPPool
  private let secrets: [String]

  /// A deliverer for an endpoint; `credential` is the password where the endpoint has a user.
  package init(endpoint: SMTPEndpoint, credential: Credential? = nil) {
    pool = SMTPPool(endpoint: endpoint, password: credential?.secret)
    secrets = credential.map { [$0.secret] } ?? []
  }

  /// Queues a mail for the next free connection.
  package func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    let (recipient, secrets) = (message.recipient, secrets)
    pool.submit(
      SMTPSubmission(
        envelopeFrom: message.sender ?? "", recipient: recipient, bytes: message.bytes,
        beforeConnect: hooks.attempt, beforeFinalDot: hooks.cross
      ) { result in
        completion(SMTPClassification.report(of: result, recipient: recipient, secrets: secrets))
      })
  }

  /// Waits for mails that have crossed; everything else is answered as unsent.
  @discardableResult
  package func close(within seconds: Double) -> Bool { pool.close(within: seconds) }

  /// Whether a mail lies that no thread takes, or a transfer does not come back from its wait.
  package func isStalled(for seconds: Double) -> Bool { pool.isStalled(for: seconds) }
}
