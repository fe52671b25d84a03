/// What kind of thing was recorded: the KINDs of `fifthcall record` (contract section 7).
package enum FactKind: UInt8, CaseIterable, Sendable {
  case inquiry, offer, won, lost, call, visit, purchase, complaint, resolved, promise, kept
  case optOut, optIn, occasion, snooze, gift, card, letter, survey, deceased, bereaved, note
  case contact, referral, assigned

  /// The name in commands and journal.
  package var name: String {
    switch self {
    case .optOut: "opt-out"
    case .optIn: "opt-in"
    default: String(describing: self)
    }
  }

  /// Reads a kind's ``name``; nil for any other text.
  package init?(name: some StringProtocol) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// Whether a human spoke with the customer, which resets the quiet period (rule of tact 4).
  ///
  /// A call counts only when it reached somebody; see ``Fact/isHumanContact``.
  package var mayBeHumanContact: Bool {
    switch self {
    case .inquiry, .offer, .won, .call, .visit, .purchase, .complaint, .resolved, .contact,
      .survey, .gift:
      true
    default: false
    }
  }
}
