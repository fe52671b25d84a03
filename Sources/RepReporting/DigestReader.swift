import CadenceModel
import CivilTime

/// Looks up what a digest needs to know in roster, history and plan.
struct DigestReader {
  let input: DigestInput
  let repIndex: Int
  let duty: RepDuty
  let zone: ZoneRules
  /// Whom to look at for what is told whenever it happened.
  let recent: RecentCustomers

  init(input: DigestInput, repIndex: Int, duty: RepDuty) {
    self.input = input
    self.repIndex = repIndex
    self.duty = duty
    recent =
      input.recent
      ?? RecentCustomers(input.history, input.roster, since: Instant(milliseconds: .max))
    let settings = input.settings
    let name = settings.reps[repIndex].zone ?? settings.site.zone
    zone = settings.zones[name] ?? settings.zones[settings.site.zone] ?? .utc
  }

  /// The rep whose digest it is.
  var rep: Rep { input.settings.reps[repIndex] }

  /// A rep by id.
  func rep(_ id: RepID) -> Rep? { input.settings.reps.first { $0.id == id } }

  /// Index of the rep in charge of a customer.
  func repIndex(of customer: Customer) -> Int { input.repIndex(of: customer) }

  /// The customer's own zone.
  func zone(of customer: Customer) -> ZoneRules {
    let index = Int(customer.zone)
    let names = input.roster.zones
    return (names.indices.contains(index) ? input.settings.zones[names[index]] : nil) ?? zone
  }

  /// What happened with the customer of an index, facts in order of their time.
  ///
  /// Texts are opened for the facts that `opening` picks.
  func facts(_ customer: Int, opening: (Fact) -> Bool = { _ in false }) -> [Fact] {
    let id = input.roster.customers[customer].id
    var known = input.history.customers[id]?.facts ?? []
    // They nearly always are in order.
    let isSorted = known.indices.dropFirst().allSatisfy { place in
      (known[place - 1].fact.at, known[place - 1].number)
        < (known[place].fact.at, known[place].number)
    }
    if !isSorted { known.sort { ($0.fact.at, $0.number) < ($1.fact.at, $1.number) } }
    return known.map { recorded in
      guard opening(recorded.fact) else { return recorded.fact }
      var fact = recorded.fact
      fact.texts = input.texts(recorded)
      return fact
    }
  }

  /// The roster indices of the customers that the journal knows, in roster order.
  ///
  /// With `since` only those with whom something happened on that day or later: a morning looks at
  /// a few days, not at everybody who was ever touched.
  func knownCustomers(since: Day? = nil) -> [Int] {
    let start = since.map { zone.instant(day: $0 - 1, minute: .midnight) }
    if let start, let recent = input.recent, recent.since <= start {
      let customers = input.roster.customers
      return recent.active.filter {
        input.history.customers[customers[$0].id]?.hasAny(since: start) ?? false
      }
    }
    return input.history.customers.compactMap { id, known in
      if let start, !known.hasAny(since: start) { return nil }
      return input.roster.index(of: id)
    }.sorted()
  }

  /// Whether a customer, by index, is the rep's own.
  func isOwn(_ customer: Int) -> Bool {
    repIndex(of: input.customer(customer)) == repIndex
  }

  /// The cadence and step of a planned touch; nil when the plan is of another configuration.
  func definition(_ touch: PlannedTouch) -> (cadence: Cadence, step: Step)? {
    input.definition(touch)
  }

  /// What the machine sends to the rep's own customers on the digest's day.
  func plannedSends() -> [PlannedTouch] {
    input.touches.filter { touch in
      touch.channel.isMachineSent && touch.day == input.day && definition(touch) != nil
        && repIndex(of: input.customer(Int(touch.customer))) == repIndex
    }
  }

  /// The birthdays among ``plannedSends()``, each once.
  func birthdayNotes() -> [BirthdayNote] {
    var notes: [BirthdayNote] = []
    for touch in plannedSends() {
      guard let (cadence, _) = definition(touch), cadence.isBirthday,
        case .kept(let relation, _, _) = touch.occurrence
      else { continue }
      let note = BirthdayNote(customer: Int(touch.customer), relation: relation)
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  /// The language of the digest.
  var language: String { rep.language ?? input.settings.site.language }

  /// The most wanted fact that is missing of any of today's customers, of the first such customer.
  ///
  /// Never at a complaint, and never of somebody who is only to be written to.
  func missingFact(of tasks: [DigestTask]) -> MissingFact? {
    let askable = tasks.filter { task in
      task.urgency != .complaint && (task.channel == .call || task.channel == .visit)
    }
    for field in MissingFact.Field.allCases {
      if let task = askable.first(where: { isMissing(field, of: $0.customer) }) {
        return MissingFact(customer: task.customer, field: field, task: task.number)
      }
    }
    return nil
  }

  private func isMissing(_ field: MissingFact.Field, of customer: Int) -> Bool {
    switch field {
    case .birthday: input.roster.customers[customer].birthday == nil
    case .address: input.roster.profile(at: customer)[.address].isEmpty
    case .email:
      input.roster.profile(at: customer)[.email].isEmpty
        || input.history.customers[input.roster.customers[customer].id]?.givenUp.contains(.email)
          == true
    }
  }
}

extension Cadence {
  /// Whether it keeps birthdays.
  var isBirthday: Bool {
    guard case .anniversary(let rule) = trigger else { return false }
    return rule.date == .birthday
  }
}
