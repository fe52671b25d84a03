import CadenceModel
import CivilTime

/// A ``ComputedAudience`` made ready: what facts say of a customer against what is asked.
final class ComputedTest: Sendable {
  private let wanted: ComputedAudience

  init(_ audience: ComputedAudience) { wanted = audience }

  /// Whether every condition given holds.
  func allows(_ segment: Segment) -> Bool {
    Self.has(segment.type, in: wanted.types) && Self.has(segment.tier, in: wanted.tiers)
      && Self.has(segment.lapse, in: wanted.lapse) && allowsFigures(segment)
      && allowsPurchases(segment)
  }

  private static func has<Value: Hashable>(_ value: Value?, in wanted: Set<Value>) -> Bool {
    wanted.isEmpty || value.map(wanted.contains) ?? false
  }

  private func allowsFigures(_ segment: Segment) -> Bool {
    if let least = wanted.valueFrom, segment.value < Int64(least) * 100 { return false }
    if let least = wanted.referralsFrom, segment.referrals < least { return false }
    guard let least = wanted.minSatisfaction else { return true }
    return segment.satisfaction.map { $0 >= least } ?? false
  }

  private func allowsPurchases(_ segment: Segment) -> Bool {
    let last = segment.lastPurchase
    if let within = wanted.boughtWithin {
      guard let last, within.added(to: last) >= segment.day else { return false }
    }
    if let without = wanted.notBoughtWithin, let last {
      return without.added(to: last) < segment.day
    }
    return true
  }
}
