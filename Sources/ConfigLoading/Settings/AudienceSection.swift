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

  static let section = ConfigSection(
    "audience", "Whom it is for; every condition given must hold.", defaults: AudienceDraft()
  ) {
    ConfigField(
      "stages", \.stages,
      ConfigForm<CustomerStage>.choice(
        CustomerStage.allCases.map { ($0.name, $0) }, what: "stage"
      ).list(atLeast: 1),
      "Stages of the customer file.")
    ConfigField(
      "levels", \.levels,
      ConfigForm<CustomerLevel>.choice(
        CustomerLevel.allCases.map { ($0.name, $0) }, what: "level"
      ).list(atLeast: 1),
      "Grades of the customer file.")
    ConfigField(
      "languages", \.languages, ConfigForm<String>.language.list(atLeast: 1),
      "Language tags, as in the customer file.")
    ConfigField(
      "countries", \.countries, ConfigForm<String>.country.list(atLeast: 1),
      "Countries of the customers.")
    ConfigField(
      "sources", \.sources, ConfigForm<String>.text().list(atLeast: 1),
      "Lead sources, as in the customer file.")
    ConfigField(
      "reps", \.reps, ConfigForm<String>.name("rep id").located.list(atLeast: 1),
      "Only customers of these reps.")
    ConfigField(
      "has_installation", \.hasInstallation, .flag,
      "Only customers with (true) or without (false) something installed.")
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
    return audience
  }
}
