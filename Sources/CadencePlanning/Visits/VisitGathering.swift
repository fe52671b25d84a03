import CadenceModel
import CivilTime

/// Goes through the customers and finds every chain of visits, and the visits agreed by word.
struct VisitGathering {
  let planner: Planner
  let cadences: [PreparedCadence]
  let start: Day
  /// Facts before this moment are known.
  let known: Instant
  /// Only visits whose window ends by then are looked at.
  let limit: Day

  private(set) var chains: [VisitChain] = []
  private var others: OtherVisits
  /// Visits for other reasons.
  var agreed: [OtherVisit] { others.found }

  init(_ planner: Planner, _ cadences: [PreparedCadence], start: Day, known: Instant, limit: Day) {
    self.planner = planner
    self.cadences = cadences.filter {
      guard case .maintenance = $0.trigger else { return false }
      return !$0.isPaused
    }
    self.start = start
    self.known = known
    self.limit = limit
    others = OtherVisits(planner, known: known)
  }

  /// Looks at everybody; customers of whom no area is known are planned each on their own day.
  mutating func run() {
    guard !cadences.isEmpty else { return }
    let customers = planner.roster.customers
    let places = customers.span
    let hasHistory = !planner.historyOf.isEmpty
    for index in places.indices where places[index].area != 0 {
      let isKnown = hasHistory && planner.historyOf[index]
      if places[index].installations.isEmpty, !isKnown { continue }
      if isKnown {
        gather(index, planner.history.customers[places[index].id]?.unpacked)
      } else if mayBeDue(places[index]) {
        gather(index, nil)
      }
    }
    others.plan(until: limit)
  }

  /// Whether anything on file is due by the limit.
  private func mayBeDue(_ customer: borrowing Customer) -> Bool {
    for cadence in cadences {
      guard case .maintenance(let rule) = cadence.trigger else { continue }
      for installation in customer.installations
      where rule.due(installation.day, start: start) + rule.daysAfter <= limit { return true }
    }
    return false
  }

  private mutating func gather(_ index: Int, _ history: CustomerHistory?) {
    // What only segments could tell is left to the pass: such visits stay on days of their own.
    let customer = EffectiveCustomer.of(
      planner.roster.customers[index], history, roster: planner.roster, settings: planner.settings,
      sources: planner.sourceNames, isIntroduced: false, before: known)
    var standing = CustomerStanding(customer)
    let zone = planner.zones[Int(customer.zone)]
    if let history {
      standing.fold(history, before: known, zone: zone, policy: planner.settings.policy)
      others.take(index, customer, history, zone)
    }
    guard LifeRule.refuses(standing) == nil else { return }
    for cadence in cadences {
      guard case .maintenance(let rule) = cadence.trigger,
        cadence.audience.answer(customer, Segment()) == .inside,
        Self.isVisited(customer, cadence, standing)
      else { continue }
      for installation in customer.installations {
        let made = InstalledThings.visits(
          to: installation, history, before: known, zone: zone)
        chains.append(
          VisitChain(
            customer: Int32(clamping: index), cadence: UInt16(clamping: cadence.index),
            installed: installation.day, which: installation.which, rule: rule,
            rep: customer.rep, area: customer.area,
            holidays: Int(customer.country) * planner.roster.regions.count + Int(customer.region),
            prefersWeekend: customer.prefersWeekend, made: made.sorted(),
            announced: announced(cadence, installation, history)))
      }
    }
  }

  /// Whether the cadence sends anybody to the customer.
  private static func isVisited(
    _ customer: borrowing Customer, _ cadence: PreparedCadence,
    _ standing: borrowing CustomerStanding
  ) -> Bool {
    for step in cadence.steps
    where step.channels.contains(.visit) && step.audience.answer(customer, Segment()) == .inside {
      if case .success(.visit) = ConsentRule.choose(step, standing.reach(for: cadence)) {
        return true
      }
    }
    return false
  }

  /// Which visits to an installation a message has announced.
  private func announced(
    _ cadence: PreparedCadence, _ installation: Installation, _ history: CustomerHistory?
  ) -> [VisitChain.Announcement] {
    guard let history, !history.touches.isEmpty else { return [] }
    return history.touches.compactMap { record in
      guard record.touch.cadence == cadence.cadence.name, record.at < known,
        record.channel.isMachineSent, record.mayHaveReached,
        cadence.steps.indices.contains(record.touch.step - 1),
        case .maintenance(let installed, let which, let number)? = Occurrence(
          text: record.touch.occurrence, trigger: cadence.cadence.trigger, festivals: []),
        installed == installation.day, which == installation.which
      else { return nil }
      let lead = -cadence.steps[record.touch.step - 1].offset.days
      guard lead > 0 else { return nil }
      return VisitChain.Announcement(number: number, sent: record.day, lead: lead)
    }
  }
}
