import CadenceModel
import CadencePlanning
import CivilTime
import TouchJournal

/// The plan of one day for everybody, kept while the day goes on.
struct KeptDayPlan {
  let day: Day
  /// As far as it was brought up to date.
  var plan: Plan
  /// Who has to be planned again: of whom the journal has said something since.
  var stale: Set<CustomerID> = []
  /// What reps get of it, once somebody has asked; nil again when it has changed.
  var allocation: Allocation?
  /// Of whom something is known that has not happened yet, so that the clock alone may change the plan.
  let ahead: [CustomerID]
}

extension ServiceCore {
  /// The plan of the present day by what holds now, with what is left out where ``Parts/wantsSkips``.
  ///
  /// It is worked out once a day for everybody, and again only for those whom something concerns that
  /// was recorded since.
  func dayPlan(_ day: Day) -> (plan: Plan, planner: Planner) {
    takeNews()
    let planner = newPlanner
    let moment = planMoment
    // By a clock that an operator trusts against the journal, all sorts of things lie ahead.
    let isPlain = state.standing.trusted == nil && siteZone.local(at: moment).day == day
    if isPlain, var kept = keptDayPlan, kept.day == day {
      keptDayPlan = nil
      let concerned = planner.concerned(by: kept.stale.union(kept.ahead))
      if concerned.count * 4 <= roster.customers.count {
        if !concerned.isEmpty { kept.allocation = nil }
        kept.plan = planner.replan(
          concerned, in: kept.plan, from: day, days: 1, skips: parts.wantsSkips, now: moment)
        kept.stale = []
        keptDayPlan = kept
        return (kept.plan, planner)
      }
    }
    let plan = planner.planOnAllCores(
      from: day, days: 1, skips: parts.wantsSkips, now: moment)
    if isPlain { keptDayPlan = KeptDayPlan(day: day, plan: plan, ahead: ahead(of: moment)) }
    return (plan, planner)
  }

  /// The plan of the present day as reps get it, handed out anew only where something has changed.
  func dayAllocation(_ day: Day) -> (allocation: Allocation, planner: Planner) {
    let (plan, planner) = dayPlan(day)
    if let kept = keptDayPlan, kept.day == day, let allocation = kept.allocation {
      return (allocation, planner)
    }
    let allocation = planner.allocate(plan, from: day, days: 1, now: planMoment)
    if keptDayPlan?.day == day { keptDayPlan?.allocation = allocation }
    return (allocation, planner)
  }

  /// Customers with a fact, a touch or a reply that lies at or after a moment.
  private func ahead(of moment: Instant) -> [CustomerID] {
    var found: [CustomerID] = []
    for (id, known) in state.history.customers {
      let known = known.unpacked
      if known.facts.contains(where: { $0.fact.at >= moment })
        || known.touches.contains(where: { $0.at >= moment })
        || known.replies.contains(where: { $0.at >= moment })
      {
        found.append(id)
      }
    }
    return found
  }
}
