package import CadenceModel

/// How one try to hand a message over ended.
package enum DeliveryResult: Hashable, Sendable {
  /// The next system has taken it over; its own name for the message, where it gave one.
  case accepted(reference: String?)
  /// Refused for now; `retryAfter` in seconds where the other side said so.
  case deferred(reason: String, retryAfter: Int?)
  /// Refused for good.
  case rejected(reason: String)
  /// It passed the point of no return, and nobody can say whether it arrived.
  case uncertain(reason: String)
  /// It never passed the point of no return, or was refused there for a reason that is not the
  /// message's: nobody got it. `endpointFault` counts against the endpoint, not the
  /// touch; `openNow` when the endpoint must be left alone at once (it refuses us, not the message).
  case unsent(reason: String, endpointFault: Bool, openNow: Bool)
}

extension DeliveryResult {
  /// What the other side, or we, said of it; of an accepted message its reference.
  package var reason: String {
    switch self {
    case .accepted(let reference): reference ?? ""
    case .deferred(let reason, _), .rejected(let reason), .uncertain(let reason),
      .unsent(let reason, _, _):
      reason
    }
  }
}

/// The result of a try with what else was learnt.
package struct DeliveryReport: Hashable, Sendable {
  /// How it ended; no text in it holds the recipient or a secret.
  package var result: DeliveryResult
  /// Whether the other side says that this receiver refused messages: to be kept as an opt-out.
  package var isBlacklisted: Bool
  /// What the other side said of the address; nil when nothing was wrong with it.
  package var address: AddressFaultKind?

  /// A report.
  package init(
    _ result: DeliveryResult, isBlacklisted: Bool = false, address: AddressFaultKind? = nil
  ) {
    self.result = result
    self.isBlacklisted = isBlacklisted
    self.address = address
  }

  /// A try that was stopped before the point of no return by us, not by the endpoint.
  static func stopped(_ reason: String) -> DeliveryReport {
    DeliveryReport(.unsent(reason: reason, endpointFault: false, openNow: false))
  }
}
