import CadenceModel
import CivilTime

extension CustomerPass {
  /// Steps after an event: the next one, and messages whose day is fixed by it.
  mutating func climb(
    _ cadence: PreparedCadence, _ ladder: PreparedLadder, _ refusal: SkipReason?
  ) {
    // Most customers have neither a fact nor a stage that opens this ladder.
    let isDated = ladder.opensOnDates && !customer.installations.isEmpty
    guard history != nil || isDated || ladder.isOpened(by: customer.stage) else { return }
    let reader: LadderReader
    if let ladders { reader = ladders } else { reader = LadderReader(self) }
    ladders = reader
    for run in reader.runs(cadence, ladder) where run.next < cadence.steps.count {
      climb(cadence, ladder.rule, run, reader, refusal)
    }
  }

  /// Walks from the next step through messages up to the first task.
  private mutating func climb(
    _ cadence: PreparedCadence, _ rule: LadderRule, _ run: LadderRun, _ reader: LadderReader,
    _ refusal: SkipReason?
  ) {
    var previous: Day?
    for place in run.next..<cadence.steps.count {
      let step = cadence.steps[place]
      guard step.audience.answer(customer, segment) == .inside else { continue }
      let slot = Slot(cadence: cadence, occurrence: run.opening.occurrence, step: step)
      let due = reader.due(step, run, cadence, rule, after: previous)
      if let reason = refusal ?? (run.ending != nil ? .ended : nil) {
        skip(slot, due.day, reason)
        return
      }
      var reach = standing.reach(for: cadence)
      // Who asks for a call has said yes to it.
      if due.cause == .callBack { reach.refused.subtract(ChannelSet(.call)) }
      switch ConsentRule.choose(step, reach) {
      case .failure(let refusal):
        skip(slot, max(due.day, horizon.from), refusal.reason)
        guard step.channels.first?.isMachineSent == true else { return }
        previous = due.day
      case .success(let channel) where channel.isMachineSent:
        if place == run.next { explainStep(slot, due.day, due, run) }
        previous = sendMovable(slot, channel, due: due.day) ?? due.day
      case .success(let channel):
        guard let expired = assignStep(slot, channel, run, due) else { return }
        previous = expired
      }
    }
  }

  /// A rep's step: due, or overdue on the first working day.
  ///
  /// Answers a day when it has expired and the ladder goes on from there.
  private mutating func assignStep(
    _ slot: Slot, _ channel: Channel, _ run: LadderRun, _ due: LadderRun.Due
  ) -> Day? {
    // A letter in place of a mail waits for a day on which the rep works.
    var day = slot.step.channels[0].isMachineSent ? rep.next(from: due.day) : due.day
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
    let isMoved = day != due.day
    let isOverdue = day < horizon.from
    // What was agreed for today is done today, working day or not.
    let planned = isOverdue ? max(day, rep.next(from: horizon.from)) : day
    explainStep(slot, planned, due, run)
    assign(
      slot, channel, on: planned, due: day, half: half(slot.step.dayPart, after: run.attempts.last),
      minute: isMoved ? nil : due.minute, until: slot.step.expires.map { rep.day(day, plus: $0) },
      isAgreed: due.isAgreed && !isMoved, owner: owner(of: run))
    return nil
  }

  /// Who answers for a complaint, where that was said.
  private func owner(of run: LadderRun) -> UInt16? {
    guard let id = run.opening.fact?.fact.marks.owner else { return nil }
    return context.settings.reps.firstIndex { $0.id == id }.map { UInt16(clamping: $0) }
  }

  /// The half of the day; after a call that nobody answered the other one, whatever the step says.
  private func half(_ part: Step.DayPart, after last: LadderRun.Attempt?) -> DayHalf? {
    switch part {
    case .any:
      switch last?.report?.outcome {
      case .noAnswer?, .busy?: last?.half.other
      default: nil
      }
    case .morning: .morning
    case .afternoon: .afternoon
    case .alternate: last?.half.other
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
    return context.tables.cap.refuses(day, among: messages, isBound: cadence.boundByCaps)
  }
}
