import CadenceModel

extension SegmentRules {
  static let pointsSection = ConfigSection(
    "points", "What each kind of fact adds to loyalty.", defaults: Points()
  ) {
    ConfigField(
      "purchase", \.purchase, .integer(-100...100, of: "of points"), "A day of a purchase.")
    ConfigField(
      "referral", \.referral, .integer(-100...100, of: "of points"), "A customer introduced.")
    ConfigField(
      "contact", \.contact, .integer(-100...100, of: "of points"),
      "A day on which the customer turned to us: an inquiry or a contact of their own.")
    ConfigField(
      "visit", \.visit, .integer(-100...100, of: "of points"), "A day on which we were there.")
    ConfigField(
      "warm_call", \.warmCall, .integer(-100...100, of: "of points"),
      "A call that was taken warmly.")
    ConfigField(
      "cold_call", \.coldCall, .integer(-100...100, of: "of points"),
      "A call that was taken coldly.")
    ConfigField(
      "open_complaint", \.openComplaint, .integer(-100...100, of: "of points"),
      "A complaint that is open.")
  }

  static let section = ConfigSection(
    "segments",
    "How facts become segments: types, tiers and lapse risks. docs/segments.md defines each figure.",
    defaults: SegmentRules()
  ) {
    ConfigField(
      "period_days", \.periodDays, .integer(30...36_500, of: "of days"),
      "Days that count for contribution and loyalty, today included.")
    ConfigField(
      "contribution_from", \.contributionFrom, .integer(0...1_000_000_000, of: "of currency units"),
      "From this contribution on it is high: bees and dragonflies.")
    ConfigField(
      "loyalty_from", \.loyaltyFrom, .integer(-1000...1000, of: "of points"),
      "From these points on loyalty is high: bees and butterflies.")
    ConfigField("points", \.points, pointsSection.form, "What counts to loyalty, and how much.")
    ConfigField(
      "rank_by", \.rankBy, .choice(of: Ranking.self, what: "ranking"),
      "By what the buyers of the last 365 days are ranked: profit (the margin where one is known, "
        + "else margin_percent of the amount) or revenue.")
    ConfigField(
      "margin_percent", \.marginPercent, .integer(0...100, of: "percent"),
      "The profit assumed in an amount whose margin is not known.")
    ConfigField(
      "least_buyers", \.leastBuyers, .integer(1...1_000_000, of: "of buyers"),
      "With fewer buyers in the year nobody is top, large or medium.")
    ConfigField(
      "least_rhythm_days", \.leastRhythm, .integer(1...3660, of: "of days"),
      "The shortest rhythm that lapse is measured by.")
    ConfigField(
      "due_from", \.dueFrom, .integer(1...10_000, of: "percent"),
      "From this share of the own rhythm on somebody is due.")
    ConfigField(
      "at_risk_from", \.atRiskFrom, .integer(1...10_000, of: "percent"),
      "From this share of the own rhythm on somebody is at risk.")
    ConfigField(
      "lapsed_from", \.lapsedFrom, .integer(1...10_000, of: "percent"),
      "From this share of the own rhythm on somebody has lapsed.")
  }
}

extension ConfigFolder {
  /// Shares of the rhythm must rise, and groups be named once and not by each other.
  func checkSegments(_ main: inout ReadFile<MainFile>) {
    let rules = main.value.segments
    if !(rules.value.dueFrom < rules.value.atRiskFrom
      && rules.value.atRiskFrom < rules.value.lapsedFrom)
    {
      main.findings.error(
        "due_from, at_risk_from and lapsed_from must rise: "
          + "\(rules.value.dueFrom), \(rules.value.atRiskFrom), \(rules.value.lapsedFrom)",
        at: rules.position)
    }
    for group in main.value.groups {
      if !group.value.name.isConfigName {
        main.findings.error(
          "\u{201C}\(group.value.name)\u{201D} is no name: 1 to 40 of a-z, 0-9 and -",
          at: group.position)
      }
      for name in group.value.value.groups {
        main.findings.error("a group cannot be made of groups", at: name.position)
      }
    }
  }
}
