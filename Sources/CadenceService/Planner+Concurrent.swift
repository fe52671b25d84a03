import CadenceModel
package import CadencePlanning
package import CivilTime
import Dispatch
import Foundation
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
  /// Each part has a thread that ends with it: one that is kept would wake an idle service. They are joined
  /// in their order, so that the plan does not depend on how many there are.
  func planOnAllCores(
    from: Day, days: Int, filter: PlanFilter = .all, skips: Bool = false, now: Instant? = nil
  ) -> Plan {
    let count = roster.customers.count
    guard count > 2000, filter.customer == nil else {
      return plan(from: from, days: days, filter: filter, skips: skips, now: now)
    }
    let planner = self
    let part: @Sendable (Range<Int>) -> Plan = { range in
      planner.plan(
        customers: range, from: from, days: days, filter: filter, skips: skips, now: now)
    }
    // Each part makes tables of its own, which is worth it for many customers only.
    let parts = count > 40_000 ? 4 : 2
    let ranges = (0..<parts).map { ($0 * count / parts)..<(($0 + 1) * count / parts) }
    let plans = PlanParts(count: parts)
    let running = DispatchGroup()
    for number in 1..<parts {
      running.enter()
      Thread.detachNewThread {
        plans.set(number, part(ranges[number]))
        running.leave()
      }
    }
    plans.set(0, part(ranges[0]))
    running.wait()
    return plans.joined()
  }
}

/// The parts of one plan, each set by its thread.
private final class PlanParts: Sendable {
  private let parts: Mutex<[Plan]>

  init(count: Int) { parts = Mutex(Array(repeating: Plan(), count: count)) }

  func set(_ number: Int, _ part: Plan) { parts.withLock { $0[number] = part } }

  /// All of them as one, which they leave.
  func joined() -> Plan {
    Planner.join(
      parts.withLock { held in
        defer { held = [] }
        return held
      })
  }
}
