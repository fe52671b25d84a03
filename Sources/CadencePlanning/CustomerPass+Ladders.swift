import CadenceModel
import CivilTime

extension CustomerPass {
  /// Steps after an event: the next one, and messages whose day is fixed by it.
  mutating func climb(
    _ cadence: PreparedCadence, _ ladder: PreparedLadder, _ refusal: SkipReason?
  ) {
    // Most customers have neither a fact nor a stage that opens this ladder.
    guard history != nil || ladder.isOpened(by: customer.stage) else { return }
    let reader =
      ladders
      ?? LadderReader(
        context: context, customer: customer, segment: segment, history: history, zone: zone,
        start: horizon.start)
    ladders = reader
    guard let run = reader.run(cadence, ladder), run.next < cadence.steps.count else { return }
    climb(cadence, ladder.rule, run, refusal)
  }

  /// Walks from the next step through messages up to the first task.
  private mutating func climb(
    _ cadence: PreparedCadence, _ rule: LadderRule, _ run: LadderRun, _ refusal: SkipReason?
  ) {
    var previous: Day?
    for place in run.next..<cadence.steps.count {
      let step = cadence.steps[place]
      guard step.audience.answer(customer, segment) == .inside else { continue }
      let slot = Slot(cadence: cadence, occurrence: run.opening.occurrence, step: step)
      let due = due(step, run, rule, after: previous)
      if let reason = refusal ?? (run.isEnded ? .ended : nil) {
        skip(slot, due, reason)
        return
      }
      var reach = standing.reach(for: cadence)
      if run.hasWrongNumber { reach.reachable.subtract(ChannelSet(.call)) }
      switch ConsentRule.choose(step, reach) {
      case .failure(let refusal):
        skip(slot, max(due, horizon.from), refusal.reason)
        guard step.channels.first?.isMachineSent == true else { return }
        previous = due
      case .success(let channel) where channel.isMachineSent:
        previous = sendMovable(slot, channel, due: due) ?? due
      case .success(let channel):
        guard let expired = assignStep(slot, channel, run, due: due) else { return }
        previous = expired
      }
    }
  }

  /// The day on which a step is due.
  private func due(
    _ step: PreparedStep, _ run: LadderRun, _ rule: LadderRule, after previous: Day?
  ) -> Day {
    let isTask = step.channels.first?.isMachineSent == false
    if let previous { return working(rep.day(previous, plus: step.offset), isTask) }
    if let last = run.attempts.last {
      if last.report?.outcome == .callBack, let back = last.report?.callBack {
        return zone.local(at: back).day
      }
      return working(rep.day(last.day, plus: step.offset), isTask)
    }
    let opening = run.opening
    if opening.isDeadline {
      let day = rep.day(opening.day, plus: step.offset)
      return isTask ? rep.last(until: day) : day
    }
    if opening.isOld { return entry(rule) }
    let day = working(rep.day(opening.day, plus: step.offset), isTask)
    // What comes in after the last call window waits for the next working day.
    if isTask, day == opening.day, let minute = opening.minute,
      minute >= context.quietHours.endOfCalls
    {
      return rep.next(from: day + 1)
    }
    return day
  }

  private func working(_ day: Day, _ isTask: Bool) -> Day { isTask ? rep.next(from: day) : day }

  /// Where an opening older than the first start enters: spread over the first working days.
  private func entry(_ rule: LadderRule) -> Day {
    LadderRun.entry(spread: rule.entrySpread, hash, rep, start: horizon.start)
  }

  /// A rep's step: due, or overdue on the first working day.
  ///
  /// Answers a day when it has expired and the ladder goes on from there.
  private mutating func assignStep(
    _ slot: Slot, _ channel: Channel, _ run: LadderRun, due: Day
  ) -> Day? {
    var day = due
    if slot.cadence.precedence > .promise, let end = LifeRule.endOfSilence(day, standing) {
      moved(slot, day, to: end, .bereaved)
      day = rep.next(from: end)
    }
    if let until = snooze(day, slot.cadence, slot.occurrence, slot.step) {
      moved(slot, day, to: until, .snoozed)
      day = rep.next(from: until)
    }
    if let expires = slot.step.expires, rep.day(day, plus: expires) < horizon.from {
      skip(slot, day, .expired)
      return rep.day(day, plus: expires)
    }
    let last = run.attempts.last
    var minute: MinuteOfDay?
    if day == due, let back = last?.report?.callBack, last?.report?.outcome == .callBack {
      minute = zone.local(at: back).minute
    } else if day == due, run.opening.isDeadline, run.attempts.isEmpty {
      minute = run.opening.minute == .midnight ? nil : run.opening.minute
    }
    let today = max(day, rep.next(from: horizon.from))
    assign(
      slot, channel, on: day < horizon.from ? today : day, due: day,
      half: half(slot.step.dayPart, after: last?.half), minute: minute)
    return nil
  }

  private func half(_ part: Step.DayPart, after last: DayHalf?) -> DayHalf? {
    switch part {
    case .any: nil
    case .morning: .morning
    case .afternoon: .afternoon
    case .alternate: last?.other
    }
  }

  /// A message that may wait for a day on which the rules let it go out; answers the day it got.
  ///
  /// It waits two weeks, or until the day given. One whose day went by while the service was down
  /// is made up for as long as its step or the policy's catch-up says.
  mutating func sendMovable(
    _ slot: Slot, _ channel: Channel, due: Day, until: Day? = nil
  ) -> Day? {
    if let record = record(slot.cadence, slot.occurrence, slot.step) {
      if !record.isSettled { relist(slot, channel, on: max(record.day, horizon.from)) }
      return record.day
    }
    let first = max(due, horizon.start)
    var reason = SkipReason.expired
    var day = freeDay(slot, from: first, to: until ?? first + 14, &reason)
    if let missed = day, missed < horizon.from {
      let end = until ?? (slot.step.expires ?? policy.catchUp).added(to: missed)
      reason = .expired
      day = freeDay(slot, from: horizon.from, to: end, &reason)
    }
    guard let day, day <= horizon.last else {
      skip(slot, due, reason)
      return nil
    }
    if day > due { moved(slot, due, to: day, reason) }
    send(slot, channel, on: day)
    contacts.append(day)
    return day
  }

  /// The first day on which a message may go out, and the last rule that spoke before it.
  private func freeDay(
    _ slot: Slot, from first: Day, to last: Day, _ reason: inout SkipReason
  ) -> Day? {
    guard first <= last else { return nil }
    for day in first...last {
      guard let refused = refusesMovable(slot, on: day) else { return day }
      reason = refused
    }
    return nil
  }

  private func refusesMovable(_ slot: Slot, on day: Day) -> SkipReason? {
    let cadence = slot.cadence
    if LifeRule.endOfSilence(day, standing) != nil { return .bereaved }
    if snooze(day, cadence, slot.occurrence, slot.step) != nil { return .snoozed }
    let onHolidays = cadence.allowedOnHolidays
    if let reason = HolidayRule.refusesMessage(on: flags(day), allowedOnHolidays: onHolidays) {
      return reason
    }
    if cadence.precedence == .nurture {
      let spacing = ContactSpacing.refusesPromotion(
        on: day, humanContacts: standing.humanContacts, quietDays: policy.contactQuietDays)
      if let spacing { return spacing }
    }
    return context.cap.refuses(day, among: messages, isBound: cadence.boundByCaps)
  }
}
