package import CadenceModel
import CivilTime

/// When an address is given up: at once when nobody has it, on the second day of refusals that say
/// nothing clearer, on the third day of a full or disabled mailbox (RFC 3463 says whose fault a
/// refusal is; the numbers are those of the study of reliable services, section 2.4).
///
/// Another address in the customer file, or an opt-in recorded since, begins anew; so does a call that
/// reached the customer, for the number.
package enum AddressRule {
  /// Faults longer than this many days before the last one do not count with it.
  package static let memory = 90

  /// Whether an address with these faults is not written to any more.
  package static func isGivenUp(_ faults: [AddressFault]) -> Bool {
    if faults.contains(where: { $0.kind == .unknown }) { return true }
    guard let last = faults.map({ day($0) }).max() else { return false }
    let recent = faults.filter { last - day($0) <= memory }
    let refusals = Set(recent.filter { $0.kind != .closed }.map { day($0) })
    let closures = Set(recent.filter { $0.kind == .closed }.map { day($0) })
    return refusals.count >= 2 || closures.count >= 3
  }

  /// The channels on which a customer's present addresses are given up.
  ///
  /// `mark` gives the present address of a channel as faults name it; nil when there is none.
  package static func givenUp(
    _ history: CustomerHistory, mark: (Channel) -> String?
  ) -> ChannelSet {
    var channels = ChannelSet()
    for channel in Channel.allCases {
      let faults = history.addressFaults.filter { $0.channel == channel }
      guard !faults.isEmpty, let mark = mark(channel) else { continue }
      let good = [lastOptIn(history, channel), lastReached(history, channel)].compactMap(\.self).max()
      let counted = faults.filter { fault in
        fault.mark == mark && good.map { fault.at > $0 } ?? true
      }
      if isGivenUp(counted) { channels.formUnion(ChannelSet(channel)) }
    }
    return channels
  }

  private static func lastOptIn(_ history: CustomerHistory, _ channel: Channel) -> Instant? {
    history.facts.compactMap { recorded in
      guard case .optIn(let only, occasion: nil) = recorded.fact.detail else { return nil }
      return only == nil || only == channel ? recorded.fact.at : nil
    }.max()
  }

  /// A wrong number at which somebody was reached since was none.
  private static func lastReached(_ history: CustomerHistory, _ channel: Channel) -> Instant? {
    guard channel == .call || channel == .sms else { return nil }
    return history.facts.map(\.fact).filter { fact in
      fact.detail.kind == .call && fact.isHumanContact
    }.map(\.at).max()
  }

  private static func day(_ fault: AddressFault) -> Int64 { fault.at.seconds / 86_400 }
}
