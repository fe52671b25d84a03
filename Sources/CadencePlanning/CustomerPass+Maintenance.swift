import CadenceModel
import CivilTime

extension CustomerPass {
  /// One visit that is due, and what belongs to it.
  private struct Visit {
    let installation: Installation
    let number: Int
    let due: Day
    /// The day planned, within the window wherever possible.
    let day: Day
    /// The days on which it may be made.
    let window: ClosedRange<Day>
    /// Whether the rounds of its area gave it the day.
    var isInRound = false
  }

  /// Recurring visits to everything installed.
  mutating func maintain(
    _ cadence: PreparedCadence, _ rule: MaintenanceRule, _ refusal: SkipReason?
  ) {
    for installation in customer.installations {
      let visits = InstalledThings.visits(
        to: installation, history, before: horizon.now, zone: zone)
      var number = visits.count + 1
      var due = firstDue(installation, visits, rule)
      // A year's plan goes on as if each visit were made on its planned day.
      while due - rule.daysBefore <= horizon.last, number <= visits.count + 60 {
        let visit = visit(installation, number, due, rule, cadence)
        if visit.day > horizon.last { break }
        maintain(cadence, visit, refusal)
        let following = rule.every.added(to: visit.day)
        guard following > visit.day else { break }
        due = following
        number += 1
      }
    }
  }

  /// Counted from the last visit; before the first one, in the rhythm from the install day, and not
  /// before the service was first started: ten years of missed visits are not made up for.
  private func firstDue(
    _ installation: Installation, _ visits: [Day], _ rule: MaintenanceRule
  ) -> Day {
    if let last = visits.max() { return rule.every.added(to: last) }
    return rule.due(installation.day, start: horizon.start)
  }

  /// The visit's planned day: the one that the rounds of its area give it; where no area is known, a
  /// working day of the rep near the due day, drawn evenly.
  private func visit(
    _ installation: Installation, _ number: Int, _ due: Day, _ rule: MaintenanceRule,
    _ cadence: PreparedCadence
  ) -> Visit {
    let end = due + rule.daysAfter
    let window = max(due - rule.daysBefore, horizon.start)...max(end, horizon.start)
    let stop = context.visits.stop(
      customer: index, cadence: cadence.index, installation, number: number)
    if let stop, stop.isTold || window.contains(stop.day) {
      return Visit(
        installation: installation, number: number, due: due, day: stop.day, window: window,
        isInRound: true)
    }
    let seed = StableHash.mix(
      StableHash.mix(hash ^ cadence.hash, Int(installation.day.number)), number)
    let near =
      max(
        due - min(rule.daysBefore, 5), horizon.start)...max(
        due + min(rule.daysAfter, 5), horizon.start)
    let wished = customer.prefersWeekend ? drawn(near, seed, weekend: true) : nil
    let day =
      wished ?? drawn(near, seed, weekend: false) ?? drawn(window, seed, weekend: false)
      ?? rep.next(from: max(due, horizon.start))
    return Visit(
      installation: installation, number: number, due: due, day: day, window: window)
  }

  /// One of the days, of the first 64, on which the rep works and the customer has no holiday.
  private func drawn(
    _ days: ClosedRange<Day>, _ seed: UInt64, weekend: Bool
  ) -> Day? {
    let rep = rep
    var fit: UInt64 = 0
    for place in 0...min(days.upperBound - days.lowerBound, 63)
    where isFit(days.lowerBound + place, rep, weekend) {
      fit |= 1 << UInt64(place)
    }
    guard fit != 0 else { return nil }
    for _ in 0..<StableHash.pick(seed, below: fit.nonzeroBitCount) { fit &= fit - 1 }
    return days.lowerBound + fit.trailingZeroBitCount
  }

  private func isFit(_ day: Day, _ rep: RepDays, _ weekend: Bool) -> Bool {
    rep.isPresent(day) && !flags(day).contains(.holiday) && (!weekend || day.weekday.isWeekend)
  }

  /// The steps of one visit.
  private mutating func maintain(
    _ cadence: PreparedCadence, _ visit: Visit, _ refusal: SkipReason?
  ) {
    let occurrence = Occurrence.maintenance(
      installed: visit.installation.day, which: visit.installation.which,
      number: UInt16(clamping: visit.number))
    for step in cadence.steps where step.audience.answer(customer, segment) == .inside {
      let slot = Slot(cadence: cadence, occurrence: occurrence, step: step)
      let day = rep.day(visit.day, plus: step.offset)
      if let refusal {
        skip(slot, day, refusal)
        continue
      }
      switch ConsentRule.choose(step, standing.reach(for: cadence)) {
      case .failure(let refusal): skip(slot, day, refusal.reason)
      case .success(let channel) where channel.isMachineSent:
        announce(slot, channel, on: day, visit)
      case .success(let channel):
        assignVisit(slot, channel, on: day, visit)
      }
    }
  }

  /// A message before the visit goes out only while the visit is still ahead, however late.
  private mutating func announce(_ slot: Slot, _ channel: Channel, on day: Day, _ visit: Visit) {
    guard day < visit.day else {
      _ = sendMovable(slot, channel, due: day)
      return
    }
    guard horizon.from < visit.day, day >= horizon.start else { return }
    _ = sendMovable(slot, channel, due: day, until: visit.day - 1)
  }

  /// The visit itself; one that is late stays on the list until it is made.
  private mutating func assignVisit(
    _ slot: Slot, _ channel: Channel, on planned: Day, _ visit: Visit
  ) {
    if let record = record(slot.cadence, slot.occurrence, slot.step), record.isSettled { return }
    if isAnswered(slot) { return }
    explainDay(slot, visit)
    var day = rep.next(from: planned)
    if let end = LifeRule.endOfSilence(day, standing) {
      moved(slot, day, to: end, .bereaved)
      day = rep.next(from: end)
    }
    if let until = snooze(day, slot.cadence, slot.occurrence, slot.step) {
      moved(slot, day, to: until, .snoozed)
      day = rep.next(from: until)
    }
    if let expires = slot.step.expires, expires.added(to: day) < horizon.from {
      skip(slot, expires.added(to: day), .expired)
      return
    }
    let overdue = day < horizon.from
    // Its day is part of a round, and the customer may have been told: nobody moves it for others.
    assign(
      slot, channel, on: overdue ? rep.next(from: horizon.from) : day, due: day,
      isAgreed: !overdue && day == visit.day)
  }

  /// Says, while explaining, why a visit is on its day.
  private mutating func explainDay(_ slot: Slot, _ visit: Visit) {
    guard verdicts != nil, visit.isInRound, horizon.isWanted(visit.day) else { return }
    let company = context.visits.company(
      on: visit.day, rep: customer.rep, area: customer.area, context.roster)
    guard company.care + company.others > 1 else { return }
    let (first, last) = (visit.window.lowerBound, visit.window.upperBound)
    let area = context.roster.areas[Int(customer.area)]
    note(
      slot, visit.day, "area", visit.day == visit.due ? .allow : .move,
      "due on \(visit.due), may be made from \(first) to \(last): "
        + "on \(visit.day), when \(company.care + company.others) visits are made in \(area)"
        + (company.others > 0
          ? ", \(company.others) of them for another reason: the way there serves both" : ""))
  }
}

extension MaintenanceRule {
  /// The first due day that is not before the first start, in the rhythm from the install day.
  func due(_ installed: Day, start: Day) -> Day {
    var due = first.added(to: installed)
    var round = 0
    // No round is longer than this: those that certainly end before the start need not be counted.
    let longest = every.months * 31 + every.days
    if every.months >= 0, every.days >= 0, longest > 0, first.workdays == 0, first.seconds == 0,
      start - due > 2 * longest
    {
      round = min((start - due) / longest - 1, 399)
      due = self.due(installed, round: round)
    }
    while due < start, round < 400 {
      round += 1
      let next = self.due(installed, round: round)
      guard next > due else { break }
      due = next
    }
    return due
  }

  private func due(_ installed: Day, round: Int) -> Day {
    CalendarPeriod(
      months: first.months + every.months * round, days: first.days + every.days * round
    ).added(to: installed)
  }
}
