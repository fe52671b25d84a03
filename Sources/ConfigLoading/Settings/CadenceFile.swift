import CadenceModel
import CivilTime

/// A file `cadences/NAME.yaml` as written.
struct CadenceFile: Sendable {
  var kind: CadenceKind
  var title = ""
  var isPaused = false
  var precedence: Precedence
  var audience = AudienceDraft()
  var countsToCaps = true
  var boundByCaps: Bool
  var allowedOnHolidays: Bool
  var steps: [Located<StepDraft>] = []

  var perYear = Located(2)
  var birthdayBuffer = 14
  var contactGap = 14

  var date = AnniversaryRule.DateField.birthday
  var people: Located<[AnniversaryRule.Person]> = Located([.customer])
  var years: [Int] = []

  var opens: [LadderEvent] = []
  var stages: [CustomerStage] = []
  var endedBy: [LadderEvent] = []
  var isEach = false
  var countsFrom = LadderRule.Origin.attempt
  var repeats: CalendarPeriod?
  var rests = CalendarPeriod.days(60)
  var then: Located<String>?
  var entrySpread = 20

  var first = CalendarPeriod.months(6)
  var every = CalendarPeriod.months(12)
  var daysBefore = 10
  var daysAfter = 15

  var festivals: [Located<String>] = []

  /// The defaults of a kind.
  init(kind: CadenceKind) {
    self.kind = kind
    switch kind {
    case .greeting: precedence = .greeting
    case .anniversary: precedence = .birthday
    case .ladder: precedence = .followUp
    case .maintenance: precedence = .visit
    case .festival: precedence = .festival
    }
    // Birthdays are bound by one message a day only; visit notices are service, not promotion.
    boundByCaps = kind != .anniversary && kind != .maintenance
    allowedOnHolidays = kind == .anniversary || kind == .festival
  }

  /// The keys of a kind.
  static func section(_ kind: CadenceKind) -> ConfigSection<CadenceFile> {
    sections[kind] ?? makeSection(kind)
  }

  /// Every file of a kind is read by the same keys, so they are put together once.
  private static let sections = Dictionary(
    uniqueKeysWithValues: CadenceKind.allCases.map { ($0, makeSection($0)) })

  private static func makeSection(_ kind: CadenceKind) -> ConfigSection<CadenceFile> {
    ConfigSection(
      "cadence-\(kind.rawValue)", docs(kind), defaults: CadenceFile(kind: kind),
      hints: foreignKeys(kind), fields: commonFields + fields(kind) + [stepsField])
  }

  private static func docs(_ kind: CadenceKind) -> String {
    switch kind {
    case .greeting: "Greetings on ordinary days, spread over the year."
    case .anniversary: "A yearly day of a person: birthday, wedding day, first installation."
    case .ladder: "Steps after an event, ended by outcomes."
    case .maintenance: "Recurring visits to what was installed."
    case .festival: "A message or task on or before a named day."
    }
  }

  private static let commonFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "kind", \.kind, .choice(of: CadenceKind.self, what: "kind"), required: true,
      "The shape of the cadence; it decides which further keys there are.")
    ConfigField(
      "title", \.title, .text(most: 60), required: true, "What digest and explain call it.")
    ConfigField("paused", \.isPaused, .flag, "Stops this one cadence for now.")
    ConfigField(
      "precedence", \.precedence,
      .choice(Precedence.allCases.map { ($0.name, $0) }, what: "precedence"),
      "Who goes first when two touches want the same customer, from complaint to greeting.")
    ConfigField("audience", \.audience, AudienceDraft.section.form, "Whom it is for.")
    ConfigField(
      "counts_to_caps", \.countsToCaps, .flag, "Whether its messages count to policy.caps.")
    ConfigField(
      "bound_by_caps", \.boundByCaps, .flag,
      "Whether policy.caps can stop it; policy.per_day binds everything.")
    ConfigField(
      "allowed_on_holidays", \.allowedOnHolidays, .flag,
      "Whether it may be sent on public holidays.")
  }

  private static let stepsField = ConfigField(
    "steps", \CadenceFile.steps,
    StepDraft.section.form(marking: \.isDamaged).located.list(atLeast: 1, atMost: 60),
    required: true, "The touches, in their order.")

  private static func fields(_ kind: CadenceKind) -> [ConfigField<CadenceFile>] {
    switch kind {
    case .greeting: greetingFields
    case .anniversary: anniversaryFields
    case .ladder: ladderFields
    case .maintenance: maintenanceFields
    case .festival: festivalFields
    }
  }

  private static let greetingFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "per_year", \.perYear, ConfigForm<Int>.integer(1...12, of: "of greetings").located,
      required: true, "How many a year, one in each equal part of the year.")
    ConfigField(
      "birthday_buffer", \.birthdayBuffer, .integer(0...60, of: "of days"),
      "Days kept free on both sides of the customer's and the family's birthdays.")
    ConfigField(
      "contact_gap", \.contactGap, .integer(0...90, of: "of days"),
      "Days of quiet on both sides of any other contact, planned or made.")
  }

  private static let anniversaryFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "date", \.date, .choice(of: AnniversaryRule.DateField.self, what: "date"), required: true,
      "Which date of the customer file counts.")
    ConfigField(
      "people", \.people,
      ConfigForm<AnniversaryRule.Person>.choice(of: AnniversaryRule.Person.self, what: "person")
        .list(atLeast: 1, atMost: 4).located,
      "Whose; only for date: birthday.")
    ConfigField(
      "years", \.years, ConfigForm<Int>.integer(1...150).list(),
      "Only these anniversaries, such as [1, 3, 5]; without it every year.")
  }

  private static let maintenanceFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "first", \.first, .period(positive: true), required: true,
      "From installation to the first visit.")
    ConfigField(
      "every", \.every, .period(positive: true), required: true,
      "From one actual visit to the next.")
    ConfigField(
      "days_before", \.daysBefore, .integer(0...180, of: "of days"),
      "Days before the due day in which the visit may already be made.")
    ConfigField(
      "days_after", \.daysAfter, .integer(0...180, of: "of days"),
      "Days after the due day in which it may still be made.")
  }

  private static let festivalFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "festivals", \.festivals,
      ConfigForm<String>.name("festival name").located.list(atLeast: 1, atMost: 50),
      required: true, "Names of festivals in fifthcall.yaml.")
  }

  /// Keys of the other kinds, with what to say of them here.
  private static func foreignKeys(_ kind: CadenceKind) -> [String: String] {
    var hints: [String: String] = [:]
    let own = Set((commonFields + fields(kind)).map(\.name))
    for other in CadenceKind.allCases where other != kind {
      for field in fields(other) where !own.contains(field.name) {
        hints[field.name] = "it belongs to kind: \(other.rawValue), not \(kind.rawValue)"
      }
    }
    return hints
  }
}
