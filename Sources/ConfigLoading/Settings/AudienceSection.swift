import CadenceModel

/// Whom a cadence or step is for, before reps are looked up.
struct AudienceDraft: Sendable {
  var audience = Audience()
  var stages: [CustomerStage] = []
  var levels: [CustomerLevel] = []
  var languages: [String] = []
  var countries: [String] = []
  var sources: [String] = []
  var reps: [Located<String>] = []
  var except: [String] = []
  var hasInstallation: Bool?
  var computed = ComputedAudience()
  var types: [CustomerType] = []
  var tiers: [PyramidTier] = []
  var lapse: [LapseRisk] = []
  var tags: [String] = []
  var groups: [Located<String>] = []
  var products: [String] = []
  var interests: [String] = []
  var areas: [String] = []

  static let section = ConfigSection(
    "audience", "Whom it is for; every condition given must hold.", defaults: AudienceDraft()
  ) {
    ConfigField(
      "stages", \.stages,
      ConfigForm<CustomerStage>.choice(
        CustomerStage.allCases.map { ($0.name, $0) }, what: "stage"
      ).list(),
      "Stages of the customer file.")
    ConfigField(
      "levels", \.levels,
      ConfigForm<CustomerLevel>.choice(
        CustomerLevel.allCases.map { ($0.name, $0) }, what: "level"
      ).list(),
      "Grades of the customer file.")
    ConfigField(
      "languages", \.languages, ConfigForm<String>.language.list(),
      "Language tags, as in the customer file.")
    ConfigField(
      "countries", \.countries, ConfigForm<String>.country.list(), "Countries of the customers.")
    ConfigField(
      "sources", \.sources, ConfigForm<String>.text().list(),
      "Lead sources, as in the customer file.")
    ConfigField(
      "reps", \.reps, ConfigForm<String>.name("rep id").located.list(),
      "Only customers of these reps.")
    ConfigField(
      "has_installation", \.hasInstallation, .flag,
      "Only customers with (true) or without (false) something installed.")
    ConfigField(
      "types", \.types, ConfigForm<CustomerType>.choice(of: CustomerType.self, what: "type").list(),
      "Types computed from the facts; see segments and docs/segments.md.")
    ConfigField(
      "tiers", \.tiers, ConfigForm<PyramidTier>.choice(of: PyramidTier.self, what: "tier").list(),
      "Tiers of the pyramid computed from the purchases.")
    ConfigField(
      "lapse", \.lapse, ConfigForm<LapseRisk>.choice(of: LapseRisk.self, what: "risk").list(),
      "How far the own rhythm of buying or contact is exceeded.")
    ConfigField(
      "tags", \.tags, ConfigForm<String>.text("tag", most: 100).list(),
      "Tags of the customer file; one of them is enough.")
    ConfigField(
      "groups", \.groups, ConfigForm<String>.name("group").located.list(),
      "Groups of fifthcall.yaml; whoever is in one of them is meant.")
    ConfigField(
      "value_from", \.computed.valueFrom, .integer(0...1_000_000_000, of: "of currency units"),
      "The least lifetime value.")
    ConfigField(
      "bought_within", \.computed.boughtWithin, .period(positive: true),
      "Only who bought in the last so many days or months.")
    ConfigField(
      "not_bought_within", \.computed.notBoughtWithin, .period(positive: true),
      "Only who bought nothing in the last so many days or months.")
    ConfigField(
      "products", \.products, ConfigForm<String>.text("product", most: 100).list(),
      "Only who bought or has installed one of these; a part of the name is enough.")
    ConfigField(
      "interests", \.interests, ConfigForm<String>.text("interest", most: 100).list(),
      "Interests of the customer file; one of them is enough.")
    ConfigField(
      "areas", \.areas, ConfigForm<String>.text("area", most: 100).list(),
      "City and district as in the customer file with a blank between, or one of both.")
    ConfigField(
      "referrals_from", \.computed.referralsFrom, .integer(1...1000, of: "of customers"),
      "Only who introduced at least so many customers.")
    ConfigField(
      "min_satisfaction", \.computed.minSatisfaction, .integer(0...500, of: "percent"),
      "The least satisfaction when last asked: perceived in percent of expected.")
    ConfigField(
      "except", \.except, ConfigForm<String>.text().list(), "Customer ids that are left out.")
  }

  /// The audience in the model's terms.
  var value: Audience {
    var audience = Audience()
    audience.stages = Set(stages)
    audience.levels = Set(levels)
    audience.languages = Set(languages)
    audience.countries = Set(countries)
    audience.sources = Set(sources)
    audience.reps = Set(reps.map { RepID($0.value) })
    audience.hasInstallation = hasInstallation
    audience.except = Set(except.map { CustomerID($0) })
    audience.computed = computed
    audience.computed.types = Set(types)
    audience.computed.tiers = Set(tiers)
    audience.computed.lapse = Set(lapse)
    audience.tags = Set(tags)
    audience.groups = Set(groups.map(\.value))
    audience.products = Set(products)
    audience.interests = Set(interests)
    audience.areas = Set(areas)
    return audience
  }
}
