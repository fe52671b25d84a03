import CadenceModel
import CivilTime

extension CustomerPass {
  /// Whose date an occurrence keeps, for finding duplicates in the household.
  struct KeptDate {
    let date: PersonDate
    let relation: Relation
  }

  /// Yearly dates of persons.
  mutating func celebrate(
    _ cadence: PreparedCadence, _ rule: PreparedAnniversary, _ refusal: SkipReason?
  ) {
    switch rule.date {
    case .birthday:
      if rule.ofCustomer, let birthday = customer.birthday {
        celebrate(cadence, rule, refusal, KeptDate(date: birthday, relation: .customer))
      }
      guard rule.ofFamily, !customer.family.isEmpty else { return }
      for member in customer.family where rule.includes(member.relation) {
        celebrate(cadence, rule, refusal, KeptDate(date: member.date, relation: member.relation))
      }
    case .wedding:
      guard let wedding = customer.wedding else { return }
      celebrate(cadence, rule, refusal, KeptDate(date: wedding, relation: .couple))
    case .installation:
      guard let date = customer.loyaltyDate else { return }
      celebrate(cadence, rule, refusal, KeptDate(date: date, relation: .customer))
    }
  }

  private mutating func celebrate(
    _ cadence: PreparedCadence, _ rule: PreparedAnniversary, _ refusal: SkipReason?,
    _ kept: KeptDate
  ) {
    let refusal =
      refusal ?? (standing.isDead(kept.relation) && rule.date != .installation ? .deceased : nil)
    let first = kept.date.year
    for place in context.tables.kept.range(kept.date) {
      let entry = context.tables.kept[place]
      let age = first.map { Int(entry.year) - $0 }
      if let age, age < (rule.date == .installation ? 1 : 0) { continue }
      if !rule.years.isEmpty {
        guard let age, rule.years.contains(age) else { continue }
      }
      let occurrence = Occurrence.kept(
        kept.relation, year: entry.year, isLunar: kept.date.isLunar)
      keep(cadence, occurrence, on: entry.day, refusal, kept)
    }
  }

  /// Named days.
  mutating func keepFestivals(_ cadence: PreparedCadence, _ refusal: SkipReason?) {
    for entry in context.tables.festivalDays[cadence.index] {
      let occurrence = Occurrence.festival(entry.festival, year: entry.year)
      keep(cadence, occurrence, on: entry.day, refusal, nil)
    }
  }

  /// One occurrence that belongs to a day and cannot be put off.
  private mutating func keep(
    _ cadence: PreparedCadence, _ occurrence: Occurrence, on anchor: Day, _ refusal: SkipReason?,
    _ kept: KeptDate?
  ) {
    for step in cadence.steps {
      let slot = Slot(cadence: cadence, occurrence: occurrence, step: step)
      let day = step.day(anchor, rep)
      guard day >= horizon.first, day <= horizon.last,
        step.audience.answer(customer, segment) == .inside
      else { continue }
      if let reason = refusal ?? sharing(slot, kept) {
        skip(slot, day, reason)
        continue
      }
      switch ConsentRule.choose(step, standing.reach(for: cadence)) {
      case .failure(let refusal):
        if step.elseTask, day <= horizon.to {
          assignInstead(slot, day, refusal.reason)
        } else {
          skip(slot, day, refusal.reason)
        }
      case .success(let channel) where channel.isMachineSent:
        foreseen.append(day)
        if let reason = ComplaintRule.refusesMessage(cadence, standing), day <= horizon.to {
          if step.elseTask { assignInstead(slot, day, reason) } else { skip(slot, day, reason) }
        } else if day < horizon.from {
          if step.elseTask { missed(slot, day) }
        } else if day <= horizon.to + 31 {
          sendFixed(slot, channel, on: day)
        }
      case .success(let channel):
        assignFixed(slot, channel, on: day, anchor: anchor)
      }
    }
  }

  /// Whether somebody else in the household gets it.
  private func sharing(_ slot: Slot, _ kept: KeptDate?) -> SkipReason? {
    guard customer.household != Int32(index) || context.households.isShared(index, head: index)
    else { return nil }
    guard let kept else {
      return HouseholdRule.refusesGreeting(index, slot.cadence, slot.step, context)
    }
    return HouseholdRule.refusesDate(
      index, kept.date, of: kept.relation, slot.cadence, slot.step, context)
  }

  /// A message on its day or not at all.
  mutating func sendFixed(_ slot: Slot, _ channel: Channel, on day: Day) {
    if let record = record(slot.cadence, slot.occurrence, slot.step) {
      // Under way: its message already counts, and it is listed until it is settled.
      if !record.isSettled { relist(slot, channel, on: day) }
      return
    }
    if let reason = refusesFixed(slot, on: day) {
      skip(slot, day, reason)
    } else {
      send(slot, channel, on: day)
    }
  }

  /// Lists a touch that the journal has begun but not ended.
  mutating func relist(_ slot: Slot, _ channel: Channel, on day: Day) {
    send(slot, channel, on: day)
    messages.removeLast()
  }

  /// Which rule keeps a message from its day.
  private func refusesFixed(_ slot: Slot, on day: Day) -> SkipReason? {
    if LifeRule.endOfSilence(day, standing) != nil { return .bereaved }
    if snooze(day, slot.cadence, slot.occurrence, slot.step) != nil { return .snoozed }
    let onHolidays = slot.cadence.allowedOnHolidays
    if let reason = HolidayRule.refusesMessage(on: flags(day), allowedOnHolidays: onHolidays) {
      return reason
    }
    if slot.cadence.isPromotional {
      let spacing = ContactSpacing.refusesPromotion(
        on: day, humanContacts: standing.humanContacts, quietDays: policy.contactQuietDays)
      if let spacing { return spacing }
    }
    return context.tables.cap.refuses(day, among: messages, isBound: slot.cadence.boundByCaps)
  }

  /// A message whose day went by without it: a task for the rep, where the cadence says so.
  private mutating func missed(_ slot: Slot, _ day: Day) {
    guard slot.step.elseTask, day >= horizon.start,
      record(slot.cadence, slot.occurrence, slot.step) == nil
    else { return }
    assignInstead(slot, day, .expired)
  }

  /// The rep calls instead; after two weeks nobody would understand why.
  private mutating func assignInstead(_ slot: Slot, _ day: Day, _ reason: SkipReason) {
    let refused = ConsentRule.refuses(.call, standing.reach(for: slot.cadence))
    guard refused == nil, slot.step.channels.contains(.call) == false else {
      skip(slot, day, reason)
      return
    }
    let late = reason == .expired ? day + 1 : day
    let due = rep.next(from: late)
    let end = slot.step.expires.map { $0.added(to: day) } ?? day + 14
    guard day >= horizon.start, horizon.from <= max(end, due) else { return }
    place(slot, .call, due: due, end: end)
  }

  /// A task that belongs to a day: on it, or on the last working day before.
  private mutating func assignFixed(
    _ slot: Slot, _ channel: Channel, on day: Day, anchor: Day
  ) {
    let due = rep.last(until: day)
    let end = slot.step.expires.map { $0.added(to: day) } ?? max(day, anchor)
    guard due >= horizon.start || day >= horizon.from else { return }
    place(slot, channel, due: due, end: end)
  }

  /// Puts a task on its due day, or on the first working day of the plan while it is overdue.
  private mutating func place(_ slot: Slot, _ channel: Channel, due: Day, end: Day) {
    if let record = record(slot.cadence, slot.occurrence, slot.step), record.isSettled { return }
    if isAnswered(slot) || channel == .call && isSpokenWith(since: due) { return }
    if LifeRule.endOfSilence(due, standing) != nil {
      skip(slot, due, .bereaved)
      return
    }
    let delayed = max(due, snooze(due, slot.cadence, slot.occurrence, slot.step) ?? due)
    let isOverdue = delayed < horizon.from
    if slot.cadence.isPromotional {
      let near = ContactSpacing.refusesPromotion(
        on: isOverdue ? horizon.from : delayed, humanContacts: standing.humanContacts,
        quietDays: policy.contactQuietDays)
      if let near {
        skip(slot, delayed, near)
        return
      }
    }
    guard isOverdue else {
      assign(slot, channel, on: delayed, due: due, overdueSince: delayed, until: end)
      return
    }
    let today = rep.next(from: horizon.from)
    guard today <= max(end, delayed) || horizon.from <= end else {
      skip(slot, end, .expired)
      return
    }
    assign(slot, channel, on: today, due: due, overdueSince: delayed, until: end)
  }

  /// Whether a call reached the customer since a day: then a call that was due by it is made.
  private func isSpokenWith(since day: Day) -> Bool {
    guard let history, !history.facts.isEmpty else { return false }
    for recorded in history.facts where recorded.fact.at < horizon.now {
      let fact = recorded.fact
      guard fact.detail.kind == .call, fact.isHumanContact else { continue }
      if zone.local(at: fact.at).day >= day { return true }
    }
    return false
  }

  /// Whether a fact was recorded as the answer to a touch.
  func isAnswered(_ slot: Slot) -> Bool {
    guard let history, !history.facts.isEmpty else { return false }
    var id: TouchID?
    for recorded in history.facts where recorded.fact.at < horizon.now {
      guard let answered = recorded.fact.touch, recorded.fact.detail.kind != .snooze else {
        continue
      }
      let wanted = id ?? touchID(slot.cadence, slot.occurrence, slot.step)
      id = wanted
      if answered == wanted { return true }
    }
    return false
  }
}
