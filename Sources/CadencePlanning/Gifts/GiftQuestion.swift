package import CadenceModel
package import CivilTime

/// What has to be known to choose a gift: the customer's side of it.
package struct GiftQuestion: Hashable, Sendable {
  /// What it is given for.
  package var occasion: GiftOccasion
  /// The day on which it is given.
  package var day: Day
  /// Where the customer stands in the pyramid, which sets the budget.
  package var tier: PyramidTier
  /// Full years on the day; nil: not on file.
  package var age: Int?
  /// The customer's sex.
  package var sex = Gender.unknown
  /// The giver's sex.
  package var giverSex = Gender.unknown
  /// Province and city as on file.
  package var places: [String] = []
  /// Interests as on file.
  package var interests: [String] = []
  /// What the household was given, by id, and when.
  package var given: [Given] = []

  /// A gift that was given.
  package struct Given: Hashable, Sendable {
    /// The gift's id.
    package var gift: String
    /// When.
    package var day: Day

    /// A gift given on a day.
    package init(_ gift: String, on day: Day) {
      self.gift = gift
      self.day = day
    }
  }

  /// A question of which only the frame is known.
  package init(_ occasion: GiftOccasion, on day: Day, tier: PyramidTier) {
    self.occasion = occasion
    self.day = day
    self.tier = tier
  }
}

extension GiftQuestion {
  /// What the files and the journal know of a customer.
  ///
  /// `customer` and `household`, everybody of it, are indices into the roster; `history` answers by
  /// id; `zone` counts the days of gifts.
  package init(
    _ occasion: GiftOccasion, on day: Day, for customer: Int, household: [Int],
    tier: PyramidTier, roster: Roster, history: (CustomerID) -> CustomerHistory?, zone: ZoneRules
  ) {
    self.init(occasion, on: day, tier: tier)
    let record = roster.customers[customer]
    let profile = roster.profile(at: customer)
    age = record.birthday?.age(on: day)
    sex = record.gender
    places = [profile[.province], profile[.city]].filter { !$0.isEmpty }
    interests = profile.list(.interests)
    for member in household {
      for known in history(roster.customers[member].id)?.facts ?? [] {
        guard case .gift = known.fact.detail, let item = known.fact.marks.item else { continue }
        given.append(Given(item, on: zone.local(at: known.fact.at).day))
      }
    }
  }
}
