import CadenceModel
import CivilTime

extension CustomerPass {
  /// A touch as a place in the plan: which cadence, which time round, which step.
  struct Slot {
    let cadence: PreparedCadence
    let occurrence: Occurrence
    let step: PreparedStep
  }

  /// Puts a message on a day, in the send windows.
  mutating func send(_ slot: Slot, _ channel: Channel, on day: Day) {
    messages.append(MessageDay(day: day, counts: slot.cadence.countsToCaps, isPast: false))
    guard horizon.isWanted(day), isWanted(slot.cadence) else { return }
    emit(slot, touch(slot, channel, day, context.quietHours.minuteForSending(hash(slot))))
  }

  /// Puts a task on a day, in the call windows or at the minute agreed; the day on which it was
  /// due counts for the distance of greetings.
  mutating func assign(
    _ slot: Slot, _ channel: Channel, on day: Day, due: Day, overdueSince: Day? = nil,
    half: DayHalf? = nil, minute: MinuteOfDay? = nil, until: Day? = nil, isAgreed: Bool = false,
    owner: UInt16? = nil
  ) {
    contacts.append(due)
    guard horizon.isWanted(day), wantsTasks else { return }
    let spread = context.tables.taskHours[Int(owner ?? customer.rep)].minuteForTask(
      hash(slot), part: half, customer: customer.callWindow)
    let late = UInt16(clamping: day - (overdueSince ?? due))
    var touch = touch(slot, channel, day, minute ?? spread, daysOverdue: late)
    touch.daysLeft = until.map { UInt16(clamping: max($0 - day, 0)) } ?? .max
    (touch.isAgreed, touch.owner) = (isAgreed, owner)
    // Calls wait for those of other cadences on the same day.
    if channel == .call {
      calls.append(Call(slot: slot, touch: touch))
    } else if isWanted(slot.cadence) {
      emit(slot, touch)
    }
  }

  /// Leaves a step out, with the day on which it would have been.
  mutating func skip(_ slot: Slot, _ day: Day, _ reason: SkipReason) {
    guard wantsSkips, horizon.isWanted(day), isWanted(slot.cadence) else { return }
    skips.append(
      PlannedSkip(
        customer: Int32(clamping: index), cadence: UInt16(slot.cadence.index),
        step: slot.step.number, occurrence: slot.occurrence, day: day, reason: reason))
    note(slot, day, reason.rawValue, .skip, reason.sentence)
  }

  /// Remembers that a rule moved a touch, while explaining.
  mutating func moved(_ slot: Slot, _ day: Day, to: Day, _ reason: SkipReason) {
    guard verdicts != nil else { return }
    note(slot, day, reason.rawValue, .move, "\(reason.sentence): moved to \(to)")
  }

  private func touch(
    _ slot: Slot, _ channel: Channel, _ day: Day, _ minute: MinuteOfDay, daysOverdue: UInt16 = 0
  ) -> PlannedTouch {
    PlannedTouch(
      customer: Int32(clamping: index), cadence: UInt16(slot.cadence.index),
      step: slot.step.number, channel: channel, occurrence: slot.occurrence, day: day,
      minute: minute, daysOverdue: daysOverdue)
  }

  mutating func emit(_ slot: Slot, _ touch: PlannedTouch) {
    touches.append(touch)
    guard verdicts != nil else { return }
    let who = touch.channel.isMachineSent ? "goes out" : "is a task for the rep"
    note(
      slot, touch.day, "plan", .allow,
      "by \(touch.channel.name) it \(who) on \(touch.day) at \(touch.minute)")
  }

  /// Remembers what a rule said, while explaining.
  mutating func note(
    _ slot: Slot, _ day: Day, _ rule: String, _ kind: Verdict.Kind, _ text: String
  ) {
    guard verdicts != nil else { return }
    let what = slot.occurrence.text(festivals: context.settings.festivals)
    verdicts?.append(
      Verdict(
        day: day, cadence: slot.cadence.cadence.name, rule: rule, kind: kind,
        text: "\(what), step \(slot.step.number): \(text)"))
  }

  /// A number for the touch, by which it finds its minute.
  private func hash(_ slot: Slot) -> UInt64 {
    let occasion = StableHash.mix(hash ^ slot.cadence.hash, slot.occurrence.number)
    return StableHash.mix(occasion, Int(slot.step.number))
  }
}

extension Occurrence {
  /// A number that tells the occurrences of one customer and cadence apart.
  fileprivate var number: Int {
    switch self {
    case .kept(let relation, let year, _): relation.number << 16 | Int(year)
    case .greeting(let year, let number): Int(number) << 16 | Int(year)
    case .opening(let kind, let day, let number):
      Int(day.number) << 16 | Int(kind.rawValue) << 8 | Int(number)
    case .stage(let stage, let day): Int(day.number) << 8 | Int(stage.rawValue)
    case .maintenance(let day, let which, let number):
      Int(day.number) << 24 | Int(which) << 16 | Int(number)
    case .festival(let index, let year): Int(index) << 16 | Int(year)
    }
  }
}

extension Relation {
  fileprivate var number: Int {
    switch self {
    case .customer: 0
    case .spouse: 1
    case .couple: 2
    case .parent(let number): 256 + Int(number)
    case .child(let number): 512 + Int(number)
    }
  }
}
