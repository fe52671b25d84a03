import CadenceModel
import CivilTime

extension CustomerPass {
  /// Greetings on ordinary days, one in each part of the year.
  ///
  /// The day is found in two moves. The calendar, the birthdays and the days foreseen give a base
  /// day, the same whenever it is asked; then what really happened and the caps may move it to a
  /// later day of the part.
  mutating func greet(
    _ cadence: PreparedCadence, _ rule: GreetingRule, _ refusal: SkipReason?
  ) {
    guard let step = cadence.steps.first, step.audience.answer(customer, segment) == .inside else {
      return
    }
    let days = context.tables.greetingDays[cadence.index][table]
    let earliest = horizon.from - 31
    collectBirthdays()
    for part in days.parts.indices
    where days.parts[part].last >= earliest && days.parts[part].first <= horizon.to {
      let (year, number) = (days.parts[part].year, days.parts[part].number)
      let occurrence = Occurrence.greeting(
        year: Int16(clamping: year), number: UInt8(clamping: number))
      let slot = Slot(cadence: cadence, occurrence: occurrence, step: step)
      let places = days.candidates(part: part, hash: hash)
      guard let base = base(slot, part, days, places, rule) else {
        let last = days.parts[part].last
        skip(slot, last, refusal ?? (places.isEmpty ? days.reason(part: part) : .precedence))
        continue
      }
      if let reason = refusal ?? household(slot) {
        skip(slot, days[base], reason)
        continue
      }
      switch ConsentRule.choose(step, standing.reach(for: cadence)) {
      case .failure(let refusal): skip(slot, days[base], refusal.reason)
      case .success(let channel):
        greet(slot, channel, rule, days, base..<places.upperBound)
      }
    }
  }

  private func household(_ slot: Slot) -> SkipReason? {
    guard context.households.isShared(index, head: Int(customer.household)) else { return nil }
    return HouseholdRule.refusesGreeting(index, slot.cadence, slot.step, context)
  }

  /// The days on which the customer's family celebrates.
  private mutating func collectBirthdays() {
    guard birthdays.isEmpty else { return }
    if let date = customer.birthday { collect(date) }
    if let date = customer.wedding { collect(date) }
    if !customer.family.isEmpty { for member in customer.family { collect(member.date) } }
  }

  private mutating func collect(_ date: PersonDate) {
    for place in context.tables.kept.range(date) {
      birthdays.append(context.tables.kept[place].day)
    }
  }

  /// Whether a day is too near to what the calendar brings.
  private func isNear(_ day: Day, _ rule: GreetingRule) -> Bool {
    for birthday in birthdays where abs(birthday - day) <= rule.birthdayBuffer { return true }
    for message in foreseen where abs(message - day) <= rule.contactGap { return true }
    return false
  }

  /// The base day's place: the first of the customer's evenly drawn days that nothing is near to.
  private func base(
    _ slot: Slot, _ part: Int, _ days: GreetingDays, _ places: Range<Int>, _ rule: GreetingRule
  ) -> Int? {
    if places.isEmpty { return nil }
    let seed = days.seed(part: part, hash ^ slot.cadence.hash)
    for attempt in 0..<8 {
      let drawn = days.drawn(attempt, seed: seed, in: places)
      if !isNear(days[drawn], rule) { return drawn }
    }
    // Few days are left; walk round from an even start so that all of them are seen.
    let start = StableHash.pick(seed, below: places.count)
    for step in 0..<places.count {
      let place = places.lowerBound + (start + step) % places.count
      if !isNear(days[place], rule) { return place }
    }
    return nil
  }

  /// From the base day on, the first day on which every rule lets the greeting go out.
  private mutating func greet(
    _ slot: Slot, _ channel: Channel, _ rule: GreetingRule, _ days: GreetingDays,
    _ places: Range<Int>
  ) {
    if let record = record(slot.cadence, slot.occurrence, slot.step) {
      if !record.isSettled { relist(slot, channel, on: max(record.day, horizon.from)) }
      followUp(slot, from: record.day)
      return
    }
    let base = days[places.lowerBound]
    var last: SkipReason?
    for place in places {
      let day = days[place]
      if place > places.lowerBound, isNear(day, rule) { continue }
      if let reason = refusesGreeting(slot, channel, on: day, rule) {
        last = reason
        continue
      }
      guard day >= horizon.from else {
        makeUp(slot, channel, rule, for: day)
        return
      }
      if let last, day > base { moved(slot, base, to: day, last) }
      if day <= horizon.last { put(slot, channel, on: day) }
      return
    }
    // It ended when the last day that might have done went by.
    skip(slot, base < horizon.from ? days[places.upperBound - 1] : base, last ?? .precedence)
  }

  /// Which rule keeps a greeting from a day that the calendar allows.
  private func refusesGreeting(
    _ slot: Slot, _ channel: Channel, on day: Day, _ rule: GreetingRule
  ) -> SkipReason? {
    if !contacts.isEmpty {
      let near = ContactSpacing.refusesGreeting(on: day, contacts: contacts, gap: rule.contactGap)
      if let near { return near }
    }
    if channel.isMachineSent {
      let cap = context.tables.cap.refuses(day, among: messages, isBound: slot.cadence.boundByCaps)
      if let cap { return cap }
    }
    if LifeRule.endOfSilence(day, standing) != nil { return .bereaved }
    return snooze(day, slot.cadence, slot.occurrence, slot.step) == nil ? nil : .snoozed
  }

  /// A greeting whose day went by while the service was down: made up for within a few days.
  private mutating func makeUp(
    _ slot: Slot, _ channel: Channel, _ rule: GreetingRule, for day: Day
  ) {
    let end = policy.catchUp.added(to: day)
    guard day >= horizon.start, end >= horizon.from else { return }
    for late in horizon.from...end {
      guard HolidayRule.refusesGreeting(on: flags(late)) == nil, !isNear(late, rule),
        refusesGreeting(slot, channel, on: late, rule) == nil
      else { continue }
      moved(slot, day, to: late, .expired)
      put(slot, channel, on: late)
      return
    }
    skip(slot, end, .expired)
  }

  /// Plans a greeting and what follows it.
  private mutating func put(_ slot: Slot, _ channel: Channel, on day: Day) {
    if channel.isMachineSent {
      send(slot, channel, on: day)
      contacts.append(day)
    } else {
      assign(slot, channel, on: day, due: day)
    }
    followUp(slot, from: day)
  }

  /// Later steps of the same greeting, counted from its day.
  private mutating func followUp(_ slot: Slot, from day: Day) {
    guard slot.cadence.steps.count > 1 else { return }
    for step in slot.cadence.steps.dropFirst()
    where step.audience.answer(customer, segment) == .inside {
      let later = Slot(cadence: slot.cadence, occurrence: slot.occurrence, step: step)
      let due = step.day(day, rep)
      guard due >= horizon.from, due <= horizon.last else { continue }
      switch ConsentRule.choose(step, standing.reach(for: slot.cadence)) {
      case .failure(let refusal): skip(later, due, refusal.reason)
      case .success(let channel) where channel.isMachineSent: sendFixed(later, channel, on: due)
      case .success(let channel):
        let day = rep.next(from: due)
        if !isAnswered(later) { assign(later, channel, on: day, due: due, overdueSince: day) }
      }
    }
  }
}
