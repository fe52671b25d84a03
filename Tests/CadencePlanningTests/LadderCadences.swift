import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport

/// Ladders as the shipped config has them, in short.
extension Cadence {
  static func ladder(
    _ name: CadenceName, _ precedence: Precedence, opens: Set<FactKind> = [],
    on signals: [Signal] = [], endedBy: Set<FactKind> = [], ending: [Signal] = [],
    steps: [Step], _ change: (inout LadderRule) -> Void = { _ in }
  ) -> Cadence {
    var rule = LadderRule(opens: opens, endedBy: endedBy)
    rule.signals = SignalSet(signals)
    rule.endingSignals = SignalSet(ending)
    change(&rule)
    return Cadence(
      name: name, title: name.text, trigger: .ladder(rule), precedence: precedence, steps: steps)
  }

  static func task(
    _ channels: [Channel], after offset: CalendarPeriod = .days(0),
    _ deadline: ComplaintDeadline? = nil
  ) -> Step {
    var step = Step(channels: channels, offset: offset, title: "Task")
    step.deadline = deadline
    return step
  }

  /// Follow-up as shipped: a clear need opens it as well.
  static var followUpOnNeed: Cadence {
    var cadence = Cadence.followUp(stages: [.prospect], then: "nurture")
    guard case .ladder(var rule) = cadence.trigger else { return cadence }
    rule.signals = SignalSet([.needClear, .newNeed])
    cadence.trigger = .ladder(rule)
    return cadence
  }

  static var nurtureForYears: Cadence {
    .ladder(
      "nurture", .nurture, endedBy: [.inquiry, .won, .lost], ending: [.needClear],
      steps: [
        Step(channels: [.email], template: "nurture", offset: .months(1)),
        task([.call], after: .months(1)), task([.call], after: .months(3)),
      ]
    ) { $0.repeats = .months(6) }
  }

  static var promises: Cadence {
    .ladder(
      "promise", .promise, opens: [.promise], on: [.promised], endedBy: [.kept, .deceased],
      steps: [task([.call, .visit]), task([.call, .visit], after: .workdays(1))]
    ) { $0.isEach = true }
  }

  static var callBacks: Cadence {
    .ladder(
      "call-back", .promise, on: [.callBack], endedBy: [.complaint], ending: [.reached],
      steps: [task([.call, .visit]), task([.call, .visit], after: .workdays(1))])
  }

  static var complaints: Cadence {
    .ladder(
      "complaint", .complaint, opens: [.complaint], endedBy: [.resolved, .deceased],
      steps: [
        task([.call, .visit, .letter], .answer),
        task([.call, .visit, .letter], after: .workdays(1)),
        task([.visit, .call], after: .workdays(1), .solve),
      ]
    ) { $0.isEach = true }
  }

  static var afterComplaints: Cadence {
    .ladder(
      "after-complaint", .promise, opens: [.resolved], endedBy: [.survey, .complaint],
      steps: [task([.call], after: .workdays(7))])
  }

  static var recovery: Cadence {
    .ladder(
      "recovery", .promise, on: [.dissatisfied], endedBy: [.complaint], ending: [.satisfied],
      steps: [task([.call], after: .workdays(1))])
  }

  static var repair: Cadence {
    .ladder(
      "repair", .promise, on: [.defect], endedBy: [.visit],
      steps: [task([.visit], after: .workdays(1))])
  }

  static var agreedVisits: Cadence {
    .ladder(
      "agreed-visit", .visit, on: [.visitAgreed], endedBy: [.visit, .lost], ending: [.refusal],
      steps: [task([.visit])])
  }

  static var welcomeVisits: Cadence {
    .ladder(
      "welcome-visit", .visit, on: [.visitWelcome], endedBy: [.visit, .lost],
      ending: [.visitAgreed, .refusal], steps: [task([.visit], after: .workdays(3))])
  }

  static var wrongNumbers: Cadence {
    .ladder(
      "wrong-number", .visit, on: [.wrongNumber], ending: [.reached],
      steps: [task([.letter, .visit])])
  }

  static var allLadders: [Cadence] {
    [
      followUpOnNeed, nurtureForYears, promises, callBacks, complaints, afterComplaints, recovery,
      repair, agreedVisits, welcomeVisits, wrongNumbers,
    ]
  }
}

/// A story of one customer: facts with the touches that they answer, as `record` writes them.
struct LadderStory {
  var facts: [(at: String, detail: FactDetail, touch: String?)] = []
  var customer: (inout Customer) -> Void = { _ in }
  var cadences = Cadence.allLadders
  var complaints = ComplaintSettings()

  /// Adds a fact.
  func then(_ at: String, _ detail: FactDetail, _ touch: String? = nil) -> LadderStory {
    var story = self
    story.facts.append((at, detail, touch))
    return story
  }

  /// Adds a call.
  func call(
    _ at: String, _ outcome: CallOutcome, _ touch: String? = nil,
    _ change: (inout CallReport) -> Void = { _ in }
  ) -> LadderStory {
    var report = CallReport(outcome: outcome)
    change(&report)
    return then(at, .call(report), touch)
  }

  var history: History {
    var known = CustomerHistory()
    for (index, entry) in facts.enumerated() {
      let id = entry.touch.flatMap { TouchID(text: "KH0000001/\($0)") }
      var fact = Fact(customer: "KH0000001", at: moment(entry.at), detail: entry.detail)
      fact.touch = id
      known.facts.append(RecordedFact(number: Int64(index + 1), fact: fact))
    }
    return History(firstStart: moment("2026-01-05T08:00"), customers: ["KH0000001": known])
  }

  var planner: Planner {
    var settings = Settings.forTests(cadences)
    settings.complaints = complaints
    return Planner(
      settings: settings,
      roster: one {
        $0.stage = .suspect
        customer(&$0)
      }, history: history)
  }

  /// Touches with their moments: `2026-03-05 16:20 follow-up/inquiry-2026-03-02/1 call`.
  func plan(from: String, days: Int = 30) -> [String] {
    let planner = planner
    return planner.plan(from: day(from), days: days).touches.map { touch in
      let id = planner.touchID(of: touch)
      let minute = touch.isAgreed ? " \(touch.minute)" : ""
      return "\(touch.day)\(minute) \(id.cadence)/\(id.occurrence)/\(id.step) \(touch.channel.name)"
    }
  }

  /// What `explain` says by the rule `next-step`.
  func words(from: String) -> [String] {
    planner.explain(customer: 0, from: day(from)).filter { $0.rule == "next-step" }.map(\.text)
  }
}
