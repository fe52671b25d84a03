import CadenceModel

/// Rule of tact: nobody is reached on a channel without consent or against an opt-out.
enum ConsentRule {
  /// Why a customer may not be reached on a channel; nil when it is allowed and possible.
  ///
  /// Machine channels need a stated consent; a call needs no refusal; what a rep brings or writes
  /// by hand is stopped by an opt-out only. A visit or gift needs no address: the rep asks.
  static func refuses(
    _ channel: Channel, _ standing: borrowing CustomerStanding, cadence: CadenceName
  ) -> SkipReason? {
    if standing.optedOut.contains(channel) { return .optedOut }
    for optOut in standing.occasionOptOuts where optOut.occasion == cadence {
      if optOut.channels.contains(channel) { return .optedOut }
    }
    switch channel {
    case .email, .sms, .chat:
      guard standing.reachable.contains(channel) else { return .noAddress }
      return standing.consented.contains(channel) ? nil : .noConsent
    case .call:
      guard standing.reachable.contains(channel) else { return .noAddress }
      return standing.refused.contains(channel) ? .noConsent : nil
    case .card, .letter: return standing.reachable.contains(channel) ? nil : .noAddress
    case .visit, .gift: return nil
    }
  }

  /// The first channel that is allowed and reachable, or the strongest reason why there is none.
  static func choose(
    _ channels: [Channel], _ standing: borrowing CustomerStanding, cadence: CadenceName
  ) -> Result<Channel, Refusal> {
    var strongest = SkipReason.noAddress
    for channel in channels {
      guard let reason = refuses(channel, standing, cadence: cadence) else {
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
