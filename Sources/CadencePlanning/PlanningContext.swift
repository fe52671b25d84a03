import CadenceModel
import CivilTime

/// All that one plan reads: settings, roster and history, and tables over its days.
final class PlanningContext: Sendable {
  let settings: Settings
  let roster: Roster
  let history: History
  let horizon: PlanningHorizon
  /// By precedence, then by name.
  let cadences: [PreparedCadence]
  /// Which of ``cadences`` may concern a customer.
  let sieves: [CadenceSieve]
  let households: Households
  let festivals: FestivalDays
  /// The entries of ``festivals`` that each cadence asks for, by settings index.
  let festivalDays: [[FestivalDays.Entry]]
  let kept: KeptDays
  /// By country and region of the roster: `country * regions + region`.
  let dayTables: [DayTable]
  /// For each greeting cadence (by settings index) a table per entry of ``dayTables``.
  let greetingDays: [[GreetingDays]]
  /// By index into ``Settings/reps``.
  let repDays: [RepDays]
  /// By index into ``Roster/zones``.
  let zones: [ZoneRules]
  let quietHours: QuietHours
  let cap: FrequencyCap
  /// Whether the history knows anything of a roster's customer, by index; empty: of nobody.
  let historyOf: [Bool]
  /// Works out segments; nil where no audience asks for one.
  let segments: SegmentReader?
  /// Who was introduced by another customer, by index; empty where nobody asks.
  let introduced: [Bool]
  let sourceNames: [String]
  /// On which days the visits to come fall.
  let visits: VisitRounds
  /// The call windows within each rep's hours, by index into ``Settings/reps``.
  let taskHours: [QuietHours]

  init(_ planner: Planner, horizon: PlanningHorizon, wantsVisits: Bool = true) {
    let settings = planner.settings
    let roster = planner.roster
    self.settings = settings
    self.roster = roster
    self.horizon = horizon
    history = planner.history
    // Objects of its own: threads that count references to the same ones wait for each other.
    let cadences = Planner.cadences(settings, roster, planner.sourceNames)
    self.cadences = cadences
    sieves = CadenceSieve.sieves(of: cadences, roster: roster, reps: settings.reps.count)
    households = planner.households
    zones = planner.zones
    quietHours = planner.quietHours
    cap = FrequencyCap(settings.policy)
    historyOf = planner.historyOf
    sourceNames = planner.sourceNames
    let needsSegments = cadences.contains(where: \.needsSegment)
    let needsSources = cadences.contains(where: \.needsSource)
    let page = needsSegments || needsSources ? planner.page(near: horizon.from) : nil
    segments = needsSegments ? page.map { planner.segments(of: $0, now: horizon.now) } : nil
    introduced = needsSources ? page?.introduced ?? [] : []
    let (first, last) = (horizon.first, horizon.last)
    let site = settings.calendars[settings.site.country] ?? .plain
    let festivals = FestivalDays(settings.festivals, calendar: site, from: first, to: last)
    self.festivals = festivals
    festivalDays = settings.cadences.map { cadence in
      guard case .festival(let rule) = cadence.trigger else { return [] }
      return festivals.entries.filter {
        rule.festivals.contains(settings.festivals[Int($0.festival)].name)
      }
    }
    kept = KeptDays(from: first, to: last)
    repDays = settings.reps.map { RepDays($0, settings: settings, from: first, to: last) }
    let tables = Self.dayTables(planner, festivals, horizon)
    dayTables = tables
    greetingDays = settings.cadences.map { cadence in
      guard case .greeting(let rule) = cadence.trigger else { return [] }
      return tables.map {
        GreetingDays(perYear: rule.perYear, table: $0, from: first, to: last)
      }
    }
    let quietHours = planner.quietHours
    taskHours = settings.reps.map { $0.hours.isEmpty ? quietHours : quietHours.within($0.hours) }
    visits = wantsVisits ? planner.visits(cadences, repDays, tables, horizon) : .none
  }

  /// A table for each country and region of the roster.
  private static func dayTables(
    _ planner: Planner, _ festivals: FestivalDays, _ horizon: PlanningHorizon
  ) -> [DayTable] {
    let (settings, roster) = (planner.settings, planner.roster)
    let free = festivals.entries.filter {
      settings.policy.festivalsKeptFree.contains(settings.festivals[Int($0.festival)].name)
    }
    return planner.usedCalendars.enumerated().map { index, isUsed in
      guard isUsed else { return .empty }
      let region = roster.regions[index % roster.regions.count]
      let country = roster.countries[index / roster.regions.count]
      return DayTable(
        calendar: settings.calendars[country] ?? .plain, region: region.isEmpty ? nil : region,
        from: horizon.first, to: horizon.last, buffer: settings.policy.holidayBuffer,
        keptFree: free.map(\.day))
    }
  }

  /// Which of ``dayTables`` is a customer's.
  func dayTable(_ customer: borrowing Customer) -> Int {
    Int(customer.country) * roster.regions.count + Int(customer.region)
  }

  /// Whether the journal knows anything of a customer.
  func isKnown(_ index: Int) -> Bool { !historyOf.isEmpty && historyOf[index] }

  /// What the journal knows of a customer; nil for nothing.
  func history(of index: Int) -> CustomerHistory? {
    guard !historyOf.isEmpty, historyOf[index] else { return nil }
    return history.customers[roster.customers[index].id]?.unpacked
  }

  /// A customer as file and facts make them.
  func customer(
    of index: Int, _ history: CustomerHistory?, before moment: Instant? = nil
  ) -> Customer {
    EffectiveCustomer.of(
      roster.customers[index], history, roster: roster, settings: settings, sources: sourceNames,
      isIntroduced: isIntroduced(index), before: moment ?? horizon.now)
  }

  /// Whether another customer introduced this one.
  func isIntroduced(_ index: Int) -> Bool { !introduced.isEmpty && introduced[index] }

  /// What the facts say of a customer, as far as an audience asks for it.
  func segment(
    of customer: borrowing Customer, _ history: CustomerHistory?, before moment: Instant? = nil
  ) -> Segment {
    segments?.segment(of: customer, history, before: moment) ?? Segment()
  }

  /// Where a customer stands now.
  func standing(of index: Int) -> CustomerStanding {
    var standing = CustomerStanding(roster.customers[index])
    if let history = history(of: index) {
      let zone = zones[Int(roster.customers[index].zone)]
      standing.fold(history, before: horizon.now, zone: zone, policy: settings.policy)
    }
    shareMourning(&standing, of: index)
    return standing
  }

  /// A death in the house silences everybody of it, the death of a member most of all.
  ///
  /// Answers whether that changed anything.
  @discardableResult
  func shareMourning(_ standing: inout CustomerStanding, of index: Int) -> Bool {
    let head = Int(roster.customers[index].household)
    guard !historyOf.isEmpty, households.isShared(index, head: head) else { return false }
    var isShared = false
    for member in households.members(head: head) where member != index && historyOf[member] {
      guard let known = history.customers[roster.customers[member].id],
        !known.kinds.isDisjoint(with: FactKindSet(.deceased, .bereaved))
      else { continue }
      let zone = zones[Int(roster.customers[member].zone)]
      for fact in known.unpacked.facts.lazy.map(\.fact) where fact.at < horizon.now {
        guard [.deceased, .bereaved].contains(fact.detail.kind) else { continue }
        standing.mourn(from: zone.local(at: fact.at).day, settings.policy)
        isShared = true
      }
    }
    return isShared
  }
}
