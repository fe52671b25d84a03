import CadenceModel
import CivilTime

/// All that one plan reads: settings, roster and history, and the tables of its days.
final class PlanningContext: Sendable {
  let settings: Settings
  let roster: Roster
  let history: History
  let horizon: PlanningHorizon
  /// What is the same for everybody.
  let tables: PlanningTables
  let households: Households
  /// By index into ``Roster/zones``.
  let zones: [ZoneRules]
  let quietHours: QuietHours
  /// Whether the history knows anything of a roster's customer, by index; empty: of nobody.
  let historyOf: [Bool]
  /// Works out segments; nil where no audience asks for one.
  let segments: SegmentReader?
  /// Who was introduced by another customer, by index; empty where nobody asks.
  let introduced: [Bool]
  let sourceNames: [String]
  /// On which days the visits to come fall.
  let visits: VisitRounds

  /// All that a plan of these days reads; `tables` are those of the days, made before or for it alone.
  init(
    _ planner: Planner, horizon: PlanningHorizon, _ tables: PlanningTables,
    wantsVisits: Bool = true
  ) {
    settings = planner.settings
    roster = planner.roster
    (self.horizon, self.tables) = (horizon, tables)
    history = planner.history
    households = planner.households
    zones = planner.zones
    quietHours = planner.quietHours
    historyOf = planner.historyOf
    sourceNames = planner.sourceNames
    let page =
      tables.needsSegments || tables.needsSources ? planner.page(near: horizon.from) : nil
    segments = tables.needsSegments ? page.map { planner.segments(of: $0, now: horizon.now) } : nil
    introduced = tables.needsSources ? page?.introduced ?? [] : []
    visits =
      wantsVisits
      ? planner.visits(tables.cadences, tables.repDays, tables.dayTables, horizon) : .none
  }

  /// Which of ``PlanningTables/dayTables`` is a customer's.
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
