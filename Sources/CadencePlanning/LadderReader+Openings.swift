import CadenceModel
import CivilTime

/// What opens ladders: facts and their signals, other ladders, and the customer file.
extension LadderReader {
  /// All recorded facts that open the ladder, in journal order.
  func openings(
    _ cadence: PreparedCadence, _ rule: LadderRule, depth: Int
  ) -> [LadderRun.Opening] {
    guard !rule.opens.isEmpty || !rule.signals.isEmpty else { return [] }
    var openings: [LadderRun.Opening] = []
    var held: Set<Int64>?
    for known in facts {
      if known.kind == .referral, rule.signals.contains(.referralBought),
        let opening = bought(known, cadence)
      {
        openings.append(opening)
      }
      let meant = known.signals.intersection(rule.signals)
      let isKind = rule.opens.contains(known.kind)
      guard isKind || !meant.isEmpty else { continue }
      if !isKind, meant == [SignalSet(.callBack)] {
        let others = held ?? heldCallBacks(beside: cadence, depth: depth)
        held = others
        if others.contains(known.entry) { continue }
      }
      openings.append(opening(known, cadence, isKind: isKind, meant))
    }
    return openings
  }

  private func opening(
    _ known: Known, _ cadence: PreparedCadence, isKind: Bool, _ meant: SignalSet
  ) -> LadderRun.Opening {
    let local = zone.local(at: known.at)
    let kind = known.kind
    let target = target(record(known).fact, meant)
    var opening = LadderRun.Opening(
      occurrence: .opening(kind, day: local.day, number: known.number), at: known.at,
      day: target?.time.day ?? local.day, fact: record(known))
    opening.minute = target == nil ? local.minute : target?.time.minute
    opening.isDeadline = target?.isDeadline ?? false
    opening.isExact = target?.isExact ?? false
    opening.isOld = isOld(max(local.day, opening.day), cadence)
    opening.isNeed = !isKind && Signal.needs.isSuperset(of: meant)
    // Who has just spoken with the customer does not call again on the same day.
    if target == nil, kind == .call || kind == .visit { opening.minute = .endOfDay }
    if target?.isDeadline == false { opening.minute = nil }
    return opening
  }

  /// Whether a recorded matter is so old at the first start that it enters when its turn comes.
  ///
  /// What happened in the two weeks before is under way, and what is owed never waits.
  private func isOld(_ day: Day, _ cadence: PreparedCadence) -> Bool {
    day < start - 14 && cadence.precedence > .visit
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
  private func bought(_ known: Known, _ cadence: PreparedCadence) -> LadderRun.Opening? {
    guard case .referral(let other) = record(known).fact.detail else { return nil }
    let deals = (context.history.customers[other]?.facts ?? []).map(\.fact).filter {
      [.won, .purchase].contains($0.detail.kind) && $0.at < context.horizon.now
    }
    guard let first = deals.map(\.at).min() else { return nil }
    let day = zone.local(at: first).day
    var opening = LadderRun.Opening(
      occurrence: .opening(.referral, day: known.day, number: known.number),
      at: max(first, known.at), day: max(day, known.day), fact: record(known))
    opening.isOld = isOld(opening.day, cadence)
    return opening
  }

  /// Adds the openings of the customer file's installations: each is a matter of its own.
  ///
  /// What was due before the first start is left alone, and what was recorded stands there already.
  func dated(
    _ cadence: PreparedCadence, _ rule: LadderRule, beside openings: [LadderRun.Opening]
  ) -> [LadderRun.Opening] {
    var all = openings
    for installation in customer.installations {
      var days: [Day] = []
      if rule.signals.contains(.installed), !isRecorded(installation.day) {
        days.append(installation.day)
      }
      if rule.signals.contains(.warrantyEnd), let end = installation.warrantyUntil {
        days.append(end)
      }
      for day in days {
        let first = rep.day(day, plus: cadence.steps[0].offset)
        let occurrence = Occurrence.opening(.purchase, day: day, number: installation.which)
        guard first >= start, !all.contains(where: { $0.occurrence == occurrence }) else {
          continue
        }
        all.append(
          LadderRun.Opening(
            occurrence: occurrence, at: zone.instant(day: min(day, first), minute: .midnight),
            day: day))
      }
    }
    return all
  }

  private func isRecorded(_ installed: Day) -> Bool {
    facts.contains { known in
      guard known.kind == .purchase, case .purchase(let purchase) = record(known).fact.detail else {
        return false
      }
      return purchase.installed == installed
    }
  }

  /// Call-backs that are the next step of another ladder, and therefore need no ladder of their own.
  private func heldCallBacks(beside cadence: PreparedCadence, depth: Int) -> Set<Int64> {
    var held: Set<Int64> = []
    for other in context.tables.cadences where other.index != cadence.index && !other.isPaused {
      guard case .ladder(let ladder) = other.trigger, !ladder.rule.signals.contains(.callBack),
        other.audience.answer(customer, segment) == .inside
      else { continue }
      for run in runs(other, ladder, depth: depth - 1) {
        held.formUnion(run.callBacks)
        // What a ladder that has ended would have done is done by this one.
        if run.ending != nil, let number = run.callBack?.number { held.remove(number) }
      }
    }
    return held
  }

  /// The end of another ladder that this one follows.
  func follower(_ cadence: PreparedCadence, depth: Int) -> LadderRun.Opening? {
    guard depth > 0 else { return nil }
    var found: LadderRun.Opening?
    for place in context.tables.leaders[cadence.index] {
      let other = context.tables.cadences[place]
      guard case .ladder(let ladder) = other.trigger,
        other.audience.answer(customer, segment) == .inside
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
  func stage(_ ladder: PreparedLadder) -> LadderRun.Opening? {
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
