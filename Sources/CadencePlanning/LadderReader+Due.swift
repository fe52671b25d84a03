import CadenceModel
import CivilTime

/// When the steps of a ladder are due.
extension LadderReader {
  /// When the next step of a run is due, after the day of the message before it, if that is planned.
  func due(
    _ step: PreparedStep, _ run: LadderRun, _ cadence: PreparedCadence, _ rule: LadderRule,
    after previous: Day? = nil
  ) -> LadderRun.Due {
    let isTask = step.channels.first?.isMachineSent == false
    if previous == nil, isTask, let agreed = agreed(run) { return agreed }
    if let deadline = step.deadline, let due = meeting(deadline, run, step) { return due }
    if rule.countsFrom == .attempt || run.isRepeated, let last = previous ?? run.last?.day {
      let offset = run.isRepeated ? rule.repeats ?? step.offset : step.offset
      return counted(from: last, offset, isTask, run, cadence, rule)
    }
    let opening = run.opening
    if opening.isDeadline { return kept(opening, step, isTask) }
    if opening.isOld, run.last == nil, previous == nil {
      return LadderRun.Due(
        day: LadderRun.entry(spread: rule.entrySpread, hash, rep, start: start))
    }
    var due = counted(from: opening.day, step.offset, isTask, run, cadence, rule)
    // What comes in after the last call window waits for the next working day.
    if isTask, due.day == opening.day, let minute = opening.minute,
      minute >= context.quietHours.endOfCalls
    {
      due.day = rep.next(from: due.day + 1)
    }
    return due
  }

  /// The moment that the customer asked for.
  private func agreed(_ run: LadderRun) -> LadderRun.Due? {
    guard case .call(let report)? = run.callBack?.fact.detail, let moment = report.callBack else {
      return nil
    }
    let local = zone.local(at: moment)
    return LadderRun.Due(day: local.day, minute: local.minute, isAgreed: true, cause: .callBack)
  }

  /// A step that has to be made by the day, or the minute, that its opening names.
  private func kept(
    _ opening: LadderRun.Opening, _ step: PreparedStep, _ isTask: Bool
  ) -> LadderRun.Due {
    let minute = opening.minute == .midnight ? nil : opening.minute
    if opening.isExact, step.offset == CalendarPeriod() {
      return LadderRun.Due(
        day: opening.day, minute: minute, isAgreed: true, cause: .deadline)
    }
    let day = rep.day(opening.day, plus: step.offset)
    guard isTask else { return LadderRun.Due(day: day, cause: .deadline) }
    // In time, but not before it was promised.
    let earlier = rep.last(until: day)
    let made = zone.local(at: opening.at).day
    let due = earlier < made ? day : earlier
    return LadderRun.Due(
      day: due, minute: due == opening.day ? minute : nil, isAgreed: minute != nil,
      cause: .deadline)
  }

  /// A step counted from a day, sooner where a clear need was heard since, later where a nurtured
  /// customer was met since.
  private func counted(
    from day: Day, _ offset: CalendarPeriod, _ isTask: Bool, _ run: LadderRun,
    _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> LadderRun.Due {
    var due = LadderRun.Due(day: working(rep.day(day, plus: offset), isTask))
    if cadence.precedence == .nurture, let met = contact(since: day) {
      due.day = working(rep.day(met, plus: offset), isTask)
      due.cause = .contact
    }
    if rule.signals.contains(.needClear), let heard = clearNeed(run) {
      let soon = rep.next(from: heard + 1)
      if soon < due.day { (due.day, due.cause) = (soon, .need) }
    }
    return due
  }

  private func working(_ day: Day, _ isTask: Bool) -> Day { isTask ? rep.next(from: day) : day }

  /// The last day after another on which a human spoke with the customer.
  private func contact(since day: Day) -> Day? {
    facts.lazy.filter { $0.day > day && $0.fact.isHumanContact }.map(\.day).max()
  }

  /// The day on which a clear need was heard, in the last attempt or since.
  func clearNeed(_ run: LadderRun) -> Day? {
    let since = run.last?.at ?? run.opening.at
    return facts.last { known in
      guard known.fact.at >= since else { return false }
      if case .visit(let report) = known.fact.detail { return report.need == .clear }
      return known.signals.contains(.needClear)
    }?.day
  }

  /// By when a step of a complaint is due; nil where nothing recorded opened the ladder.
  private func meeting(
    _ deadline: ComplaintDeadline, _ run: LadderRun, _ step: PreparedStep
  ) -> LadderRun.Due? {
    guard let fact = run.opening.fact?.fact else { return nil }
    let settings = context.settings.complaints
    switch deadline {
    case .answer:
      if case .complaint(let promise?) = fact.detail {
        let local = zone.local(at: promise)
        return LadderRun.Due(
          day: local.day, minute: local.minute, isAgreed: true, cause: .deadline)
      }
      let moment = WorkClock(context.quietHours.call, rep).after(
        zone.local(at: fact.at), settings.answerWithin)
      return LadderRun.Due(
        day: moment.day, minute: moment.minute, isAgreed: true, cause: .deadline)
    case .solve:
      let opened = zone.local(at: fact.at)
      let day = WorkClock(context.quietHours.call, rep).after(opened, settings.solveWithin).day
      let earliest = run.last.map { rep.day($0.day, plus: step.offset) } ?? day
      return LadderRun.Due(
        day: rep.next(from: max(day, earliest)), cause: .deadline)
    }
  }
}
