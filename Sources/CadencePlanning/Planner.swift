package import CadenceModel
package import CivilTime

/// Works out whom to contact when, how and why.
///
/// Pure: equal inputs give equal plans, whatever the order of their rows. Customers depend on each
/// other only through their household and through what is worked out of all of them beforehand (the
/// day's page, the visit rounds), so ranges of them can be planned apart, on as many threads as there
/// are, and joined by ``join(_:)``. What reps can do in a day comes after that (``allocate``).
package struct Planner: Sendable {
  /// What the admins wrote.
  package let settings: Settings
  /// The customers.
  package let roster: Roster
  /// What the journal knows.
  package private(set) var history: History
  let cadences: [PreparedCadence]
  /// Who lives with whom.
  package let households: Households
  let zones: [ZoneRules]
  let quietHours: QuietHours
  private(set) var historyOf: [Bool]
  /// How many of the history's customers stand in ``historyOf``.
  private var knownCount: Int
  /// Which pairs of country and region occur: `country * regions + region`.
  let usedCalendars: [Bool]
  let siteZone: ZoneRules
  /// Names of lead sources by index: the roster's, then those that only audiences name.
  let sourceNames: [String]
  /// What depends on all customers together, of the day opened.
  private(set) var page: DayPage?
  /// The visit rounds of a day, kept for every plan that they serve.
  private var keptVisits: VisitRounds?
  /// What settings and calendars say of the days that are asked for again and again.
  private var keptTables: [PlanningTables] = []

  /// Prepares what does not depend on the days asked for.
  package init(settings: Settings, roster: Roster, history: History) {
    self.settings = settings
    self.roster = roster
    self.history = history
    siteZone = settings.zones[settings.site.zone] ?? .utc
    let siteZone = siteZone
    zones = roster.zones.map { settings.zones[$0] ?? siteZone }
    quietHours = QuietHours(settings.policy)
    households = Households(roster)
    sourceNames = EffectiveCustomer.sourceNames(settings, roster)
    cadences = Self.cadences(settings, roster, sourceNames)
    historyOf = Self.historyIndex(roster, history)
    knownCount = history.customers.count
    usedCalendars = Self.calendars(of: roster)
  }

  /// Goes on with a later history of the same journal; settings and customers stay as prepared.
  ///
  /// False when it is none: then somebody was forgotten, and a planner must be made anew.
  package mutating func advance(to later: History) -> Bool {
    guard later.customers.count >= knownCount else { return false }
    if historyOf.isEmpty, !later.customers.isEmpty {
      historyOf = [Bool](repeating: false, count: roster.customers.count)
    }
    for id in later.customers.keys[knownCount...] {
      if let index = roster.index(of: id) { historyOf[index] = true }
    }
    knownCount = later.customers.count
    history = later
    return true
  }

  /// Works out once what a day's segments share, so that asking for many costs nothing more.
  ///
  /// Without it everything is answered all the same, only slower.
  package mutating func open(_ day: Day) {
    if page?.day != day { page = makePage(day) }
  }

  /// The same planner with a day opened.
  package func opened(_ day: Day) -> Planner {
    var planner = self
    planner.open(day)
    return planner
  }

  /// The same with nothing of the history but who is in it, so that keeping it keeps no copy.
  package var withoutHistory: Planner {
    var planner = self
    planner.history = History()
    return planner
  }

  /// Works the visits of a day out once, for all plans of it that reach no further than `days`.
  package mutating func prepareVisits(from: Day, days: Int, now: Instant? = nil) {
    let horizon = horizon(from: from, days: days, now: now)
    if keptVisits?.serves(horizon, known: dayBegin(of: horizon.now)) == true { return }
    keptVisits = PlanningContext(self, horizon: horizon, tables(horizon)).visits
  }

  /// Keeps the tables of some spans of days for every plan of just these; those kept before go.
  package mutating func prepareTables(_ spans: [(from: Day, days: Int)]) {
    keptTables = spans.map { tables(horizon(from: $0.from, days: $0.days, now: nil)) }
  }

  /// The tables of a horizon: those kept, or its own.
  private func tables(_ horizon: PlanningHorizon) -> PlanningTables {
    let (first, last) = (horizon.first, horizon.last)
    return keptTables.first { $0.first == first && $0.last == last }
      ?? PlanningTables(self, from: first, to: last)
  }

  /// The rounds that a plan needs: those kept, or its own.
  func visits(
    _ cadences: [PreparedCadence], _ repDays: [RepDays], _ tables: [DayTable],
    _ horizon: PlanningHorizon
  ) -> VisitRounds {
    if let kept = keptVisits, kept.serves(horizon, known: dayBegin(of: horizon.now)) {
      return kept
    }
    return VisitRounds(self, VisitParts(self, cadences, repDays, tables, horizon))
  }

  /// The cadences made ready, by precedence, then by name.
  static func cadences(
    _ settings: Settings, _ roster: Roster, _ sources: [String]
  ) -> [PreparedCadence] {
    settings.cadences.indices
      .map { PreparedCadence(index: $0, settings: settings, roster: roster, sources: sources) }
      .sorted { ($0.precedence, $0.cadence.name) < ($1.precedence, $1.cadence.name) }
  }

  private static func calendars(of roster: Roster) -> [Bool] {
    var used = [Bool](repeating: false, count: roster.countries.count * roster.regions.count)
    for index in roster.customers.indices {
      let country = Int(roster.customers[index].country)
      used[country * roster.regions.count + Int(roster.customers[index].region)] = true
    }
    return used
  }

  /// Whether the history has an entry, by customer; empty when it has none.
  private static func historyIndex(_ roster: Roster, _ history: History) -> [Bool] {
    guard !history.customers.isEmpty else { return [] }
    var known = [Bool](repeating: false, count: roster.customers.count)
    for id in history.customers.keys {
      if let index = roster.index(of: id) { known[index] = true }
    }
    return known
  }

  /// The touches of some days, and with `skips` everything that was left out in them.
  ///
  /// - Parameters:
  ///   - from: The first day.
  ///   - days: How many days, at least 1.
  ///   - filter: Which part of the plan is wanted.
  ///   - skips: Whether to report what is not done, too.
  ///   - now: What counts as now; nil: `from` at 00:00 in the site's zone, as `plan` has it.
  /// - Returns: Touches and skips by day.
  package func plan(
    from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false, now: Instant? = nil
  ) -> Plan {
    let context = context(from: from, days: days, now: now)
    return Self.join([plan(roster.customers.indices, context, filter, skips)])
  }

  /// As ``plan(from:days:filter:skips:now:)`` for some of the customers only; ``join(_:)``
  /// puts the parts together.
  package func plan(
    customers: Range<Int>, from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false,
    now: Instant? = nil
  ) -> Plan {
    // Objects of its own: threads that count references to the same ones wait for each other.
    let horizon = horizon(from: from, days: days, now: now)
    let tables = PlanningTables(self, from: horizon.first, to: horizon.last)
    return plan(customers, PlanningContext(self, horizon: horizon, tables), filter, skips)
  }

  private func plan(
    _ customers: Range<Int>, _ context: PlanningContext, _ filter: PlanFilter, _ skips: Bool
  ) -> Plan {
    var pass = CustomerPass(context, filter: filter, wantsSkips: skips)
    if let customer = filter.customer {
      if customers.contains(customer) { pass.run(customer) }
    } else {
      pass.run(customers)
    }
    return pass.finished()
  }

  /// The tables for some days.
  func context(
    from: Day, days: Int, now: Instant?, wantsVisits: Bool = true
  ) -> PlanningContext {
    let horizon = horizon(from: from, days: days, now: now)
    return PlanningContext(
      self, horizon: horizon, tables(horizon), wantsVisits: wantsVisits)
  }

  func horizon(from: Day, days: Int, now: Instant?) -> PlanningHorizon {
    let now = now ?? siteZone.instant(day: from, minute: .midnight)
    let firstStart = history.firstStart.map { siteZone.local(at: $0).day }
    return PlanningHorizon(
      from: from, days: days, now: now, firstStart: firstStart, settings: settings)
  }
}
