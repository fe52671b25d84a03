import CadenceModel

/// Rule of tact: nobody is reached on a channel without consent or against an opt-out.
enum ConsentRule {
  /// Why a customer may not be reached on a channel; nil when it is allowed and possible.
  ///
  /// Machine channels need a stated consent; a call needs no refusal; what a rep brings or writes
  /// by hand is stopped by an opt-out only. A visit or gift needs no address: the rep asks.
  static func refuses(_ channel: Channel, _ reach: Reach) -> SkipReason? {
    if reach.optedOut.contains(channel) { return .optedOut }
    switch channel {
    case .email, .sms, .chat:
      guard reach.reachable.contains(channel) else { return .noAddress }
      return reach.consented.contains(channel) ? nil : .noConsent
    case .call:
      guard reach.reachable.contains(channel) else { return .noAddress }
      return reach.refused.contains(channel) ? .noConsent : nil
    case .card, .letter: return reach.reachable.contains(channel) ? nil : .noAddress
    case .visit, .gift: return nil
    }
  }

  /// The first channel that is allowed and reachable, or the strongest reason why there is none.
  static func choose(_ step: PreparedStep, _ reach: Reach) -> Result<Channel, Refusal> {
    var strongest = SkipReason.noAddress
    for channel in step.channels {
      guard let reason = refuses(channel, reach) else {
        return .success(channel)
      }
      if reason == .optedOut || strongest == .noAddress { strongest = reason }
    }
    return .failure(Refusal(reason: strongest))
  }
}

/// A reason that stops a touch.
struct Refusal: Error {
  let reason: SkipReason
}
