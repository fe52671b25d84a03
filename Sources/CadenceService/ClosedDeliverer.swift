import TouchDelivery

/// A channel that cannot be opened, since its credential is missing or cannot be used: everything waits
/// as for a relay that is down, and the admin is told why.
final class ClosedDeliverer: Deliverer {
  private let why: String

  init(why: String) { self.why = why }

  func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    completion(DeliveryReport(.unsent(reason: why, endpointFault: true, openNow: true)))
  }

  func close(within seconds: Double) -> Bool { true }

  func isStalled(for seconds: Double) -> Bool { false }
}
