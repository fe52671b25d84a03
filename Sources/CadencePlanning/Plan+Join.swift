package import CadenceModel

extension Planner {
  /// Puts the plans of neighbouring ranges of customers, given in the order of the ranges, together
  /// as if all had been planned at once.
  package static func join(_ parts: [Plan]) -> Plan {
    guard parts.count > 1 else { return parts.first ?? Plan() }
    var whole = Plan()
    whole.touches.reserveCapacity(parts.reduce(0) { $0 + $1.touches.count })
    for part in parts {
      whole.touches += part.touches
      whole.skips += part.skips
    }
    PlanOrder.sort(&whole.touches)
    PlanOrder.sort(&whole.skips)
    return whole
  }
}
