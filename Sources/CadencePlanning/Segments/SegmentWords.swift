import CadenceModel

/// The numbers behind a segment, in sentences.
struct SegmentWords {
  private let segment: Segment
  private let rules: SegmentRules

  init(_ segment: Segment, _ rules: SegmentRules) {
    self.segment = segment
    self.rules = rules
  }

  /// A sentence each for type, tier and lapse risk.
  var all: [String] { [type, tier, lapse] }

  private var type: String {
    guard let type = segment.type else { return "no type: nothing is known to judge by" }
    let money = segment.isPotential ? "the last offer" : "profit of \(rules.periodDays) days"
    let contribution = compare(
      segment.contribution >= Int64(rules.contributionFrom) * 100, "\(rules.contributionFrom)")
    let loyalty = compare(segment.loyalty >= rules.loyaltyFrom, "\(rules.loyaltyFrom)")
    return "type \(type.rawValue): contribution \(amount(segment.contribution)) (\(money)) "
      + "\(contribution); loyalty \(segment.loyalty) \(loyalty)"
  }

  private var tier: String {
    guard let tier = segment.tier else { return "no tier: dead or erased" }
    let value = "lifetime value \(amount(segment.value))"
    guard segment.rank > 0 else {
      return "tier \(tier.rawValue): nothing bought in 365 days; \(value)"
    }
    let few =
      segment.buyers < rules.leastBuyers
      ? ", fewer than \(rules.leastBuyers), so nobody is top, large or medium" : ""
    return
      "tier \(tier.rawValue): \(rules.rankBy.rawValue) \(amount(segment.yearValue)) in 365 days, "
      + "place \(segment.rank) of \(segment.buyers) buyers\(few); \(value)"
  }

  private var lapse: String {
    guard let lapse = segment.lapse else {
      return "no lapse risk: too few purchases and contacts for a rhythm"
    }
    let what = segment.isContactRhythm ? "contact" : "purchase"
    let share = segment.elapsed * 100 / max(segment.rhythm, 1)
    return
      "lapse \(lapse.rawValue): \(segment.elapsed) days since the last \(what), \(share) % of the "
      + "own rhythm of \(segment.rhythm) days (due from \(rules.dueFrom) %, at risk from "
      + "\(rules.atRiskFrom) %, lapsed from \(rules.lapsedFrom) %)"
  }

  private func compare(_ isHigh: Bool, _ least: String) -> String { (isHigh ? "≥ " : "< ") + least }

  private func amount(_ hundredths: Int64) -> String { Amount(hundredths: hundredths).description }
}
