package import CadenceModel
package import CivilTime

/// A machine touch with an intent and no final outcome: what a restart goes on with.
package struct UnsettledTouch: Hashable, Sendable {
  /// How far it got; a restart treats only ``crossed`` as uncertain (rule of tact 3).
  package enum Phase: Hashable, Sendable {
    /// Nothing was sent; send when due.
    case intended
    /// A try began but nothing can have been delivered; go on with the next try.
    case attempting
    /// The point of no return was reached and the outcome is not known.
    case crossed
    /// The other side said "later".
    case deferred
  }

  /// The touch.
  package var touch: TouchID
  /// The channel of the intent.
  package var channel: Channel
  /// Journal number of the intent.
  package var intent: Int64
  /// The highest try begun, 0 before the first.
  package var tries: Int
  /// How far it got.
  package var phase: Phase
  /// When it is due.
  package var due: Instant
  /// Not before this moment, after a deferral.
  package var notBefore: Instant?
  /// When it is too late.
  package var expires: Instant?
  /// The composed message.
  package var sealed: SealedReference?
  /// How often it was sent again because nobody knew whether it had arrived.
  package var again = 0
  /// Journal number of the try under way, 0 before the first.
  package var attempt: Int64 = 0
  /// Journal numbers of tries that ended with the whole process.
  package var crashes: [Int64] = []
  /// When it became uncertain; nil while it is under way.
  package var doubtfulSince: Instant?
  /// Which recipient's or mail domain's rate its tries count to.
  package var lane: String?
}
