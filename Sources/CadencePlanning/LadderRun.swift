import CadenceModel
import CivilTime

/// How far one customer has come on one ladder.
struct LadderRun {
  /// What opened it.
  struct Opening {
    let occurrence: Occurrence
    /// The moment it opened, from which attempts count.
    let at: Instant
    /// The day from which step 1 counts.
    let day: Day
    /// The minute at which it opened, when that is known; later than the call window: tomorrow.
    let minute: MinuteOfDay?
    /// Whether step 1 stands on ``day`` itself, as a promise's deadline does.
    let isDeadline: Bool
    /// Whether it is older than the service's first start.
    let isOld: Bool
  }

  /// One attempt made.
  struct Attempt {
    let at: Instant
    let day: Day
    let half: DayHalf
    let report: CallReport?
  }

  let opening: Opening
  /// Attempts in the order of the steps.
  var attempts: [Attempt] = []
  /// Whether a fact ended it.
  var isEnded = false
  /// Whether the number turned out to be wrong.
  var hasWrongNumber = false

  /// Where an opening older than the first start enters: evenly over the first working days.
  static func entry(spread: Int, _ hash: UInt64, _ rep: RepDays, start: Day) -> Day {
    let drawn = StableHash.pick(StableHash.mix(hash, 7), below: max(spread, 1))
    return rep.day(rep.next(from: start), plus: .workdays(drawn))
  }

  /// The place of the step that is next; the number of steps when all were made.
  var next: Int { attempts.count }
}

/// Finds where a customer stands on ladders, from file and facts alone.
struct LadderReader {
  let context: PlanningContext
  let customer: Customer
  let segment: Segment
  let history: CustomerHistory?
  let zone: ZoneRules
  let start: Day
  /// What was recorded before now.
  private let facts: [Fact]

  init(
    context: PlanningContext, customer: Customer, segment: Segment, history: CustomerHistory?,
    zone: ZoneRules, start: Day
  ) {
    self.context = context
    self.customer = customer
    self.segment = segment
    self.history = history
    self.zone = zone
    self.start = start
    // Taken out once: each ladder, and each that leads to it, goes through them.
    facts = history?.facts.map(\.fact).filter { $0.at < context.horizon.now } ?? []
  }

  /// The run of a cadence's ladder; nil when nothing opened it.
  ///
  /// - Parameters:
  ///   - cadence: The ladder's cadence.
  ///   - ladder: Its rule.
  ///   - depth: How many ladders may still lead to each other by `then`.
  /// - Returns: What opened it last, and the attempts since.
  func run(
    _ cadence: PreparedCadence, _ ladder: PreparedLadder, depth: Int = 3
  ) -> LadderRun? {
    guard history != nil else { return stage(ladder).map { LadderRun(opening: $0) } }
    let rule = ladder.rule
    let opened = [fact(cadence, rule), exhausted(cadence, depth: depth)].compactMap { $0 }
    let latest = opened.max { $0.at < $1.at }
    guard let opening = latest ?? stage(ladder) else { return nil }
    var run = LadderRun(opening: opening)
    count(&run, cadence)
    run.isEnded = isEnded(run, cadence, rule)
    return run
  }

  /// The last recorded fact that opens the ladder.
  private func fact(_ cadence: PreparedCadence, _ rule: LadderRule) -> LadderRun.Opening? {
    var found: LadderRun.Opening?
    var numbers: [FactKind: [Day: UInt8]] = [:]
    for fact in facts where rule.opens.contains(fact.detail.kind) {
      let local = zone.local(at: fact.at)
      let number = (numbers[fact.detail.kind]?[local.day] ?? 0) + 1
      numbers[fact.detail.kind, default: [:]][local.day] = number
      guard found.map({ $0.at <= fact.at }) ?? true else { continue }
      let occurrence = Occurrence.opening(fact.detail.kind, day: local.day, number: number)
      let target = target(of: fact.detail)
      found = LadderRun.Opening(
        occurrence: occurrence, at: fact.at, day: target?.day ?? local.day,
        minute: target == nil ? local.minute : target?.minute, isDeadline: target != nil,
        isOld: local.day < start && (target?.day ?? local.day) < start)
    }
    return found
  }

  /// The day that a fact itself names: a promise's deadline, an occasion's day.
  private func target(of detail: FactDetail) -> LocalTime? {
    switch detail {
    case .promise(let by): zone.local(at: by)
    case .occasion(_, let day): LocalTime(day: day, minute: .midnight)
    default: nil
    }
  }

  /// The end of another ladder that this one follows.
  private func exhausted(_ cadence: PreparedCadence, depth: Int) -> LadderRun.Opening? {
    guard depth > 0 else { return nil }
    var found: LadderRun.Opening?
    for other in context.cadences where other.index != cadence.index {
      guard case .ladder(let ladder) = other.trigger, ladder.rule.then == cadence.cadence.name,
        other.audience.answer(customer, segment) == .inside,
        let run = run(other, ladder, depth: depth - 1), !run.isEnded,
        run.next >= other.steps.count, let last = run.attempts.last
      else { continue }
      let occurrence: Occurrence =
        switch run.opening.occurrence {
        case .opening(let kind, _, let number): .opening(kind, day: last.day, number: number)
        case .stage(let stage, _): .stage(stage, day: last.day)
        default: run.opening.occurrence
        }
      guard found.map({ $0.at < last.at }) ?? true else { continue }
      found = LadderRun.Opening(
        occurrence: occurrence, at: last.at, day: last.day, minute: nil, isDeadline: false,
        isOld: false)
    }
    return found
  }

  /// The stage of the customer file, as an opening.
  ///
  /// The record's creation names the occurrence, since the file's contact
  /// days change with every export; the contact that the file asks for tells the day.
  private func stage(_ ladder: PreparedLadder) -> LadderRun.Opening? {
    guard ladder.isOpened(by: customer.stage),
      let name = customer.created ?? customer.lastContact ?? customer.nextContact,
      let day = customer.nextContact ?? customer.lastContact ?? customer.created
    else { return nil }
    return LadderRun.Opening(
      occurrence: .stage(customer.stage, day: name),
      at: zone.instant(day: name, minute: .midnight), day: day, minute: nil, isDeadline: false,
      isOld: day < start)
  }

  /// Gives the attempts since the opening to the steps, in order.
  private func count(_ run: inout LadderRun, _ cadence: PreparedCadence) {
    var last = run.opening.at
    let occurrence = run.opening.occurrence.text(festivals: context.settings.festivals)
    for step in cadence.steps {
      let id = TouchID(
        customer: customer.id, cadence: cadence.cadence.name, occurrence: occurrence,
        step: Int(step.number))
      guard let attempt = attempt(step, id, after: last) else { return }
      if attempt.report?.outcome == .wrongNumber { run.hasWrongNumber = true }
      run.attempts.append(attempt)
      last = attempt.at
    }
  }

  /// The attempt that made one step; nil when there was none yet.
  private func attempt(
    _ step: PreparedStep, _ id: TouchID, after last: Instant
  ) -> LadderRun.Attempt? {
    if let answer = facts.last(where: { $0.touch == id && $0.detail.kind != .snooze }) {
      return attempt(at: answer.at, answer.detail)
    }
    let record = history?.touches.last { $0.touch == id && $0.at < context.horizon.now }
    if let record, record.isSettled { return attempt(at: record.at, nil) }
    let other = facts.first { fact in
      guard fact.touch == nil, fact.at > last, let channel = fact.detail.kind.channel else {
        return false
      }
      return step.channels.contains(channel)
    }
    return other.map { attempt(at: $0.at, $0.detail) }
  }

  private func attempt(at instant: Instant, _ detail: FactDetail?) -> LadderRun.Attempt {
    let local = zone.local(at: instant)
    var report: CallReport?
    if case .call(let made)? = detail { report = made }
    return LadderRun.Attempt(
      at: instant, day: local.day, half: DayHalf(local.minute), report: report)
  }

  /// Whether a fact since the opening, or a clear refusal, has ended the ladder.
  private func isEnded(
    _ run: LadderRun, _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> Bool {
    let cold = run.attempts.contains {
      $0.report?.attitude == .cold && $0.report?.visitWelcome == false
    }
    return cold
      || facts.contains { fact in
        guard rule.endedBy.contains(fact.detail.kind), fact.at >= run.opening.at else {
          return false
        }
        if case .optOut(let channel, let occasion) = fact.detail {
          return channel == nil && (occasion ?? cadence.cadence.name) == cadence.cadence.name
        }
        return true
      }
  }
}

extension FactKind {
  /// The channel on which such a fact is an attempt.
  fileprivate var channel: Channel? {
    switch self {
    case .call: .call
    case .visit: .visit
    case .gift: .gift
    case .card: .card
    case .letter: .letter
    default: nil
    }
  }
}
