import CadenceModel
import CivilTime

/// Gives what was done to the steps.
extension LadderReader {
  /// Goes from a step on through those that are over: made, not for this customer, or past their time.
  func count(
    _ run: inout LadderRun, _ cadence: PreparedCadence, _ rule: LadderRule, from first: Int
  ) {
    // Most customers have no history, and then the name is never asked for.
    let occurrence =
      history == nil ? "" : run.opening.occurrence.text(festivals: context.settings.festivals)
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
      if step.audience.answer(customer, segment) == .inside {
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
    let isNamed = facts.contains { $0.step > 0 } || history?.touches.isEmpty == false
    return isNamed ? cadence.steps.lastIndex { attempt(naming: id($0)) != nil } ?? -1 : -1
  }

  /// The attempt that made one step; nil when there was none yet.
  ///
  /// Whoever asks to be called back has not been spoken with: the step waits until that moment.
  private func attempt(
    _ step: PreparedStep, _ id: TouchID, _ run: inout LadderRun, _ cadence: PreparedCadence,
    _ rule: LadderRule, _ due: LadderRun.Due
  ) -> LadderRun.Attempt? {
    let made = attempt(naming: id)
    let last = run.last?.at ?? run.opening.at
    let needsDay =
      rule.countsFrom == .opening || (run.opening.isDeadline && run.attempts.isEmpty)
    for known in facts where made.map({ known.at < $0.at }) ?? true {
      let isNamed = known.step == id.step && touch(known) == id
      if !isNamed {
        guard let channel = known.kind.channel, step.channels.contains(channel), known.at > last
        else { continue }
        if known.step > 0 {
          // A call for something else does for what was due by then, but keeps no promise.
          guard cadence.precedence > .promise, known.day >= due.day else { continue }
        } else if needsDay, known.day < due.day {
          continue
        }
      }
      guard known.signals.contains(.callBack) else {
        if isNamed || made != nil { continue }
        return attempt(at: known.at, record(known).fact.detail)
      }
      guard isNamed || known.step == 0 else { continue }
      run.callBack = record(known)
      run.callBacks.append(known.entry)
    }
    return made
  }

  /// The attempt that a fact or the journal names.
  private func attempt(naming id: TouchID) -> LadderRun.Attempt? {
    let answer = facts.last { $0.step == id.step && $0.isAnswer && touch($0) == id }
    if let answer { return attempt(at: answer.at, record(answer).fact.detail) }
    let found = history?.touches.last {
      $0.touch.step == id.step && $0.touch == id && $0.at < context.horizon.now
    }
    guard let found, found.isSettled else { return nil }
    return attempt(at: found.at, nil)
  }

  private func attempt(at instant: Instant, _ detail: FactDetail?) -> LadderRun.Attempt {
    let local = zone.local(at: instant)
    var report: CallReport?
    if case .call(let made)? = detail { report = made }
    return LadderRun.Attempt(
      at: instant, day: local.day, half: DayHalf(local.minute), report: report)
  }

  /// The day with which a step that nobody made is over; nil as long as it can still be made.
  private func end(of step: PreparedStep, _ due: LadderRun.Due, _ cadence: PreparedCadence) -> Day?
  {
    guard !mayWait, !due.isAgreed else { return nil }
    guard step.channels.first?.isMachineSent == true else {
      guard let expires = step.expires else { return nil }
      let end = rep.day(due.day, plus: expires)
      return end < context.horizon.from ? end : nil
    }
    // A message waits two weeks for a day on which it may go out, and is made up for after that.
    let late = step.expires ?? context.settings.policy.catchUp
    let last = late.added(to: max(due.day, start) + 14)
    return last < context.horizon.from ? due.day : nil
  }
}

extension LadderReader.Known {
  /// Whether it answers the touch that it names; who only put it off has not.
  var isAnswer: Bool { kind != .snooze && !signals.contains(.callBack) }
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
