import CadenceModel

/// Where the year's buyers are cut into tiers, and who stands where.
///
/// Only values decide: whoever has as much as the last of a tier belongs to it, so that neither the
/// order of rows nor an id makes anybody top.
final class TierCuts: Sendable {
  /// The year's values of all buyers, the greatest first.
  private let values: [Int64]
  /// The least value of top, large and medium; nil with too few buyers.
  private let least: (top: Int64, large: Int64, medium: Int64)?

  init(_ values: [Int64], _ rules: SegmentRules) {
    let sorted = values.sorted(by: >)
    self.values = sorted
    let count = sorted.count
    guard count >= rules.leastBuyers, count > 0 else {
      least = nil
      return
    }
    func last(ofPercent share: Int) -> Int64 { sorted[(count * share + 99) / 100 - 1] }
    least = (last(ofPercent: 1), last(ofPercent: 5), last(ofPercent: 20))
  }

  /// How many buyers there are.
  var count: Int { values.count }

  /// The tier of a buyer by the year's value.
  func tier(of value: Int64) -> PyramidTier {
    guard let least else { return .small }
    if value >= least.top { return .top }
    if value >= least.large { return .large }
    return value >= least.medium ? .medium : .small
  }

  /// One more than there are buyers with a greater value.
  func rank(of value: Int64) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] > value { low = middle + 1 } else { high = middle }
    }
    return low + 1
  }
}

/// Tiers of those who did not buy within the year.
enum TierRule {
  static func tier(
    hasBought: Bool, stage: CustomerStage, hasAsked: Bool
  ) -> PyramidTier {
    if hasBought || stage.hasBought { return .inactive }
    return stage == .prospect || stage == .opportunity || hasAsked ? .prospect : .suspect
  }
}
