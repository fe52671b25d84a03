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
  /// Of whom something is known that has not happened yet, so that the clock alone may change the plan.
  let ahead: [CustomerID]
}

extension ServiceCore {
  /// The plan of the present day by what holds now, with what is left out where ``Parts/wantsSkips``.
  ///
  /// It is worked out once a day for everybody, and again only for those whom something concerns that
  /// was recorded since: a plan depends on the customer's own history, the household's, and on whether
  /// somebody bought whom the customer introduced; segments and rounds are those of the day's beginning.
  func dayPlan(_ day: Day) -> (plan: Plan, planner: Planner) {
    takeNews()
    let planner = newPlanner
    let moment = planMoment
    // By a clock that an operator trusts against the journal, all sorts of things lie ahead.
    let isPlain = state.standing.trusted == nil && siteZone.local(at: moment).day == day
    if isPlain, var kept = keptDayPlan, kept.day == day {
      keptDayPlan = nil
      let concerned = concerned(kept.stale.union(kept.ahead))
      if concerned.count * 4 <= roster.customers.count {
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

  /// Whose plan may be another since the journal has said something of these customers, by index.
  private func concerned(_ news: Set<CustomerID>) -> [Int] {
    guard !news.isEmpty else { return [] }
    var found: Set<Int> = []
    let households = households
    for id in news {
      guard let index = roster.index(of: id) else { continue }
      found.insert(index)
      found.formUnion(households.members(head: Int(roster.customers[index].household)))
    }
    // They are few who ever introduced anybody.
    for (id, known) in state.history.customers where known.kinds.contains(FactKindSet(.referral)) {
      if let index = roster.index(of: id) { found.insert(index) }
    }
    return found.sorted()
  }

  private var households: Households { preparedPlanner?.households ?? Households(roster) }

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
