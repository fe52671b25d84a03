package import CadenceModel
package import CivilTime

/// What the gate answers just before a message goes out.
package enum GateVerdict: Hashable, Sendable {
  /// It may go out now.
  case send
  /// Not now; ask again at this moment (or after the next plan, which may have moved it).
  case wait(until: Instant)
  /// Never, for this reason.
  case skip(SkipReason)
}
