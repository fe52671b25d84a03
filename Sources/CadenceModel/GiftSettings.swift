/// An occasion for which something may be given.
package enum GiftOccasion: String, CaseIterable, Sendable {
  case birthday, wedding, loyalty, festival, referral
  case movingIn = "moving-in"
  case reunion, exam, opening, illness, travel, other

  /// The occasion of a recorded event of a customer's life.
  package init(_ name: OccasionName) { self = Self(rawValue: name.rawValue) ?? .other }
}

/// Something that may be given (product row D5).
package struct Gift: Hashable, Sendable {
  /// Its id in `gifts.yaml`, which `record gift --gift` names.
  package var id: String
  /// What it is called, by language tag.
  package var names: [String: String] = [:]
  /// What it stands for, by language tag.
  package var meanings: [String: String] = [:]
  /// What it costs, in the site's currency.
  package var cost = Amount(hundredths: 0)
  /// What taboos call it, such as `clock`.
  package var tags: Set<String> = []
  /// Interests of the customer that it fits, as the customer file writes them.
  package var interests: [String] = []
  /// Occasions that it is meant for; empty: all.
  package var occasions: Set<GiftOccasion> = []
  /// Only for this sex; unknown: for both.
  package var sex = Gender.unknown
  /// From this age on.
  package var ageFrom: Int?
  /// Up to this age.
  package var ageTo: Int?

  /// A gift of which only the id is known.
  package init(id: String) { self.id = id }
}

/// What is not given to whom, and why.
///
/// Every condition that is set must hold; what is not known of a customer counts as if it held.
package struct GiftTaboo: Hashable, Sendable {
  /// Gifts with one of these tags.
  package var tags: Set<String> = []
  /// Only where a province or city is called so; empty: everywhere.
  package var places: [String] = []
  /// Only for these occasions; empty: all.
  package var occasions: Set<GiftOccasion> = []
  /// Only from this age on.
  package var ageFrom: Int?
  /// Only for this sex; unknown: both.
  package var sex = Gender.unknown
  /// Only where giver and customer are not of the same sex.
  package var betweenSexes = false
  /// Why, by language tag.
  package var reasons: [String: String] = [:]
  /// Where that is written.
  package var source = ""

  /// A taboo on nothing yet.
  package init() {}
}

/// What may be given to whom at which cost: `gifts.yaml`.
package struct GiftSettings: Hashable, Sendable {
  /// What may be given, in the order of the file.
  package var gifts: [Gift] = []
  /// What must not.
  package var taboos: [GiftTaboo] = []
  /// The most that one gift may cost, by tier; a tier without one gets nothing.
  package var budgets: [PyramidTier: Amount] = [:]
  /// For so many months nothing is given twice to a household.
  package var restMonths = 36

  /// Nothing to give.
  package init() {}
}
