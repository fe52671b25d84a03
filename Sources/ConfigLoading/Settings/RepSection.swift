import CadenceModel
import CivilTime

/// A rep as `reps.yaml` says it.
struct RepDraft: Sendable {
  var id = Located("")
  var names: [Located<String>] = []
  var email: String?
  var phone: String?
  var zone: Located<String>?
  var language: String?
  var country: Located<String>?
  var weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
  var absences: [AbsenceDraft] = []
  var deputy: Located<String>?
  var left: Located<Day>?
  var successor: Located<String>?
  var sex: Gender?
  var callsPerDay = 20
  var visitsPerDay = 6
  var hours = Located<[TimeWindow]>([])

  static let section = ConfigSection(
    "rep", "An employee who is in charge of customers.", defaults: RepDraft()
  ) {
    ConfigField(
      "id", \.id, ConfigForm<String>.name("rep id").located, required: true,
      "The id in commands and journal.")
    ConfigField(
      "names", \.names, ConfigForm<String>.text(most: 60).located.list(atLeast: 1, atMost: 20),
      required: true,
      "What the customer file's owner column may say; the first is shown in messages.")
    ConfigField(
      "email", \.email, .address, "Where the daily digest goes; without it there is none by mail.")
    ConfigField("phone", \.phone, .phone, "The number that messages name.")
    ConfigField("zone", \.zone, ConfigForm<String>.zone.located, "Time zone, if not the site's.")
    ConfigField("language", \.language, .language, "Language of the digest, if not the site's.")
    ConfigField(
      "country", \.country, ConfigForm<String>.country.located,
      "Whose holidays are days off, if not the site's.")
    ConfigField(
      "weekdays", \.weekdays,
      ConfigForm<Weekday>.choice(
        Weekday.allCases.map { ($0.name.lowercased(), $0) }, what: "weekday"
      ).list(atLeast: 1, atMost: 7),
      "Weekdays worked, where the calendar does not say otherwise.")
    ConfigField(
      "absences", \.absences, AbsenceDraft.section.form.list(),
      "Days away; the deputy gets the work.")
    ConfigField(
      "deputy", \.deputy, ConfigForm<String>.name("rep id").located,
      "Who takes over in an absence.")
    ConfigField(
      "left", \.left, ConfigForm<Day>.day.located,
      "The first day on which the rep no longer works here; the successor gets the customers.")
    ConfigField(
      "successor", \.successor, ConfigForm<String>.name("rep id").located,
      "Who has a leaver's customers; without it the default rep.")
    ConfigField("sex", \.sex, .sex, "For customs about gifts; they apply where it is not said.")
    ConfigField(
      "calls_per_day", \.callsPerDay, .integer(0...500), "Most calls to hand out a day.")
    ConfigField(
      "visits_per_day", \.visitsPerDay, .integer(0...50), "Most visits to hand out a day.")
    ConfigField(
      "hours", \.hours, ConfigForm<TimeWindow>.window.list(atLeast: 1, atMost: 6).located,
      "When this rep's calls and visits are planned; what lies outside `call_windows` does not count."
    )
  }

  /// The rep; zone, country and deputy are checked by the caller.
  var rep: Rep {
    var rep = Rep(id: RepID(id.value), names: names.map(\.value))
    rep.email = email
    rep.phone = phone
    rep.zone = zone?.value
    rep.language = language
    rep.country = country?.value
    rep.weekdays = Set(weekdays)
    rep.absences = absences.compactMap(\.absence)
    rep.deputy = deputy.map { RepID($0.value) }
    rep.left = left?.value
    rep.successor = successor.map { RepID($0.value) }
    rep.sex = sex ?? .unknown
    rep.callsPerDay = callsPerDay
    rep.visitsPerDay = visitsPerDay
    rep.hours = hours.value
    return rep
  }
}

/// A span of days away.
struct AbsenceDraft: Sendable {
  var from: Located<Day>?
  var to: Located<Day>?

  static let section = ConfigSection(
    "absence", "Days away, both ends included.", defaults: AbsenceDraft()
  ) {
    ConfigField(
      "from", \.from, ConfigForm<Day>.day.located, required: true, "First day away.")
    ConfigField("to", \.to, ConfigForm<Day>.day.located, required: true, "Last day away.")
  }

  /// The span; nil when it is turned round.
  var absence: Absence? {
    guard let from, let to, from.value <= to.value else { return nil }
    return Absence(first: from.value, last: to.value)
  }
}

/// The whole of `reps.yaml`.
struct RepsFile: Sendable {
  var reps: [RepDraft] = []

  static let section = ConfigSection(
    "reps.yaml", "The reps, in the file reps.yaml.", defaults: RepsFile()
  ) {
    ConfigField(
      "reps", \.reps, RepDraft.section.form.list(atLeast: 1, atMost: 10_000), required: true,
      "All reps.")
  }
}
