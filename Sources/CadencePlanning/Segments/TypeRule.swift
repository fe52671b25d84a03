import CadenceModel

/// The type of a customer: contribution by loyalty.
enum TypeRule {
  static func type(
    contribution: Int64, loyalty: Int, _ rules: SegmentRules
  ) -> CustomerType {
    let isHigh = contribution >= Int64(rules.contributionFrom) * 100
    let isLoyal = loyalty >= rules.loyaltyFrom
    return isHigh ? (isLoyal ? .bee : .dragonfly) : (isLoyal ? .butterfly : .mantis)
  }
}
