package import CadenceModel
package import CivilTime

/// What happens to the dispatch machine.
package enum DispatchEvent: Sendable {
  /// A new plan: replaces everything not yet intended.
  case planned([PendingTouch])
  /// A new plan of one customer: replaces these touches, as far as they are not yet intended.
  case replanned([TouchID], [PendingTouch])
  /// Open touches of the journal, after a start.
  case restored([PendingTouch])
  /// A single touch to send now, such as a digest.
  case added(PendingTouch)
  /// The clock moved on.
  case tick
  /// The message is sealed and its intent journalled; it may be submitted.
  case intended(TouchID)
  /// Its intent is not in the journal after all: forgotten, as if it had never been considered.
  case forgotten(TouchID)
  /// The gate says: not yet.
  case postponed(TouchID, until: Instant)
  /// The gate says: no.
  case refused(TouchID, SkipReason)
  /// The channel reports.
  case reported(TouchID, DispatchReport)
  /// The touch is gone for another reason (a config without its cadence, a rep's word).
  case withdrawn(TouchID, OutcomeResult, reason: String)
  /// Nothing may be sent, or sending may go on.
  case held(Bool)
  /// Only alerts may be sent, since the clock cannot be trusted; nothing expires meanwhile.
  case shut(Bool)
  /// It is not certain that the days before have gone by, or it is again; nothing expires meanwhile.
  case doubted(Bool)
  /// Somebody mended the endpoints: all are tried at once.
  case mended
  /// The service is about to end: what is too late by now gets its outcome.
  case ending
}

/// What a channel says of one try, as far as scheduling needs it.
package enum DispatchReport: Sendable, Equatable {
  case accepted
  /// The endpoint asks to try later.
  case deferred(reason: String, retryAfter: Int?)
  /// The endpoint says never.
  case rejected(reason: String)
  /// Nobody can say whether it arrived.
  case uncertain(reason: String)
  /// It never got to the point of no return; `endpointFault` feeds the breaker.
  case unsent(reason: String, endpointFault: Bool, openNow: Bool)
}

/// What the shell must do, in order.
package enum DispatchAction: Sendable, Equatable {
  /// Ask the gate; then render, seal, journal the intent, and answer with an event.
  case consider(TouchID)
  /// Ask the gate again, then hand the sealed message to its channel for try number `number`.
  case submit(TouchID, number: Int)
  /// Journal the outcome of a try that will be repeated not before `until`.
  case postpone(TouchID, reason: String, until: Instant)
  /// Journal the final outcome.
  case settle(TouchID, OutcomeResult, reason: String)
  /// Tell the operator that an endpoint is down.
  case endpointDown(Channel, reason: String, until: Instant)
}
