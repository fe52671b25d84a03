package import CadenceModel
package import CivilTime

extension Planner {
  /// The plan of some days as reps get it: no rep has more calls and visits a day than `reps.yaml` says.
  ///
  /// Messages do not depend on it; they are where ``plan(from:days:filter:skips:now:)`` puts them.
  package func allocated(
    from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false, now: Instant? = nil
  ) -> Allocation {
    let whole = plan(from: from, days: days, filter: widened(filter, from), skips: skips, now: now)
    return allocate(whole, from: from, days: days, filter: filter, now: now)
  }

  /// What must be planned for a filter's part of the tasks to be handed out rightly: everything of the rep,
  /// and of those who stand in for each other.
  package func widened(_ filter: PlanFilter, _ from: Day) -> PlanFilter {
    var wide = PlanFilter()
    let owner = filter.customer.map { Int(rep(ofCustomer: $0, on: from)) }
    let named = filter.rep.map { id in settings.reps.firstIndex { $0.id == id } }
    if let named, named == nil { return filter }
    guard let rep = owner ?? named ?? nil else { return wide }
    let connected = RepCover(settings, []).connected(with: rep, from: from)
    wide.reps = connected.sorted().map { settings.reps[$0].id }
    return wide
  }

  /// Hands the tasks of a plan out, and leaves what the filter asks for.
  ///
  /// - Parameters:
  ///   - plan: A plan of these days with the filter of ``widened(_:_:)``.
  ///   - from: Its first day.
  ///   - days: How many days.
  ///   - filter: Which part is wanted.
  ///   - now: What counted as now.
  /// - Returns: The plan with tasks on their days, and what was moved.
  package func allocate(
    _ plan: consuming Plan, from: Day, days: Int, filter: PlanFilter = .all, now: Instant? = nil
  ) -> Allocation {
    let to = from + (max(days, 1) - 1)
    let context = context(from: from, days: days, now: now, wantsVisits: false)
    let festivals = FestivalTaskDays(context)
    let ahead = festivalsAhead(context, festivals, filter: widened(filter, from), now: now)
    var hand = TaskHand(planner: self, context: context, festivals, days: from...to)
    hand.take(plan.touches, ahead)
    var allocation = hand.handOut(plan)
    guard filter != .all else { return allocation }
    allocation.plan.touches.removeAll {
      !isWanted(filter, $0.customer, $0.cadence, on: $0.day, owner: $0.owner)
    }
    allocation.plan.skips.removeAll { !isWanted(filter, $0.customer, $0.cadence, on: $0.day) }
    return allocation
  }

  private func isWanted(
    _ filter: PlanFilter, _ customer: Int32, _ cadence: UInt16, on day: Day, owner: UInt16? = nil
  ) -> Bool {
    if let wanted = filter.customer, wanted != Int(customer) { return false }
    if let wanted = filter.cadence, wanted != settings.cadences[Int(cadence)].name { return false }
    guard let wanted = filter.rep else { return true }
    let rep = settings.inCharge(owner ?? rep(ofCustomer: Int(customer)), on: day)
    return settings.reps[Int(rep)].id == wanted
  }

  /// So many days after the last one tasks of festivals are known: more than they are brought forward.
  private static var daysAhead: Int { 31 }

  /// Calls of festivals soon after the last day, which may have to be made before it.
  private func festivalsAhead(
    _ context: PlanningContext, _ festivals: FestivalTaskDays, filter: PlanFilter, now: Instant?
  ) -> [PlannedTouch] {
    let horizon = context.horizon
    let near = festivals.cadences(after: horizon.to, within: Self.daysAhead)
    guard !near.isEmpty else { return [] }
    let days = horizon.to - horizon.from + 1 + Self.daysAhead
    let wide = self.context(from: horizon.from, days: days, now: now, wantsVisits: false)
    var pass = CustomerPass(wide, filter: filter, wantsSkips: false)
    let tasks = CustomerPass.LaterTasks(cadences: near, after: horizon.to)
    for index in roster.customers.indices { pass.run(index, having: tasks) }
    let ahead = pass.finished().touches.filter(tasks.contains)
    return near.sorted().flatMap { cadence in ahead.filter { Int($0.cadence) == cadence } }
  }
}
