import CadenceModel
import CadencePlanning
import CivilTime

/// Reps and customers as they typically are: what each records of a day, drawn from the seed.
///
/// All shares are assumptions; docs/simulation.md lists them in one table.
struct SimulatedPeople {
  private let seed: UInt64
  private let zone: ZoneRules
  private let roster: Roster

  /// People of these customers; `zone` is the office's.
  init(seed: UInt64, roster: Roster, zone: ZoneRules) {
    self.seed = seed
    self.roster = roster
    self.zone = zone
  }

  /// What the reps record of a day's tasks, in no order.
  func work(_ tasks: [SimulatedTask], on day: Day) -> [ScriptedRecord] {
    var numbers = SimulatedNumbers(seed: seed, stream: UInt64(truncatingIfNeeded: day.number * 4))
    return tasks.flatMap { task -> [ScriptedRecord] in
      // Most tasks are done on their day; the rest stands in the next digest.
      guard numbers.happens(perMille: 880) else { return [] }
      let at = task.at.adding(seconds: numbers.within(2...25) * 60)
      return answer(task, at: at, &numbers)
    }
  }

  private func answer(
    _ task: SimulatedTask, at: Instant, _ numbers: inout SimulatedNumbers
  ) -> [ScriptedRecord] {
    switch (task.touch.channel, task.precedence) {
    case (.visit, _): [visit(task, at: at, &numbers)]
    case (.gift, _): [done(task, "gift", at: at, [(.cost, "\(numbers.within(20...200))")])]
    case (.card, _): [done(task, "card", at: at, [(.cost, "5")])]
    case (.letter, _): [done(task, "letter", at: at, [(.cost, "3")])]
    case (_, .complaint): [complaintCall(task, at: at, &numbers)]
    case (_, .promise) where task.id.cadence == Self.afterComplaint:
      [done(task, "survey", at: at, satisfaction(&numbers))]
    case (_, .promise): [done(task, "kept", at: at)]
    default: call(task, at: at, &numbers)
    }
  }

  /// The shipped cadences that ask how it was: by phone after a complaint, by message after a visit.
  private static let afterComplaint = CadenceName("after-complaint")
  private static let survey = CadenceName("survey")

  private func done(
    _ task: SimulatedTask, _ kind: String, at: Instant, _ options: [(FactOption, String)] = []
  ) -> ScriptedRecord {
    ScriptedRecord(
      at: at, kind, task.id.customer,
      [(.touch, task.id.description), (.rep, task.rep.text)] + options)
  }

  private func satisfaction(_ numbers: inout SimulatedNumbers) -> [(FactOption, String)] {
    let perceived = numbers.pick([(5, 35), (4, 40), (3, 18), (2, 5), (1, 2)]) ?? 4
    let expected = numbers.pick([(5, 30), (4, 50), (3, 20)]) ?? 4
    return [(.perceived, "\(perceived)"), (.expected, "\(expected)")]
  }

  private func need(_ numbers: inout SimulatedNumbers) -> String {
    numbers.pick([("none", 450), ("some", 400), ("clear", 150)]) ?? "none"
  }

  private func visit(
    _ task: SimulatedTask, at: Instant, _ numbers: inout SimulatedNumbers
  ) -> ScriptedRecord {
    var options = satisfaction(&numbers)
    if let installation = task.installation {
      options.append((.installation, installation.text))
      options.append(
        (.condition, numbers.pick([("good", 800), ("worn", 160), ("defect", 40)]) ?? "good"))
    }
    options.append((.need, need(&numbers)))
    options.append((.minutes, "\(numbers.within(30...120))"))
    if numbers.happens(perMille: 30) { options.append((.partly, "yes")) }
    return done(task, "visit", at: at, options)
  }

  /// Once the customer says so, the complaint is over.
  private func complaintCall(
    _ task: SimulatedTask, at: Instant, _ numbers: inout SimulatedNumbers
  ) -> ScriptedRecord {
    let isSolved = numbers.happens(perMille: task.touch.step == 1 ? 200 : 600)
    return isSolved
      ? done(task, "resolved", at: at, satisfaction(&numbers))
      : done(task, "call", at: at, [(.outcome, "reached"), (.attitude, "cold")])
  }

  private func call(
    _ task: SimulatedTask, at: Instant, _ numbers: inout SimulatedNumbers
  ) -> [ScriptedRecord] {
    let outcome =
      numbers.pick([
        ("reached", 560), ("no-answer", 290), ("busy", 70), ("call-back", 70), ("wrong-number", 10),
      ]) ?? "reached"
    var options: [(FactOption, String)] = [(.outcome, outcome)]
    if outcome == "call-back" {
      options.append((.callBack, zone.text(at.adding(seconds: numbers.within(1...3) * 86_400))))
    }
    options.append((.minutes, "\(outcome == "reached" ? numbers.within(3...20) : 1)"))
    guard outcome == "reached" else { return [done(task, "call", at: at, options)] }
    options.append((.need, need(&numbers)))
    options.append(
      (.attitude, numbers.pick([("warm", 40), ("neutral", 45), ("cold", 15)]) ?? "neutral"))
    if numbers.happens(perMille: 40) {
      options.append((.promise, zone.text(at.adding(seconds: numbers.within(1...4) * 86_400))))
    }
    let call = done(task, "call", at: at, options)
    guard task.precedence == .followUp else { return [call] }
    return [call] + decision(task, at: at.adding(seconds: 300), &numbers)
  }

  /// What a follow-up call that reached somebody leads to: a sale, a loss, mostly neither.
  private func decision(
    _ task: SimulatedTask, at: Instant, _ numbers: inout SimulatedNumbers
  ) -> [ScriptedRecord] {
    let rep: (FactOption, String) = (.rep, task.rep.text)
    switch numbers.pick([("won", 80), ("lost", 90), ("open", 830)]) {
    case "won":
      let hundreds = numbers.within(15...400)
      let amount = "\(hundreds * 100)"
      let margin = "\(hundreds * numbers.within(20...45))"
      let installed = zone.local(at: at).day + numbers.within(15...60)
      return [
        ScriptedRecord(at: at, "won", task.id.customer, [rep, (.amount, amount)]),
        ScriptedRecord(
          at: at.adding(seconds: 60), "purchase", task.id.customer,
          [
            rep, (.amount, amount), (.margin, margin), (.installed, installed.description),
          ]),
      ]
    case "lost":
      let kinds = ["let-go", "left", "poached", "drawn-away", "forced"]
      let reasons = ["price", "competitor", "timing", "money", "product-doubt", "other"]
      return [
        ScriptedRecord(
          at: at, "lost", task.id.customer,
          [
            rep, (.loss, kinds[numbers.below(kinds.count)]),
            (.reason, reasons[numbers.below(reasons.count)]),
          ])
      ]
    default: return []
    }
  }
}

extension SimulatedPeople {
  /// What customers do of themselves on a day, in no order.
  func surprises(on day: Day) -> [ScriptedRecord] {
    guard !roster.customers.isEmpty else { return [] }
    var numbers = SimulatedNumbers(
      seed: seed, stream: UInt64(truncatingIfNeeded: day.number * 4 + 1))
    var records: [ScriptedRecord] = []
    for (kind, perMillion) in Self.surprises {
      for _ in 0..<numbers.count(perMillion: perMillion, of: roster.customers.count) {
        records.append(surprise(kind, day, &numbers))
      }
    }
    return records
  }

  /// How often each happens, in a million customers and a day; a year has 365 times as many.
  private static let surprises = [
    ("inquiry", 270), ("contact", 270), ("complaint", 55), ("occasion", 80), ("referral", 30),
    ("opt-out", 8), ("bereaved", 8), ("deceased", 3),
  ]

  private func surprise(
    _ kind: String, _ day: Day, _ numbers: inout SimulatedNumbers
  ) -> ScriptedRecord {
    let customer = roster.customers[numbers.below(roster.customers.count)].id
    let minute = MinuteOfDay(numbers.within(9 * 60...18 * 60)) ?? .midnight
    let at = zone.instant(day: day, minute: minute).adding(seconds: numbers.below(60))
    var options: [(FactOption, String)] = []
    switch kind {
    case "inquiry":
      options = [(.source, numbers.pick([("walk-in", 5), ("phone", 3), ("fair", 2)]) ?? "phone")]
    case "complaint":
      options = [(.about, "-"), (.promise, zone.text(at.adding(seconds: 86_400)))]
    case "occasion":
      let name = numbers.pick([("moving-in", 4), ("exam", 2), ("reunion", 2), ("travel", 2)])
      options = [(.name, name ?? "other"), (.day, (day + numbers.within(5...20)).description)]
    case "referral":
      let other = roster.customers[numbers.below(roster.customers.count)].id
      guard other != customer else { return ScriptedRecord(at: at, "contact", customer) }
      options = [(.of, other.text)]
    default: break
    }
    return ScriptedRecord(at: at, kind, customer, options)
  }

  /// What a customer says to a message that has arrived: mostly nothing.
  func reaction(to touch: TouchID, on channel: Channel, at moment: Instant) -> ScriptedRecord? {
    var numbers = SimulatedNumbers(
      seed: seed, stream: touch.description.utf8.reduce(7) { ($0 &* 31) &+ UInt64($1) })
    let at = moment.adding(seconds: numbers.within(5...240) * 60)
    if touch.cadence == Self.survey {
      return numbers.happens(perMille: 200)
        ? ScriptedRecord(at: at, "survey", touch.customer, satisfaction(&numbers)) : nil
    }
    switch numbers.pick([("opt-out", 2), ("inquiry", 3), ("contact", 10), ("none", 985)]) {
    case "opt-out":
      return ScriptedRecord(at: at, "opt-out", touch.customer, [(.channel, channel.name)])
    case "inquiry": return ScriptedRecord(at: at, "inquiry", touch.customer, [(.source, "message")])
    case "contact": return ScriptedRecord(at: at, "contact", touch.customer)
    default: return nil
    }
  }
}
