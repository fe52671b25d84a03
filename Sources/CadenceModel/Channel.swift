/// A way to reach a customer.
package enum Channel: UInt8, CaseIterable, Sendable, Comparable {
  case email, sms, chat, call, visit, gift, card, letter

  /// The name used in config, journal, listings and commands.
  package var name: String {
    switch self {
    case .email: "email"
    case .sms: "sms"
    case .chat: "chat"
    case .call: "call"
    case .visit: "visit"
    case .gift: "gift"
    case .card: "card"
    case .letter: "letter"
    }
  }

  /// Reads a channel's ``name``; nil for any other text.
  package init?(name: some StringProtocol) {
    guard let channel = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = channel
  }

  /// Whether the service itself sends here; the rest are tasks for a rep.
  package var isMachineSent: Bool { self <= .chat }

  /// Whether a rep writes it by hand, for which a text can be proposed.
  package var isOnPaper: Bool { self == .card || self == .letter }

  /// Whether templates may have texts for it.
  package var hasTexts: Bool { isMachineSent || isOnPaper }

  /// What a touch on this channel asks of whom.
  package var action: TouchAction { isMachineSent ? .send : .task }

  /// Orders as declared: machine channels first.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Who makes a touch: the machine, or a rep.
package enum TouchAction: String, Sendable {
  case send, task
}

/// A set of channels in one byte or two.
package struct ChannelSet: OptionSet, Hashable, Sendable {
  /// One bit a channel, by ``Channel/rawValue``.
  package let rawValue: UInt16

  /// A set from its bits.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The set of one channel.
  package init(_ channel: Channel) { self.init(rawValue: 1 << UInt16(channel.rawValue)) }

  /// Every channel.
  package static let all = ChannelSet(rawValue: (1 << UInt16(Channel.allCases.count)) - 1)

  /// Whether the channel is in the set.
  package func contains(_ channel: Channel) -> Bool { contains(ChannelSet(channel)) }

  /// The channels in declared order.
  package var channels: [Channel] { Channel.allCases.filter { contains($0) } }
}
