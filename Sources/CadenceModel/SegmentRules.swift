/// Thresholds by which facts become segments (`segments:` in the config; docs/segments.md).
package struct SegmentRules: Hashable, Sendable {
  /// By what the year's buyers are ranked.
  package enum Ranking: String, CaseIterable, Sendable {
    /// The margin where one is known, else the margin share of the amount.
    case profit
    /// What was paid.
    case revenue
  }

  /// What each kind of fact adds to loyalty.
  package struct Points: Hashable, Sendable {
    /// A day of a purchase.
    package var purchase = 2
    /// A customer introduced.
    package var referral = 3
    /// A day on which the customer turned to us: an inquiry or a contact of their own.
    package var contact = 1
    /// A visit made.
    package var visit = 1
    /// A call that was taken warmly.
    package var warmCall = 1
    /// A call that was taken coldly.
    package var coldCall = -1
    /// A complaint that is open.
    package var openComplaint = -2

    /// The defaults.
    package init() {}
  }

  /// Days that count for contribution and loyalty, the day itself included.
  package var periodDays = 1095
  /// From this contribution on it is high, in whole units of the currency.
  package var contributionFrom = 20_000
  /// From these points on loyalty is high.
  package var loyaltyFrom = 3
  /// What counts to loyalty, and how much.
  package var points = Points()
  /// By what the year's buyers are ranked.
  package var rankBy = Ranking.profit
  /// The profit assumed in amounts without a known margin, in percent.
  package var marginPercent = 100
  /// With fewer buyers in the year nobody is top, large or medium.
  package var leastBuyers = 20
  /// The shortest rhythm that lapse is measured by, in days.
  package var leastRhythm = 30
  /// From this share of the own rhythm on somebody is due, in percent.
  package var dueFrom = 100
  /// From this share of the own rhythm on somebody is at risk, in percent.
  package var atRiskFrom = 150
  /// From this share of the own rhythm on somebody has lapsed, in percent.
  package var lapsedFrom = 250

  /// The defaults.
  package init() {}
}
