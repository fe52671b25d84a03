import CadenceModel
import CivilTime

/// Gives what was done to the steps.
extension LadderReader {
  /// Goes from a step on through those that are over: made, not for this customer, or past their time.
  func count(
    _ run: inout LadderRun, _ cadence: PreparedCadence, _ rule: LadderRule, from first: Int
  ) {
    let occurrence = run.opening.occurrence.text(festivals: context.settings.festivals)
    func id(_ step: PreparedStep) -> TouchID {
      TouchID(
        customer: customer.id, cadence: cadence.cadence.name, occurrence: occurrence,
        step: Int(step.number))
    }
    run.next = first
    // What was answered by name is over, and so is all before it.
    let known = history == nil ? -1 : lastMade(cadence, id)
    for place in first..<cadence.steps.count {
      let step = cadence.steps[place]
      run.callBack = nil
      if step.audience.answer(customer) == .inside {
        let due = due(step, run, cadence, rule)
        if history != nil, let attempt = attempt(step, id(step), &run, cadence, rule, due) {
          run.attempts.append(attempt)
          run.last = (attempt.at, attempt.day)
        } else if place >= known {
          guard let end = end(of: step, due, cadence) else { return }
          run.last = (zone.instant(day: end, minute: .midnight), end)
        }
      }
      run.next = place + 1
    }
    run.callBack = nil
  }

  /// The place of the last step that a fact or the journal names as made; -1 for none.
  private func lastMade(_ cadence: PreparedCadence, _ id: (PreparedStep) -> TouchID) -> Int {
    guard facts.contains(where: { $0.fact.touch != nil }) || history?.touches.isEmpty == false
    else { return -1 }
    return cadence.steps.lastIndex { step in
      let wanted = id(step)
      return facts.contains { $0.fact.touch == wanted && $0.isAnswer }
        || record(wanted)?.isSettled == true
    } ?? -1
  }

  private func record(_ id: TouchID) -> TouchRecord? {
    history?.touches.last { $0.touch == id && $0.at < context.horizon.now }
  }

  /// The attempt that made one step; nil when there was none yet.
  ///
  /// Whoever asks to be called back has not been spoken with: the step waits until that moment.
  private func attempt(
    _ step: PreparedStep, _ id: TouchID, _ run: inout LadderRun, _ cadence: PreparedCadence,
    _ rule: LadderRule, _ due: LadderRun.Due
  ) -> LadderRun.Attempt? {
    if let answer = facts.last(where: { $0.fact.touch == id && $0.isAnswer }) {
      return attempt(at: answer.fact.at, answer.fact.detail)
    }
    if let record = record(id), record.isSettled { return attempt(at: record.at, nil) }
    let last = run.last?.at ?? run.opening.at
    let needsDay =
      rule.countsFrom == .opening || (run.opening.isDeadline && run.attempts.isEmpty)
    for known in facts {
      if known.fact.touch == id {
        if known.signals.contains(.callBack) { run.callBack = known.recorded }
        continue
      }
      guard let channel = known.fact.detail.kind.channel, step.channels.contains(channel),
        known.fact.at > last
      else { continue }
      if known.fact.touch != nil {
        // A call for something else does for what was due by then, but keeps no promise.
        guard cadence.precedence > .promise, known.day >= due.day else { continue }
      } else if needsDay, known.day < due.day {
        continue
      }
      guard known.signals.contains(.callBack) else {
        return attempt(at: known.fact.at, known.fact.detail)
      }
      if known.fact.touch == nil { run.callBack = known.recorded }
    }
    return nil
  }

  private func attempt(at instant: Instant, _ detail: FactDetail?) -> LadderRun.Attempt {
    let local = zone.local(at: instant)
    var report: CallReport?
    if case .call(let made)? = detail { report = made }
    return LadderRun.Attempt(
      at: instant, day: local.day, half: DayHalf(local.minute), report: report)
  }

  /// The day with which a step that nobody made is over; nil as long as it can still be made.
  private func end(of step: PreparedStep, _ due: LadderRun.Due, _ cadence: PreparedCadence) -> Day? {
    guard !mayWait, !due.isAgreed else { return nil }
    let today = context.horizon.from
    guard step.channels.first?.isMachineSent == true else {
      guard let expires = step.expires else { return nil }
      let end = rep.day(due.day, plus: expires)
      return end < today ? end : nil
    }
    // A message waits two weeks for a day on which it may go out, and is made up for after that.
    let late = step.expires ?? context.settings.policy.catchUp
    let last = late.added(to: max(due.day, start) + 14)
    return last < today ? due.day : nil
  }
}

extension LadderReader.Known {
  /// Whether it answers the touch that it names; who only put it off has not.
  var isAnswer: Bool { fact.detail.kind != .snooze && !signals.contains(.callBack) }
}

extension FactKind {
  /// The channel on which such a fact is an attempt.
  var channel: Channel? {
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
