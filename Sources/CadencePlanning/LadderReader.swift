import CadenceModel
import CivilTime

/// Finds where a customer stands on ladders, from file and facts alone.
struct LadderReader {
  let context: PlanningContext
  let customer: Customer
  let history: CustomerHistory?
  let zone: ZoneRules
  /// Whether something the customer went through may put steps off, which the reader does not know of.
  let mayWait: Bool
  /// Whether the number that is on file now can be called.
  let hasNumber: Bool
  let hash: UInt64
  /// What was recorded before now, in journal order, with what it means.
  let facts: [Known]
  /// Numbers that tell the facts of a kind and day apart, by place in ``facts``.
  private let numbers: [UInt8]

  /// A fact and its signals.
  struct Known {
    let recorded: RecordedFact
    let signals: SignalSet
    let day: Day

    var fact: Fact { recorded.fact }
  }

  init(_ pass: borrowing CustomerPass) {
    context = pass.context
    customer = pass.customer
    history = pass.history
    zone = pass.zone
    hash = pass.hash
    mayWait = !pass.standing.snoozes.isEmpty || pass.standing.bereavedUntil != nil
    hasNumber = pass.standing.reach.reachable.contains(.call)
    let (zone, now) = (pass.zone, pass.context.horizon.now)
    // Taken out once: each ladder, and each that leads to it, goes through them.
    let facts = (pass.history?.facts ?? []).filter { $0.fact.at < now }.map {
      Known(recorded: $0, signals: $0.fact.signals, day: zone.local(at: $0.fact.at).day)
    }
    self.facts = facts
    var seen: [FactKind: [Day: UInt8]] = [:]
    numbers = facts.map { known in
      let kind = known.fact.detail.kind
      let number = (seen[kind]?[known.day] ?? 0) &+ 1
      seen[kind, default: [:]][known.day] = number
      return number
    }
  }

  var rep: RepDays { context.repDays[Int(customer.rep)] }
  var start: Day { context.horizon.start }

  /// The runs of a cadence's ladder that are known, whether over or not; empty when nothing opened it.
  ///
  /// - Parameters:
  ///   - cadence: The ladder's cadence.
  ///   - ladder: Its rule.
  ///   - depth: How many ladders may still lead to each other by `then`.
  /// - Returns: What opened each, and how far it came.
  func runs(_ cadence: PreparedCadence, _ ladder: PreparedLadder, depth: Int = 3) -> [LadderRun] {
    guard history != nil else {
      return stage(ladder).map { [finished($0, cadence, ladder.rule)] } ?? []
    }
    var openings = openings(cadence, ladder.rule, depth: depth)
    if let follower = follower(cadence, depth: depth) { openings.append(follower) }
    openings.sort { $0.at < $1.at }
    if ladder.rule.isEach, !openings.isEmpty {
      let runs = openings.map { finished($0, cadence, ladder.rule) }
      return closingEach(runs, cadence, ladder.rule)
    }
    var current = stage(ladder).map { finished($0, cadence, ladder.rule) }
    for opening in openings {
      let isUnderWay = current?.isActive(at: opening.at, steps: cadence.steps.count) ?? false
      if opening.isNeed, isUnderWay { continue }
      current = finished(opening, cadence, ladder.rule)
    }
    return current.map { [$0] } ?? []
  }

  /// Goes through the steps of a run, and through its repetitions.
  private func finished(
    _ opening: LadderRun.Opening, _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> LadderRun {
    var run = LadderRun(opening: opening)
    count(&run, cadence, rule, from: 0)
    var rounds = 0
    while rule.repeats != nil, run.next >= cadence.steps.count, let last = run.last, rounds < 500 {
      rounds += 1
      var again = LadderRun(opening: opening)
      again.opening = LadderRun.Opening(
        occurrence: opening.occurrence.moved(to: last.day), at: last.at, day: last.day,
        fact: opening.fact, follows: opening.follows)
      again.isRepeated = true
      again.occurrences = run.occurrences + [again.opening.occurrence]
      again.attempts = run.attempts
      again.last = last
      count(&again, cadence, rule, from: cadence.steps.count - 1)
      run = again
    }
    run.ending = ending(of: run, since: opening, cadence, rule)
    return run
  }

  // MARK: What opens a ladder

  /// All recorded facts that open the ladder, in journal order.
  private func openings(
    _ cadence: PreparedCadence, _ rule: LadderRule, depth: Int
  ) -> [LadderRun.Opening] {
    guard !rule.opens.isEmpty || !rule.signals.isEmpty else { return [] }
    var openings: [LadderRun.Opening] = []
    var held: Set<Int64>?
    for (place, known) in facts.enumerated() {
      if rule.signals.contains(.referralBought), let opening = bought(known, numbers[place]) {
        openings.append(opening)
      }
      let meant = known.signals.intersection(rule.signals)
      let isKind = rule.opens.contains(known.fact.detail.kind)
      guard isKind || !meant.isEmpty else { continue }
      if !isKind, meant == [SignalSet(.callBack)] {
        let others = held ?? heldCallBacks(beside: cadence, depth: depth)
        held = others
        if others.contains(known.recorded.number) { continue }
      }
      openings.append(opening(known, numbers[place], isKind: isKind, meant))
    }
    return openings
  }

  private func opening(
    _ known: Known, _ number: UInt8, isKind: Bool, _ meant: SignalSet
  ) -> LadderRun.Opening {
    let local = zone.local(at: known.fact.at)
    let kind = known.fact.detail.kind
    let target = target(known.fact, meant)
    var opening = LadderRun.Opening(
      occurrence: .opening(kind, day: local.day, number: number), at: known.fact.at,
      day: target?.time.day ?? local.day, fact: known.recorded)
    opening.minute = target == nil ? local.minute : target?.time.minute
    opening.isDeadline = target?.isDeadline ?? false
    opening.isExact = target?.isExact ?? false
    opening.isOld = local.day < start && opening.day < start
    opening.isNeed = !isKind && Signal.needs.isSuperset(of: meant)
    // Who has just spoken with the customer does not call again on the same day.
    if target == nil, kind == .call || kind == .visit { opening.minute = .endOfDay }
    if target?.isDeadline == false { opening.minute = nil }
    return opening
  }

  /// The day that a fact itself names: a promise's deadline, an occasion's or an installation's day.
  private func target(
    _ fact: Fact, _ meant: SignalSet
  ) -> (time: LocalTime, isDeadline: Bool, isExact: Bool)? {
    switch fact.detail {
    case .promise(let by): return (zone.local(at: by), true, false)
    case .occasion(_, let day): return (LocalTime(day: day, minute: .midnight), true, false)
    case .purchase(let purchase):
      guard meant.contains(.installed), let day = purchase.installed else { return nil }
      return (LocalTime(day: day, minute: .midnight), false, false)
    case .call(let report):
      if meant.contains(.callBack), let back = report.callBack {
        return (zone.local(at: back), true, true)
      }
      if meant.contains(.promised), let by = report.promise {
        return (zone.local(at: by), true, false)
      }
      if meant.contains(.visitAgreed), let day = report.visitOn {
        return (LocalTime(day: day, minute: .midnight), true, true)
      }
      return nil
    default: return nil
    }
  }

  /// A referral whose introduced customer has bought since: opened by the purchase.
  private func bought(_ known: Known, _ number: UInt8) -> LadderRun.Opening? {
    guard case .referral(let other) = known.fact.detail else { return nil }
    let deals = (context.history.customers[other]?.facts ?? []).map(\.fact).filter {
      [.won, .purchase].contains($0.detail.kind) && $0.at < context.horizon.now
    }
    guard let first = deals.map(\.at).min() else { return nil }
    let day = zone.local(at: first).day
    var opening = LadderRun.Opening(
      occurrence: .opening(.referral, day: known.day, number: number),
      at: max(first, known.fact.at), day: max(day, known.day), fact: known.recorded)
    opening.isOld = opening.day < start
    return opening
  }

  /// Call-backs that are the next step of another ladder, and therefore need no ladder of their own.
  private func heldCallBacks(beside cadence: PreparedCadence, depth: Int) -> Set<Int64> {
    var held: Set<Int64> = []
    for other in context.cadences where other.index != cadence.index && !other.isPaused {
      guard case .ladder(let ladder) = other.trigger, !ladder.rule.signals.contains(.callBack),
        other.audience.answer(customer) == .inside
      else { continue }
      for run in runs(other, ladder, depth: depth - 1) where run.ending == nil {
        if let number = run.callBack?.number { held.insert(number) }
      }
    }
    return held
  }

  /// The end of another ladder that this one follows.
  private func follower(_ cadence: PreparedCadence, depth: Int) -> LadderRun.Opening? {
    guard depth > 0 else { return nil }
    var found: LadderRun.Opening?
    for other in context.cadences where other.index != cadence.index {
      guard case .ladder(let ladder) = other.trigger, ladder.rule.then == cadence.cadence.name,
        other.audience.answer(customer) == .inside
      else { continue }
      for run in runs(other, ladder, depth: depth - 1) {
        guard let opening = opening(after: run, of: other, ladder.rule) else { continue }
        if found.map({ $0.at < opening.at }) ?? true { found = opening }
      }
    }
    return found
  }

  /// What follows a run without success, at once; after a refusal, when the customer has had rest.
  private func opening(
    after run: LadderRun, of other: PreparedCadence, _ rule: LadderRule
  ) -> LadderRun.Opening? {
    let isRefused = run.ending?.isRefusal ?? false
    let end: (at: Instant, day: Day)?
    switch run.ending {
    case .some(let ending): end = isRefused ? (ending.at, zone.local(at: ending.at).day) : nil
    case nil: end = run.next >= other.steps.count ? run.last : nil
    }
    guard let end else { return nil }
    var opening = LadderRun.Opening(
      occurrence: run.opening.occurrence.moved(to: end.day), at: end.at,
      day: isRefused ? rep.day(end.day, plus: rule.rests) : end.day)
    opening.follows = (other.cadence.name, isRefused)
    return opening
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
    var opening = LadderRun.Opening(
      occurrence: .stage(customer.stage, day: name),
      at: zone.instant(day: name, minute: .midnight), day: day)
    opening.isOld = day < start
    return opening
  }
}

extension Occurrence {
  /// The same opening counted from another day: of what follows a ladder, or repeats its last step.
  func moved(to day: Day) -> Occurrence {
    switch self {
    case .opening(let kind, _, let number): .opening(kind, day: day, number: number)
    case .stage(let stage, _): .stage(stage, day: day)
    default: self
    }
  }
}
