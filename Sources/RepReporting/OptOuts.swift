import CadenceModel

/// What a customer has opted out of, by file and records.
struct OptOuts {
  /// Channels for everything.
  private(set) var channels: ChannelSet
  /// Single cadences, each with a channel or with all of them.
  private(set) var occasions: [Occasion] = []

  /// One cadence that the customer wants no more.
  struct Occasion: Hashable {
    let cadence: CadenceName
    /// The channel; nil: all.
    let channel: Channel?
  }

  init(_ customer: borrowing Customer, _ facts: some Sequence<Fact>) {
    channels = customer.optedOut
    for fact in facts {
      switch fact.detail {
      case .optOut(let channel, nil): channels.formUnion(channel.map { ChannelSet($0) } ?? .all)
      case .optIn(let channel, nil): channels.subtract(channel.map { ChannelSet($0) } ?? .all)
      case .optOut(let channel, .some(let cadence)):
        occasions.append(Occasion(cadence: cadence, channel: channel))
      case .optIn(let channel, .some(let cadence)):
        occasions.removeAll {
          $0.cadence == cadence && (channel == nil || $0.channel == channel)
        }
      default: break
      }
    }
  }
}
