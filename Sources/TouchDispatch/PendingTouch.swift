package import CadenceModel
package import CivilTime

/// A touch that the machine must send, from the moment it is planned until it is settled.
package struct PendingTouch: Sendable, Equatable {
  /// How far it got.
  package enum Stage: Sendable, Equatable {
    /// Planned: nothing is journalled yet, a new plan may replace it.
    case planned
    /// The intent is journalled and the message sealed: tries go on with those bytes.
    case intended
    /// Handed to a channel; its report is awaited.
    case inFlight
  }

  /// Its identity.
  package var id: TouchID
  /// The channel.
  package var channel: Channel
  /// Not before this moment.
  package var due: Instant
  /// When it was first due, whatever it had to wait for since.
  package let slot: Instant
  /// Not after this moment.
  package var expires: Instant
  /// Who goes first among those due.
  package var precedence: Precedence
  /// Tries that reached the endpoint so far.
  package var tries: Int
  /// How far it got.
  package var stage: Stage
  /// Which table of delays holds.
  package var retry: RetryPolicy
  /// Whether it goes out even while the clock cannot be trusted: an alert to the admin.
  package var isAlert: Bool
  /// Whether it is sent once more since nobody knows whether it arrived: no plan has it.
  package var isAgain: Bool
  /// Which recipient's or mail domain's rate it counts to; nil: none.
  package var lane: String?

  /// A touch of these parts, not yet intended.
  package init(
    id: TouchID, channel: Channel, due: Instant, expires: Instant, precedence: Precedence,
    tries: Int = 0, stage: Stage = .planned, retry: RetryPolicy, isAlert: Bool = false,
    isAgain: Bool = false, slot: Instant? = nil, lane: String? = nil
  ) {
    self.id = id
    self.channel = channel
    self.due = due
    self.expires = expires
    self.precedence = precedence
    self.tries = tries
    self.stage = stage
    self.retry = retry
    self.isAlert = isAlert
    self.isAgain = isAgain
    self.slot = slot ?? due
    self.lane = lane
  }
}
