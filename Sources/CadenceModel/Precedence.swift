/// Who goes first when two touches want the same customer: the contract's order (section 2).
package enum Precedence: UInt8, CaseIterable, Sendable, Comparable {
  case complaint, promise, birthday, visit
  case followUp
  case occasion, festival, nurture, greeting

  /// The name in config and listings.
  package var name: String { self == .followUp ? "follow-up" : String(describing: self) }

  /// Reads a ``name``; nil for any other text.
  package init?(name: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Earlier goes first.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
