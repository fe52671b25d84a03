/// How a try or a touch ended, as journalled (contract section 6).
package enum OutcomeResult: String, CaseIterable, Sendable {
  case accepted, deferred, rejected, uncertain, expired, suppressed, cancelled, done, dead

  /// Whether nothing more will be tried for the touch.
  package var isFinal: Bool { self != .deferred }

  /// Whether the customer has, or may have, received something.
  package var mayHaveReached: Bool {
    switch self {
    case .accepted, .uncertain, .done: true
    default: false
    }
  }
}
