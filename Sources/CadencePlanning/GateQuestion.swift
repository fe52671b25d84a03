import CadenceModel
import CivilTime

/// One touch before the gate, with all that the rules ask about.
struct GateQuestion {
  let touch: PlannedTouch
  /// As file and facts make them.
  let customer: Customer
  let segment: Segment
  let cadence: PreparedCadence
  let step: PreparedStep
  let standing: CustomerStanding
  let history: CustomerHistory?
  let context: PlanningContext
  /// The customer's wall clock.
  let local: LocalTime

  /// Why it may never go out; nil when it may, now or later.
  func refusal() -> SkipReason? {
    if let reason = LifeRule.refuses(standing) { return reason }
    if case .kept(let relation, _, _) = touch.occurrence, standing.isDead(relation) {
      return .deceased
    }
    if cadence.isPaused { return .paused }
    guard cadence.audience.answer(customer, segment) == .inside,
      step.audience.answer(customer, segment) == .inside
    else { return .excluded }
    if let reason = ComplaintRule.refusesMessage(cadence, standing) { return reason }
    if let reason = ConsentRule.refuses(touch.channel, standing.reach(for: cadence)) {
      return reason
    }
    if let reason = household() { return reason }
    if local.day > lastDay { return .expired }
    guard isBoundToDay else { return nil }
    if LifeRule.endOfSilence(local.day, standing) != nil { return .bereaved }
    if snoozedUntil != nil { return .snoozed }
    return refusesDay()
  }

  /// Whether it may go out at this minute, or when to ask again.
  func timing(_ zone: ZoneRules) -> GateVerdict {
    let tomorrow = LocalTime(day: local.day + 1, minute: context.quietHours.send[0].start)
    if local.day < touch.day {
      return .wait(until: zone.instant(day: touch.day, minute: touch.minute))
    }
    let end = LifeRule.endOfSilence(local.day, standing)
    if let wait = [end, snoozedUntil].compactMap({ $0 }).max() {
      return .wait(until: zone.instant(day: wait, minute: tomorrow.minute))
    }
    if !isBoundToDay, refusesDay() != nil { return .wait(until: zone.instant(of: tomorrow)) }
    guard let minute = context.quietHours.nextSending(after: local.minute) else {
      return isBoundToDay && local.day >= touch.day
        ? .skip(.quietHours) : .wait(until: zone.instant(of: tomorrow))
    }
    return minute == local.minute
      ? .send : .wait(until: zone.instant(day: local.day, minute: minute))
  }

  /// Whether it goes out on its day or not at all.
  private var isBoundToDay: Bool {
    cadence.cadence.kind == .anniversary || cadence.cadence.kind == .festival
  }

  private var lastDay: Day {
    ExpiryRule.lastDay(
      of: touch.day, kind: cadence.cadence.kind, expires: step.expires,
      policy: context.settings.policy)
  }

  private var snoozedUntil: Day? {
    SnoozeRule.delay(local.day, standing, isMachineSent: touch.channel.isMachineSent) {
      TouchID(
        customer: customer.id, cadence: cadence.cadence.name,
        occurrence: touch.occurrence.text(festivals: context.settings.festivals),
        step: Int(touch.step))
    }
  }

  private func household() -> SkipReason? {
    let index = Int(touch.customer)
    switch cadence.trigger {
    case .greeting, .festival:
      return HouseholdRule.refusesGreeting(index, cadence, step, context)
    case .anniversary(let rule):
      guard case .kept(let relation, _, _) = touch.occurrence else { return nil }
      let date: PersonDate? =
        switch relation {
        case .customer: rule.date == .birthday ? customer.birthday : nil
        case .couple: customer.wedding
        default: customer.family.first { $0.relation == relation }?.date
        }
      guard let date else { return nil }
      return HouseholdRule.refusesDate(index, date, of: relation, cadence, step, context)
    case .ladder, .maintenance: return nil
    }
  }

  /// Which rule speaks against the present day.
  private func refusesDay() -> SkipReason? {
    let flags = context.tables.dayTables[context.dayTable(customer)][local.day]
    if case .greeting = cadence.trigger {
      if let reason = HolidayRule.refusesGreeting(on: flags) { return reason }
    } else {
      let onHolidays = cadence.allowedOnHolidays
      if let reason = HolidayRule.refusesMessage(on: flags, allowedOnHolidays: onHolidays) {
        return reason
      }
    }
    switch cadence.precedence {
    case .greeting, .festival, .nurture:
      let spacing = ContactSpacing.refusesPromotion(
        on: local.day, humanContacts: standing.humanContacts,
        quietDays: context.settings.policy.contactQuietDays)
      if let spacing { return spacing }
    default: break
    }
    return context.tables.cap.refuses(local.day, among: messages(), isBound: cadence.boundByCaps)
  }

  /// What went out to the customer before, this touch not counted.
  private func messages() -> [MessageDay] {
    guard let history else { return [] }
    let occurrence = touch.occurrence.text(festivals: context.settings.festivals)
    return history.touches.compactMap { record in
      let isThis =
        record.touch.cadence == cadence.cadence.name && record.touch.step == Int(touch.step)
        && record.touch.occurrence == occurrence
      guard !isThis, record.channel.isMachineSent, record.mayHaveReached else { return nil }
      let zone = context.zones[Int(customer.zone)]
      return MessageDay(day: record.sentDay(zone), counts: record.countsToCaps, isPast: true)
    }
  }
}
