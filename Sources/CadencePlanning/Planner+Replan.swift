package import CadenceModel
package import CivilTime

extension Planner {
  /// Whose plan of the present day may be another now that something new is known of some customers.
  ///
  /// A plan depends on the customer's own history, on the household's, and on whether somebody has bought
  /// whom the customer introduced; tiers and visit rounds are those of the day's beginning.
  ///
  /// - Parameter news: Of whom something was recorded or sent since.
  /// - Returns: Indices into the roster, ascending.
  package func concerned(by news: Set<CustomerID>) -> [Int] {
    guard !news.isEmpty else { return [] }
    var found: Set<Int> = []
    for id in news {
      guard let index = roster.index(of: id) else { continue }
      found.insert(index)
      found.formUnion(households.members(head: Int(roster.customers[index].household)))
    }
    if found.isEmpty { return [] }
    // They are few who ever introduced anybody.
    for (id, known) in history.customers where known.kinds.contains(FactKindSet(.referral)) {
      if let index = roster.index(of: id) { found.insert(index) }
    }
    return found.sorted()
  }

  /// A plan of everybody in which some customers are planned anew; the others stay as they are.
  ///
  /// - Parameters:
  ///   - customers: Indices into the roster, ascending.
  ///   - plan: The plan of the same days.
  ///   - from: Its first day.
  ///   - days: How many days.
  ///   - skips: Whether it reports what is not done, too.
  ///   - now: What counts as now.
  /// - Returns: What ``plan(from:days:filter:skips:now:)`` would answer now if nothing else has changed.
  package func replan(
    _ customers: [Int], in plan: consuming Plan, from: Day, days: Int, skips: Bool, now: Instant
  ) -> Plan {
    guard !customers.isEmpty else { return plan }
    var pass = CustomerPass(
      context(from: from, days: days, now: now), filter: .all, wantsSkips: skips)
    for index in customers { pass.run(index) }
    let fresh = pass.finished()
    let some = Set(customers.map { Int32(clamping: $0) })
    plan.touches.removeAll { some.contains($0.customer) }
    plan.skips.removeAll { some.contains($0.customer) }
    plan.joined.removeAll { some.contains($0.touch.customer) }
    return Plan(
      touches: PlanOrder.woven(plan.touches, fresh.touches) {
        ($0.day, $0.minute.minutes, $0.customer)
      },
      skips: PlanOrder.woven(plan.skips, fresh.skips) { ($0.day, 0, $0.customer) },
      joined: PlanOrder.woven(plan.joined, fresh.joined) { (Day(0), 0, $0.touch.customer) })
  }
}

extension PlanOrder {
  /// Two lists that are in order by a key and have no customer in common, as one.
  static func woven<Row>(
    _ left: [Row], _ right: [Row], by key: (Row) -> (Day, Int16, Int32)
  ) -> [Row] {
    if right.isEmpty { return left }
    var rows: [Row] = []
    rows.reserveCapacity(left.count + right.count)
    var next = 0
    for row in left {
      while next < right.count, key(right[next]) < key(row) {
        rows.append(right[next])
        next += 1
      }
      rows.append(row)
    }
    return rows + right[next...]
  }
}
