package import CivilTime

/// What planning knows of a customer: facts in few bytes; texts stand in the ``CustomerProfile``.
package struct Customer: Sendable {
  /// The id of the customer file; unique and stable.
  package var id: CustomerID
  /// Index into ``Settings/reps`` of the rep in charge.
  package var rep: UInt16 = 0
  /// Index into ``Roster/zones``.
  package var zone: UInt16 = 0
  /// Index into ``Roster/countries`` (ISO 3166 codes), which chooses the holiday calendar.
  package var country: UInt16 = 0
  /// Index into ``Roster/regions`` (holiday subdivision codes, `""` for none).
  package var region: UInt16 = 0
  /// Index into ``Roster/languages`` (BCP 47 tags).
  package var language: UInt16 = 0
  /// Index into ``Roster/sources`` (lead sources as the file says them).
  package var source: UInt16 = 0
  /// Index into ``Roster/areas``: city and district, for visits.
  package var area: UInt32 = 0
  /// Where the customer stands in the sales process.
  package var stage: CustomerStage = .suspect
  /// The dealer's own grade.
  package var level: CustomerLevel = .none
  /// Female, male or not said.
  package var gender: Gender = .unknown
  /// Channels with a stated consent.
  package var consented = ChannelSet()
  /// Channels that the customer expressly refused ("no" in a consent column).
  package var refused = ChannelSet()
  /// Channels opted out of; wins over consent.
  package var optedOut = ChannelSet()
  /// Channels for which an address or number is on file.
  package var reachable = ChannelSet()
  /// Whether the record comes from the shipped sample base, which goes to the outbox only.
  package var isSample = false
  /// The mobile number as an integer with its country code, 0 for none: one number, one household.
  package var phone: UInt64 = 0
  /// Index of the household's first customer in the roster; its own index when alone.
  package var household: Int32 = 0
  /// The customer's own birthday.
  package var birthday: PersonDate?
  /// The wedding anniversary.
  package var wedding: PersonDate?
  /// Family members with a birthday on file.
  package var family: [FamilyDate] = []
  /// What was installed and when, by day.
  package var installations: [Installation] = []
  /// The day the record was created, if known.
  package var created: Day?
  /// The last contact that the file tells of.
  package var lastContact: Day?
  /// The next contact that the file asks for.
  package var nextContact: Day?
  /// The last purchase that the file tells of.
  package var lastPurchase: Day?
  /// When a rep may call, if the customer said so: minutes of the day.
  package var callWindow: TimeWindow?
  /// Whether the customer prefers weekends for calls and visits.
  package var prefersWeekend = false
  /// Where the texts stand in the roster's ``ProfileArena``.
  package var profile = ProfileRange()
  /// Where the purchases begin in ``Roster/purchases``.
  package var purchaseStart: UInt32 = 0
  /// How many purchases are on file.
  package var purchaseCount: UInt16 = 0
  /// Index into ``Roster/tagSets``.
  package var tags: UInt16 = 0

  /// A customer of whom only the id is known.
  package init(id: CustomerID) { self.id = id }
}

/// A family member's birthday.
package struct FamilyDate: Hashable, Sendable {
  /// Who it is.
  package var relation: Relation
  /// The birthday.
  package var date: PersonDate

  /// Names a relation and its date.
  package init(relation: Relation, date: PersonDate) {
    self.relation = relation
    self.date = date
  }
}

/// Something installed at the customer's: maintenance counts from its day.
package struct Installation: Hashable, Sendable {
  /// The day of installation.
  package var day: Day
  /// Which of that day, from 1.
  package var which: UInt8
  /// The warranty's last day, if known.
  package var warrantyUntil: Day?
  /// Which of the customer's products on file: bit 0 for the first; all bits where one day stands
  /// for every product.
  package var products: UInt32

  /// Describes an installation.
  package init(
    day: Day, which: UInt8 = 1, warrantyUntil: Day? = nil, products: UInt32 = .max
  ) {
    self.day = day
    self.which = which
    self.warrantyUntil = warrantyUntil
    self.products = products
  }

  /// Whether the product at this place on file, from 0, belongs to it.
  package func has(product place: Int) -> Bool {
    products == .max || (place < 32 && products & (1 << UInt32(place)) != 0)
  }

  /// The id used in touch ids and in `record visit --installation`: the day, `.2` for a second.
  package var id: InstallationID { Self.id(day: day, which: which) }

  /// The id of an installation known by day and number.
  package static func id(day: Day, which: UInt8) -> InstallationID {
    InstallationID(which > 1 ? "\(day).\(which)" : "\(day)")
  }
}

/// Where a customer stands (the stages of the sample data).
package enum CustomerStage: UInt8, CaseIterable, Sendable {
  case suspect, prospect, opportunity, customer
  case repeatCustomer
  case evangelist, lost

  /// The name used in config, touch ids and listings.
  package var name: String {
    switch self {
    case .suspect: "suspect"
    case .prospect: "prospect"
    case .opportunity: "opportunity"
    case .customer: "customer"
    case .repeatCustomer: "repeat-customer"
    case .evangelist: "evangelist"
    case .lost: "lost"
    }
  }

  /// Reads a ``name``; nil for any other text.
  package init?(name: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// The dealer's grade of a customer, A the weightiest.
package enum CustomerLevel: UInt8, CaseIterable, Sendable {
  case none, a, b, c

  /// The name used in config and listings.
  package var name: String {
    switch self {
    case .none: "none"
    case .a: "A"
    case .b: "B"
    case .c: "C"
    }
  }
}

/// A customer's sex, for the salutation.
package enum Gender: UInt8, Sendable {
  case unknown, female, male
}
