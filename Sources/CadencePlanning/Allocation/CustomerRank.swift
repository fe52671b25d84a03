package import CadenceModel

/// Whose turn comes first when a rep has more to do than fits into a day (product rows C2, E6, E8).
///
/// A need that was heard lately goes before rank: clear need, tier, type, level. `docs/capacity.md` says so
/// to admins; this is the only place that knows it.
package struct CustomerRank: Hashable, Comparable, Sendable {
  /// Smaller goes first: a byte each for need, tier, type and level.
  private let number: UInt32

  /// The rank of a customer with this need, segment and grade.
  package init(need: Need?, segment: Segment, level: CustomerLevel) {
    let needed: UInt32 = need == .clear ? 0 : 1
    let tier = Self.place(of: segment.tier)
    let type = Self.place(of: segment.type)
    let grade = level == .none ? 4 : UInt32(level.rawValue)
    number = needed << 24 | tier << 16 | type << 8 | grade
  }

  /// In the order in which the cases are declared, unknown last.
  private static func place<Value: CaseIterable & Equatable>(of value: Value?) -> UInt32 {
    guard let value else { return 255 }
    for (place, known) in Value.allCases.enumerated() where known == value {
      return UInt32(place)
    }
    return 255
  }

  /// Who comes first is smaller.
  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension Need {
  /// The need last heard of in a call or a visit; nil where none was, or where it was met since.
  package static func last(in facts: some BidirectionalCollection<Fact>) -> Need? {
    for fact in facts.reversed() {
      switch fact.detail {
      case .call(let report): if let need = report.need { return need }
      case .visit(let report): if let need = report.need { return need }
      case .won, .lost, .purchase: return nil
      default: continue
      }
    }
    return nil
  }
}
