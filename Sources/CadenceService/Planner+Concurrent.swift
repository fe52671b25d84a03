package import CadenceModel
package import CadencePlanning
package import CivilTime
import Dispatch
import Synchronization

extension Planner {
  /// As ``allocated(from:days:filter:skips:now:)``, with a part of the customers on each core.
  package func allocatedOnAllCores(
    from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false
  ) -> Allocation {
    // Once for all parts.
    var planner = opened(from)
    planner.prepareVisits(from: from, days: days + 31)
    let wide = widened(filter, from)
    let whole = planner.planOnAllCores(from: from, days: days, filter: wide, skips: skips)
    return planner.allocate(whole, from: from, days: days, filter: filter)
  }

  /// As ``plan(from:days:filter:skips:now:)``, with a part of the customers on each core.
  ///
  /// The parts are joined in their order, so that the plan does not depend on how many there are.
  package func planOnAllCores(
    from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false, now: Instant? = nil
  ) -> Plan {
    let count = roster.customers.count
    guard count > 2000, filter.customer == nil else {
      return plan(from: from, days: days, filter: filter, skips: skips, now: now)
    }
    let planner = self
    // Each part makes tables of its own, which is worth it for many customers only.
    let parts = count > 40_000 ? 4 : 2
    let plans = Mutex([Plan](repeating: Plan(), count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = (part * count / parts)..<((part + 1) * count / parts)
      let plan = planner.plan(
        customers: range, from: from, days: days, filter: filter, skips: skips, now: now)
      plans.withLock { $0[part] = plan }
    }
    return Planner.join(
      plans.withLock { held in
        defer { held = [] }
        return held
      })
  }
}
