import CadenceModel
import CivilTime

/// Whether a customer of whom the journal knows nothing can have a touch on a few days at all.
///
/// The plan of a day is asked for every morning, and nearly nobody has something on it. A look says
/// no only where no rule could put a touch on those days; where it cannot tell cheaply it says yes,
/// and the customer is planned as always. Skips it does not know, so it serves only plans without.
final class QuickLook: Sendable {
  /// What a look at a cadence asks.
  private enum Kind { case always, never, dates, ladder, dated, visits, greeting }

  /// A yearly date: which are kept near enough, by ``KeptDays/code(_:)``.
  private final class Dates: Sendable {
    let rule: PreparedAnniversary
    let near: [Bool]

    init(_ rule: PreparedAnniversary, near: [Bool]) {
      self.rule = rule
      self.near = near
    }
  }

  /// What cadences of each kind are asked with, by place in the context's cadences; apart from each
  /// other, since a copy of all of it would cost more than the look.
  private struct Looks {
    var kinds: [Kind] = []
    var dates: [Dates?] = []
    var spreads: [Int] = []
    var visits: [MaintenanceRule?] = []
    /// How many days before the due day the first touch of a visit may be, at most.
    var leads: [Int] = []
    var greetings: [GreetingRule?] = []
  }

  private let context: PlanningContext
  private let horizon: PlanningHorizon
  private let looks: Looks
  /// How long before the days asked for a greeting's day may lie that is made up for on them.
  private let catchUp: Int
  /// The most days that a step of a yearly day lies beside its day.
  private let widest: Int

  /// The longest plan that is worth the tables.
  static let mostDays = 31
  /// More days in a row than any rep is off.
  private static let longestBreak = 31

  init(_ context: PlanningContext) {
    self.context = context
    let horizon = context.horizon
    self.horizon = horizon
    // Nothing that was due before the first start is made up for.
    let past = horizon.from - horizon.start
    catchUp = min(Self.most(context.settings.policy.catchUp), past)
    let fixed = context.tables.cadences.filter {
      switch $0.trigger {
      case .anniversary, .festival: true
      case .greeting, .ladder, .maintenance: false
      }
    }
    widest = fixed.flatMap(\.steps).map { Self.most($0.offset) }.max() ?? 0
    var looks = Looks()
    for cadence in context.tables.cadences { Self.look(at: cadence, context, past: past, &looks) }
    self.looks = looks
  }

  private static func look(
    at cadence: PreparedCadence, _ context: PlanningContext, past: Int, _ looks: inout Looks
  ) {
    let lead = cadence.steps.map { before($0.offset) }.max() ?? 0
    var kind = Kind.always
    var (dates, spread, visits) = (Dates?.none, 0, MaintenanceRule?.none)
    var greeting: GreetingRule?
    switch cadence.trigger {
    case .greeting(let rule):
      greeting = rule
      if cadence.steps.count == 1 { kind = .greeting }
    case .ladder(let ladder):
      spread = ladder.rule.entrySpread
      if lead == 0 { kind = .ladder }
      if ladder.opensOnDates { kind = ladder.rule.stages.isEmpty ? .dated : .always }
    case .maintenance(let rule):
      visits = rule
      // Visits in such haste could come before the one that is looked at.
      if rule.every.months * 28 + rule.every.days > rule.daysBefore { kind = .visits }
    case .festival:
      let days = days(cadence, context.horizon, past: past)
      let isNear = context.tables.festivalDays[cadence.index].contains { days.contains($0.day) }
      kind = isNear ? .always : .never
    case .anniversary(let rule):
      let days = days(cadence, context.horizon, past: past)
      dates = Dates(rule, near: context.tables.kept.near(days))
      kind = .dates
    }
    looks.kinds.append(kind)
    looks.dates.append(dates)
    looks.spreads.append(spread)
    looks.visits.append(visits)
    looks.leads.append((visits?.daysBefore ?? 0) + lead)
    looks.greetings.append(greeting)
  }

  /// On which days an occasion must be kept for a step of it to fall on the days asked for.
  private static func days(
    _ cadence: PreparedCadence, _ horizon: PlanningHorizon, past: Int
  ) -> ClosedRange<Day> {
    var (back, ahead) = (0, 0)
    for step in cadence.steps {
      let offset = most(step.offset)
      let isTask = step.channels.contains { !$0.isMachineSent }
      // What is late may be done within its time, or within two weeks; tasks stand on a day before.
      let late = isTask || step.elseTask ? max(step.expires.map(most) ?? 0, 14) + longestBreak : 0
      back = max(back, offset + min(late, past + offset))
      ahead = max(ahead, offset + (isTask ? longestBreak : 0))
    }
    return (horizon.from - back)...(horizon.to + ahead)
  }

  /// The most days that a period is long, whatever the month and the holidays.
  static func most(_ period: CalendarPeriod) -> Int {
    let workdays = abs(period.workdays)
    return abs(period.months) * 31 + abs(period.days) + abs(period.seconds) / 86_400
      + (workdays == 0 ? 0 : workdays * 7 + longestBreak)
  }

  /// How many days a period leads back, at most.
  static func before(_ period: CalendarPeriod) -> Int {
    period.months < 0 || period.days < 0 || period.workdays < 0 || period.seconds < 0
      ? most(period) : 0
  }

  /// Whether the customer at an index has to be planned.
  func mayHaveTouches(_ index: Int, _ customer: borrowing Customer) -> Bool {
    if context.isKnown(index) || context.isIntroduced(index) { return true }
    return mayHaveTouches(customer)
  }

  private func mayHaveTouches(_ customer: borrowing Customer) -> Bool {
    for sieve in context.tables.sieves {
      for place in SetBits(sieve.places(customer, nil)) {
        if mayHaveTouches(customer, place: sieve.first + place) { return true }
      }
    }
    return false
  }

  private func mayHaveTouches(_ customer: borrowing Customer, place: Int) -> Bool {
    let cadence = context.tables.cadences[place]
    // What no fact can change is told from the file alone, and spares whom a festival is not for.
    if looks.kinds[place] == .always, cadence.audience.needsSegment {
      let segment = context.segment(of: customer, nil)
      return cadence.audience.answer(customer, segment) != .outside
    }
    switch looks.kinds[place] {
    case .always: return true
    case .never: return false
    case .dates:
      guard let dates = looks.dates[place] else { return true }
      return mayCelebrate(customer, dates.rule, dates.near)
    case .ladder: return mayClimb(customer, spread: looks.spreads[place])
    case .dated: return mayHaveDate(customer, context.tables.cadences[place], looks.leads[place])
    case .visits:
      guard let rule = looks.visits[place] else { return true }
      return mayVisit(customer, rule, looks.leads[place])
    case .greeting:
      guard let rule = looks.greetings[place] else { return true }
      return mayGreet(customer, context.tables.cadences[place], rule) { _ in false }
    }
  }

  private func mayCelebrate(
    _ customer: borrowing Customer, _ rule: PreparedAnniversary, _ near: [Bool]
  ) -> Bool {
    switch rule.date {
    case .wedding: return customer.wedding.map { near[KeptDays.code($0)] } ?? false
    case .installation: return customer.loyaltyDate.map { near[KeptDays.code($0)] } ?? false
    case .birthday:
      if rule.ofCustomer, let birthday = customer.birthday, near[KeptDays.code(birthday)] {
        return true
      }
      guard rule.ofFamily else { return false }
      for member in customer.family where rule.includes(member.relation) {
        if near[KeptDays.code(member.date)] { return true }
      }
      return false
    }
  }

  /// A ladder that the file opens has nothing before the contact day, or before its entry.
  private func mayClimb(_ customer: borrowing Customer, spread: Int) -> Bool {
    guard let day = customer.nextContact ?? customer.lastContact ?? customer.created else {
      return false
    }
    if day >= horizon.start { return day <= horizon.to }
    // The successor's working days are not looked up here.
    if context.settings.mayLeave(customer.rep) { return true }
    let hash = StableHash.of(customer.id.text)
    let rep = context.tables.repDays[Int(customer.rep)]
    return LadderRun.entry(spread: spread, hash, rep, start: horizon.start) <= horizon.to
  }

  /// A ladder of installations or warranties has something from its first step on, and from the first
  /// start on.
  private func mayHaveDate(
    _ customer: borrowing Customer, _ cadence: PreparedCadence, _ lead: Int
  ) -> Bool {
    let latest = cadence.steps.map { Self.most($0.offset) }.max() ?? 0
    for installation in customer.installations {
      for day in [installation.day, installation.warrantyUntil ?? installation.day]
      where day + latest >= horizon.start && day - lead <= horizon.to { return true }
    }
    return false
  }

  private func mayVisit(
    _ customer: borrowing Customer, _ rule: MaintenanceRule, _ lead: Int
  ) -> Bool {
    for installation in customer.installations {
      if rule.due(installation.day, start: horizon.start) - lead <= horizon.to { return true }
    }
    return false
  }
}

extension QuickLook {
  /// A greeting falls on its base day or on a later one of its class; `isDone` says which parts have
  /// had theirs.
  func mayGreet(
    _ customer: borrowing Customer, _ cadence: PreparedCadence, _ rule: GreetingRule,
    isDone: (GreetingDays.Part) -> Bool
  ) -> Bool {
    let days = context.tables.greetingDays[cadence.index][context.dayTable(customer)]
    let hash = StableHash.of(customer.id.text)
    let earliest = horizon.from - catchUp
    for part in days.parts.indices
    where days.parts[part].last >= earliest && days.parts[part].first <= horizon.to {
      let places = days.candidates(part: part, hash: hash)
      guard days.hasDay(in: places, from: earliest, to: horizon.to), !isDone(days.parts[part])
      else { continue }
      // Drawn first, it is the base day unless something is near.
      let drawn = days.drawn(0, seed: days.seed(part: part, hash ^ cadence.hash), in: places)
      if days[drawn] <= horizon.to || isNear(days[drawn], customer, rule) { return true }
    }
    return false
  }

  /// Whether anything that the calendar brings, for whomever, could be near to a day.
  private func isNear(
    _ day: Day, _ customer: borrowing Customer, _ rule: GreetingRule
  ) -> Bool {
    let gap = max(rule.birthdayBuffer, rule.contactGap + widest)
    for entry in context.tables.festivals.entries where abs(entry.day - day) <= gap { return true }
    if let date = customer.birthday, isKept(date, near: day, gap) { return true }
    if let date = customer.wedding, isKept(date, near: day, gap) { return true }
    if let date = customer.loyaltyDate, isKept(date, near: day, gap) { return true }
    for member in customer.family where isKept(member.date, near: day, gap) { return true }
    return false
  }

  private func isKept(_ date: PersonDate, near day: Day, _ gap: Int) -> Bool {
    for place in context.tables.kept.range(date)
    where abs(context.tables.kept[place].day - day) <= gap {
      return true
    }
    return false
  }
}

extension Customer {
  /// The date of the first installation, as a date to be kept each year.
  var loyaltyDate: PersonDate? {
    guard var first = installations.first?.day else { return nil }
    for installation in installations { first = min(first, installation.day) }
    let (year, month, day) = first.civil()
    return PersonDate.solar(year: year, month: month, day: day)
  }
}
