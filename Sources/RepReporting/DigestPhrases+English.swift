import CadenceModel
import CadencePlanning
import CivilTime

/// Digests in English.
struct EnglishDigestPhrases: DigestPhrases {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  func longDay(_ day: Day) -> String {
    "\(day.weekday.name) \(day.day) \(Self.months[day.month - 1])"
  }

  func shortDay(_ day: Day, from today: Day) -> String {
    switch today - day {
    case 0: return "today"
    case 1: return "yesterday"
    case -1: return "tomorrow"
    default:
      let plain = "\(day.day) \(Self.months[day.month - 1])"
      return day.year == today.year ? plain : "\(plain) \(day.year)"
    }
  }

  func span(_ first: Day, _ last: Day, from today: Day) -> String {
    first == last
      ? shortDay(first, from: today)
      : "\(shortDay(first, from: today)) to \(shortDay(last, from: today))"
  }

  func counts(_ items: [(CountedThing, Int)]) -> String {
    list(items.filter { $0.1 > 0 }.map { word($0.0, $0.1) })
  }

  private func word(_ thing: CountedThing, _ count: Int) -> String {
    switch thing {
    case .urgent: "\(count) urgent"
    case .overdue: "\(count) overdue"
    case .calls: plural(count, "call")
    case .visits, .visitsMade: plural(count, "visit")
    case .parcels, .parcelsSent: plural(count, "gift or card", "gifts and cards")
    case .standIns: "\(count) for a colleague"
    case .deals: plural(count, "deal")
    case .complaints: plural(count, "complaint")
    }
  }

  func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
  }

  func list(_ items: [String]) -> String { items.joined(separator: ", ") }

  func sentence(_ clauses: [String]) -> String {
    let joined = clauses.joined(separator: "; ")
    return joined.prefix(1).uppercased() + joined.dropFirst()
  }

  func name(_ profile: CustomerProfile, id: CustomerID) -> String {
    let parts = [profile[.firstName], profile[.lastName]].filter { !$0.isEmpty }
    let full = profile[.name].isEmpty ? parts.joined(separator: " ") : profile[.name]
    guard !full.isEmpty else {
      return profile[.salutation].isEmpty ? id.text : profile[.salutation]
    }
    let salutation = profile[.salutation]
    return salutation.isEmpty || full.hasPrefix(salutation) ? full : "\(salutation) \(full)"
  }

  func stage(_ stage: CustomerStage) -> String {
    stage == .repeatCustomer ? "repeat customer" : stage.name
  }

  func level(_ level: CustomerLevel) -> String { level == .none ? "" : "level \(level.name)" }

  func relation(_ relation: Relation, name: String) -> String {
    let who: String
    switch relation {
    case .customer: who = "the customer"
    case .spouse: who = "the spouse"
    case .parent: who = "a parent"
    case .child: who = "a child"
    case .couple: who = "the couple"
    }
    return name.isEmpty ? who : "\(name) (\(who))"
  }

  func birthdayOf(_ relative: String, customer: String) -> String {
    "\(relative) of \(customer)"
  }
  func standsIn(for rep: String) -> String { "for \(rep)" }
  func subject(_ day: Day, _ summary: String) -> String {
    "Your customers, \(longDay(day))" + (summary.isEmpty ? "" : ": \(summary)")
  }
  func title(_ rep: String, _ day: Day) -> String { "\(rep), \(longDay(day))" }
  func lead(_ summary: String) -> String { "Today: \(summary)." }
  var nothingToday: String { "No tasks today, but please look at what follows." }

  func heading(_ section: DigestSection) -> String {
    switch section {
    case .urgent: "First: complaints and promises"
    case .overdue: "Overdue"
    case .calls: "Calls today"
    case .visits: "Visits today"
    case .parcels: "Gifts, cards and letters"
    case .later: "On later days"
    case .neglected: "Neglected: a call this week"
    case .replies: "Customers wrote"
    case .uncertain: "May not have arrived"
    case .late: "Not sent in time"
    case .failed: "Could not be delivered (listed until a contact is recorded)"
    case .machine: "Sent for you"
    case .missing: "One thing to ask"
    case .service: "From the service"
    case .closed: "Closed today: say thank you"
    case .appointments: "Next working day: confirm tonight"
    case .interested: "Interested: ask what material they need"
    }
  }

  func standInHeading(_ rep: String, until: Day?, from today: Day) -> String {
    "Standing in for \(rep)" + (until.map { ", away until \(shortDay($0, from: today))" } ?? "")
  }

  func task(_ channel: Channel) -> String {
    switch channel {
    case .call: "Call"
    case .visit: "Visit"
    case .gift: "Send a gift"
    case .card: "Send a card"
    case .letter: "Write a letter"
    case .email: "Write a mail"
    case .sms: "Send a text"
    case .chat: "Send a chat message"
    }
  }
}

/// Why a task is there and what was before.
extension EnglishDigestPhrases {
  func reason(_ reason: TaskReason, from today: Day) -> String {
    switch reason {
    case .followUp(let step, let total, let opening, let since):
      return "Follow-up \(step) of \(total): \(began(opening)) \(shortDay(since, from: today))"
    case .complaint(let since, let promised):
      let promise = promised.map { ", answer promised by \(time($0, from: today))" } ?? ""
      return "Complaint of \(shortDay(since, from: today))\(promise)"
    case .promise(let made, let by):
      let deadline = by.map { ", due \(time($0, from: today))" } ?? ""
      return "Promise of \(shortDay(made, from: today))\(deadline)"
    case .maintenance(let number, let installed, let product):
      let what = product.isEmpty ? "" : " (\(product))"
      return "Service visit \(number): installed \(shortDay(installed, from: today))\(what)"
    case .anniversary(let field, let relation, let name, let on, let years):
      return anniversary(field, relation, name, on, years, from: today)
    case .festival(let title): return title
    case .greeting: return "A greeting on an ordinary day"
    }
  }

  private func time(_ time: LocalTime, from today: Day) -> String {
    "\(shortDay(time.day, from: today)) \(time.minute)"
  }

  private func began(_ opening: LadderOpening) -> String {
    switch opening {
    case .fact(let kind): kindWord(kind)
    case .stage(let stage): "\(self.stage(stage)) since"
    }
  }

  private func anniversary(
    _ field: AnniversaryRule.DateField, _ relation: Relation, _ name: String, _ on: Day?,
    _ years: Int?, from today: Day
  ) -> String {
    let day = on.map { " \(shortDay($0, from: today))" } ?? ""
    switch field {
    case .birthday:
      let age = years.map { ", turning \($0)" } ?? ""
      return "Birthday of \(self.relation(relation, name: name))\(day)\(age)"
    case .wedding: return "Wedding anniversary\(day)" + (years.map { ", \($0) years" } ?? "")
    case .installation:
      return "Anniversary of the installation\(day)"
        + (years.map { ", \(plural($0, "year"))" } ?? "")
    }
  }

  func previous(_ call: PastCall, from today: Day) -> String {
    "last try \(shortDay(call.at.day, from: today)): \(outcomeWord(call.outcome))"
  }

  func overdue(since day: Day, from today: Day) -> String {
    "was due \(shortDay(day, from: today)), \(plural(today - day, "day")) overdue"
  }

  func escalation(_ stage: EscalationStage) -> String {
    switch stage {
    case .rep: "do it first today"
    case .manager: "the manager knows"
    case .reassign: "the manager knows, somebody else may take it"
    }
  }

  func callBack(_ time: LocalTime, from today: Day) -> String {
    "asked to be called back \(self.time(time, from: today))"
  }

  func instead() -> String { "the message could not be sent" }
  func clearNeed() -> String { "clear need" }
  func customerTime(_ time: MinuteOfDay) -> String { "their clock \(time)" }

  func history(_ history: TaskHistory, from today: Day) -> String {
    var clauses: [String] = []
    if let day = history.lastContact {
      let how = history.lastContactKind.map { " (\(kindWord($0)))" } ?? ""
      clauses.append("last contact \(shortDay(day, from: today))\(how)")
    } else {
      clauses.append("no contact on file")
    }
    if let day = history.lastPurchase {
      let what = history.product.isEmpty ? "" : " \(history.product),"
      clauses.append("bought\(what) \(shortDay(day, from: today))")
    } else if !history.product.isEmpty {
      clauses.append("bought \(history.product)")
    }
    if history.calls > 0 {
      clauses.append("\(plural(history.calls, "call")) so far, \(history.reached) reached")
    }
    return sentence(clauses)
  }

  func label(_ label: CardLabel) -> String {
    switch label {
    case .about: "About:"
    case .address: "Address:"
    case .bestTime: "Best time:"
    case .say: "What to say"
    case .gift: "Gift:"
    case .together: "Often with it:"
    }
  }

  func together(_ found: CoPurchase.Suggestion) -> String {
    "\(found.together) of \(found.buyers) who bought \(found.with) also bought \(found.product), "
      + "\(found.lift / 100).\(found.lift / 10 % 10) times the usual"
  }

  func gift(_ gift: Gift) -> String {
    let name = LanguageTag.text(gift.names, in: "en") ?? gift.id
    let meaning = LanguageTag.text(gift.meanings, in: "en").map { "; \($0)" } ?? ""
    return "\(name) (\(gift.id), \(gift.cost))\(meaning)"
  }

  func noGift() -> String { "nothing on the list fits; choose something of your own" }

  func sameTalk(as number: Int) -> String { "What to say: as for no. \(number)" }

  func outcomeWord(_ outcome: CallOutcome) -> String {
    switch outcome {
    case .reached: "reached"
    case .noAnswer: "no answer"
    case .busy: "busy"
    case .wrongNumber: "wrong number"
    case .callBack: "asked for a call back"
    }
  }

  func kindWord(_ kind: FactKind) -> String {
    switch kind {
    case .optOut: "opted out"
    case .optIn: "opted in"
    case .resolved: "complaint resolved"
    case .kept: "promise kept"
    case .contact: "walk-in or other contact"
    case .bereaved: "bereavement"
    default: kind.name
    }
  }
}

/// Results, notes, evening and end.
extension EnglishDigestPhrases {
  func resultsHeading(_ first: Day, _ last: Day, from today: Day) -> String {
    "Results, \(span(first, last, from: today))"
  }

  func callResults(_ calls: [CallOutcome: Int]) -> String {
    let total = calls.values.reduce(0, +)
    let parts = CallOutcome.allCases.compactMap { outcome in
      calls[outcome].map { "\($0) \(outcomeWord(outcome))" }
    }
    return "\(plural(total, "call")): \(list(parts))"
  }

  func sent(_ results: DigestResults, birthdays: [String]) -> String {
    "\(plural(results.sent, "message")) sent" + wished(birthdays)
  }

  private func wished(_ birthdays: [String]) -> String {
    birthdays.isEmpty ? "" : "; birthday wishes to \(list(birthdays))"
  }

  func waiting(_ count: Int) -> String {
    "\(plural(count, "message")) waiting for the next try; the service goes on trying"
  }

  private func channelWord(_ channel: Channel) -> String {
    switch channel {
    case .email: "mail"
    case .sms: "text message"
    case .chat: "chat message"
    default: task(channel)
    }
  }

  func reply(_ name: String, _ note: ReplyNote) -> String {
    let text = note.text.isEmpty ? "(no text)" : "\"\(note.text)\""
    return "\(name), \(channelWord(note.channel)): \(text)"
      + (note.holds
        ? ". They may want no more messages: sending has stopped; please talk to them and record it"
        : "")
  }

  func uncertain(_ name: String, _ note: MessageNote) -> String {
    "\(name): the \(channelWord(note.channel)) \"\(note.title)\" may not have arrived and is not "
      + "sent again by machine. Call?"
  }

  func late(_ name: String, _ note: MessageNote) -> String {
    "\(name): the \(channelWord(note.channel)) \"\(note.title)\" could not be sent in time. Call?"
  }

  func failed(_ name: String, _ note: MessageNote) -> String {
    guard !note.title.isEmpty else {
      let what = note.channel == .email ? "e-mail address" : "\(note.channel.name) number"
      return "\(name): the \(what) on file does not work any more; ask for the right one"
    }
    return
      "\(name): the \(channelWord(note.channel)) \"\(note.title)\" was refused; check the address"
  }

  func planned(_ count: Int, birthdays: [String]) -> String {
    "\(plural(count, "message")) will be sent for you today" + wished(birthdays)
  }

  func missing(_ field: MissingFact.Field, _ name: String, task: Int) -> String {
    let what =
      switch field {
      case .birthday: "birthday"
      case .address: "home address"
      case .email: "e-mail address"
      }
    return "No. \(task), \(name): no \(what) on file. Ask when it fits."
  }

  func handBackHeading(_ absence: Absence, from today: Day) -> String {
    "Welcome back: \(span(absence.first, absence.last, from: today))"
  }

  func event(_ event: HandBack.Event, _ name: String, by: String?, from today: Day) -> String {
    let outcome = event.outcome.map { ", \(outcomeWord($0))" } ?? ""
    let who = by.map { " (\($0))" } ?? ""
    return "\(shortDay(event.day, from: today)): \(name), \(kindWord(event.kind))\(outcome)\(who)"
  }

  func nothingHappened() -> String { "Nothing was recorded" }
  func more(_ count: Int) -> String { "and \(count) more" }

  func handedOn(_ count: Int) -> String {
    "\(count) \(count == 1 ? "task" : "tasks") more than fit into today: the most pressing are above, "
      + "the rest \(count == 1 ? "follows" : "follow") on the next working days."
  }

  func neglected(_ name: String, days: Int, limit: Int) -> String {
    "\(name): \(days) days without a contact (limit \(limit))"
  }

  func rehearsal(redirectedTo address: String?) -> String {
    address.map { "Rehearsal: every message goes to \($0) only; customers receive nothing." }
      ?? "Rehearsal: messages go to the outbox only; customers receive nothing."
  }

  func alerts(_ notes: ServiceNotes) -> [String] {
    var lines: [String] = []
    if let hold = notes.hold { lines.append("All sending is on hold (\(hold))") }
    if !notes.channelsDown.isEmpty {
      let channels = list(notes.channelsDown.map(\.name))
      lines.append("Not reachable: \(channels). Messages go out once it is back")
    }
    if notes.deferred > 0 { lines.append(waiting(notes.deferred)) }
    return lines
  }

  func chores(_ notes: ServiceNotes) -> [String] {
    var lines: [String] = []
    if notes.deadLetters > 0 {
      lines.append("\(plural(notes.deadLetters, "message")) given up after the last try")
    }
    if notes.findings > 0 {
      lines.append("\(plural(notes.findings, "finding")) in the customer files: fifthcall check")
    }
    for year in notes.unknownYears {
      lines.append("The holidays of \(year) are not published yet; days near them may move")
    }
    return lines
  }

  func uncovered(_ rep: String) -> String {
    "\(rep) is away and nobody stands in: the tasks wait"
  }

  func eveningSubject(_ day: Day, _ summary: String) -> String {
    "Evening wrap-up, \(longDay(day))"
  }
  func eveningLead(next: Day?) -> String {
    "Three things before the day ends."
      + (next.map { " The next working day is \(longDay($0))." } ?? "")
  }
  func eveningTitle(_ rep: String, _ day: Day) -> String {
    "\(rep), evening of \(longDay(day))"
  }

  func appointment(_ appointment: EveningDigest.Appointment, _ name: String) -> String {
    let what =
      switch appointment.kind {
      case .visit: "visit"
      case .callBack: "call back"
      case .promise: "a promise is due"
      }
    return "\(appointment.time.map { "\($0)" } ?? "no time agreed")  \(name), \(what)"
  }

  func closed(_ kind: FactKind, _ name: String, product: String) -> String {
    "\(name): \(kindWord(kind))\(product.isEmpty ? "" : ", \(product)")"
  }

  func interested(_ item: EveningDigest.Interested, _ name: String) -> String {
    let need =
      switch item.need {
      case .clear: "clear need"
      case .some: "some need"
      default: "asked today"
      }
    return "\(name): \(need)\(item.wish.isEmpty ? "" : ", \(item.wish)")"
  }

  var nobody: String { "Nobody" }

  func footer(witness: String?) -> [String] {
    var lines = [
      "To record a result: fifthcall record call CUSTOMER --outcome reached --touch TASK, "
        + "or tell the admin"
    ]
    if let witness { lines.append("Journal head \(witness)") }
    return lines + ["Written by Fifthcall"]
  }

  func noDigest(_ why: NoDigest, rep: String, day: Day) -> String {
    switch why {
    case .unknownRep: "no rep is called \(rep)"
    case .dayOff: "\(longDay(day)) is no working day of \(rep): no digest"
    case .noWork: "\(rep) has no work on \(longDay(day)): no digest"
    case .away(let until, let deputy):
      "\(rep) is away until \(longDay(until)): "
        + (deputy.map { "\($0) has the tasks" } ?? "nobody stands in, the tasks wait")
    }
  }
}
