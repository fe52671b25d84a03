package import CadenceModel
package import CivilTime

extension Planner {
  /// Every rule that speaks on a customer in the year from `from` on, in words.
  ///
  /// - Parameters:
  ///   - customer: Index into the roster.
  ///   - day: Only what concerns this day, with what the greeting rules say of it; nil: the year.
  ///   - from: The day that counts as today.
  ///   - now: What counts as now; nil: `from` at 00:00 in the site's zone.
  /// - Returns: By day; those of a day in the order in which the rules spoke.
  package func explain(
    customer: Int, day: Day? = nil, from: Day, now: Instant? = nil
  ) -> [Verdict] {
    let first = min(from, day ?? from)
    let days = max(366, (day ?? from) - first + 32)
    let context = context(from: first, days: days, now: now)
    var pass = CustomerPass(context, filter: .all, wantsSkips: true)
    pass.verdicts = []
    pass.run(customer)
    var verdicts = pass.verdicts ?? []
    verdicts += capacityVerdicts(of: customer, from: from, to: day ?? from + 365, now: now)
    if let day {
      verdicts = verdicts.filter { $0.day == day }
      verdicts += pass.verdictsOnDay(day)
    }
    let end = now ?? siteZone.instant(day: first, minute: .midnight)
    verdicts.insert(
      contentsOf: standing(of: customer, day: day ?? first, first, end), at: 0)
    return verdicts.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }.map(\.element)
  }

  /// What the facts make of the customer, and which cadences are therefore not for them.
  private func standing(
    of index: Int, day: Day, _ segmentDay: Day, _ now: Instant
  ) -> [Verdict] {
    let segment = segment(of: index, on: segmentDay, now: now)
    let customer = self.customer(at: index, on: segmentDay, now: now)
    let words = SegmentWords(segment, settings.segments).all
    var verdicts = words.map { text in
      Verdict(day: day, cadence: "-", rule: "segment", kind: .allow, text: text)
    }
    let audiences = AudienceWords(
      customer: customer, segment: segment, roster: roster, settings: settings,
      sources: sourceNames)
    for cadence in cadences where cadence.audience.answer(customer, segment) == .outside {
      let why = audiences.why(cadence.cadence.audience)
      verdicts.append(
        Verdict(
          day: day, cadence: cadence.cadence.name, rule: "audience", kind: .skip,
          text: "not for this customer: \(why)"))
    }
    return verdicts
  }
}

extension CustomerPass {
  /// What every rule says of one day, cadence by cadence.
  fileprivate mutating func verdictsOnDay(_ day: Day) -> [Verdict] {
    var verdicts: [Verdict] = []
    for cadence in context.tables.cadences
    where cadence.audience.answer(customer, segment) != .outside {
      for (reason, kind) in reasons(cadence, on: day) {
        verdicts.append(
          Verdict(
            day: day, cadence: cadence.cadence.name, rule: reason.rawValue, kind: kind,
            text: reason.sentence))
      }
    }
    return verdicts
  }

  /// The rules that would keep a cadence's message from a day.
  private func reasons(
    _ cadence: PreparedCadence, on day: Day
  ) -> [(SkipReason, Verdict.Kind)] {
    var reasons: [(SkipReason, Verdict.Kind)] = []
    if let reason = LifeRule.refuses(standing) { reasons.append((reason, .skip)) }
    if cadence.isPaused { reasons.append((.paused, .skip)) }
    if cadence.audience.answer(customer, segment) == .excluded {
      reasons.append((.excluded, .skip))
    }
    if let reason = ComplaintRule.refuses(cadence, standing) { reasons.append((reason, .skip)) }
    if LifeRule.endOfSilence(day, standing) != nil { reasons.append((.bereaved, .move)) }
    guard case .greeting(let rule) = cadence.trigger else {
      let onHolidays = cadence.allowedOnHolidays
      let holiday = HolidayRule.refusesMessage(on: flags(day), allowedOnHolidays: onHolidays)
      return holiday.map { reasons + [($0, .move)] } ?? reasons
    }
    if let reason = HolidayRule.refusesGreeting(on: flags(day)) { reasons.append((reason, .move)) }
    if birthdays.contains(where: { abs($0 - day) <= rule.birthdayBuffer }) {
      reasons.append((.precedence, .move))
    }
    let others = contacts.filter { $0 != day }
    if let reason = ContactSpacing.refusesGreeting(on: day, contacts: others, gap: rule.contactGap)
    {
      reasons.append((reason, .move))
    }
    let near = messages.filter { $0.day != day }
    if let reason = context.tables.cap.refuses(day, among: near, isBound: cadence.boundByCaps) {
      reasons.append((reason, .move))
    }
    return reasons
  }
}
