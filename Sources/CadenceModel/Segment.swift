package import CivilTime

/// What kind of customer somebody is: contribution by loyalty (product row A1).
package enum CustomerType: String, CaseIterable, Sendable {
  /// High contribution, high loyalty.
  case bee
  /// High contribution, low loyalty.
  case dragonfly
  /// Low contribution, high loyalty.
  case butterfly
  /// Low contribution, low loyalty.
  case mantis
}

/// Where somebody stands in the pyramid by profit of the last year (product row E1).
package enum PyramidTier: String, CaseIterable, Sendable {
  /// The first 1 % of the year's buyers.
  case top
  /// The next 4 %.
  case large
  /// The next 15 %.
  case medium
  /// The remaining 80 %.
  case small
  /// Bought before, not within the year.
  case inactive
  /// In first contact: asked, or got an offer.
  case prospect
  /// Could be served; no relation yet.
  case suspect
}

/// How far somebody's own rhythm of buying or contact is exceeded (product row C3).
package enum LapseRisk: String, CaseIterable, Sendable {
  case fresh, due
  case atRisk = "at-risk"
  case lapsed
}

/// What the facts say of one customer, worked out anew each day (docs/segments.md).
package struct Segment: Hashable, Sendable {
  /// Nil where nothing is known that could be judged.
  package var type: CustomerType?
  /// Nil for the dead and the erased.
  package var tier: PyramidTier?
  /// Nil where there is no rhythm yet.
  package var lapse: LapseRisk?
  /// What counts as contribution, in hundredths.
  package var contribution: Int64 = 0
  /// Points of loyalty.
  package var loyalty: Int = 0
  /// Profit of the last year by which buyers are ranked, in hundredths.
  package var yearValue: Int64 = 0
  /// Place among the year's buyers, from 1; equal values share it; 0 for nobody of them.
  package var rank: Int = 0
  /// Lifetime value so far, in hundredths.
  package var value: Int64 = 0
  /// How many buyers the year had when the day began.
  package var buyers: Int = 0
  /// Whether the contribution is the amount of the last offer, since nothing was bought yet.
  package var isPotential = false
  /// Days of purchases, each once.
  package var purchaseDays: Int = 0
  /// The last purchase, refunds not counted.
  package var lastPurchase: Day?
  /// The own rhythm in days that ``lapse`` is measured by; 0 for none.
  package var rhythm: Int = 0
  /// Days since the last purchase or contact, whichever the rhythm is of.
  package var elapsed: Int = 0
  /// Whether the rhythm is of contacts, since there are too few purchases for one.
  package var isContactRhythm = false
  /// How many customers were introduced.
  package var referrals: Int = 0
  /// The last satisfaction, perceived in percent of expected; nil: never asked.
  package var satisfaction: Int?
  /// The day the other figures hold for.
  package var day = Day(0)

  /// A customer of whom nothing is known.
  package init() {}
}
