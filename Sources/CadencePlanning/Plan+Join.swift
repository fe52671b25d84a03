package import CadenceModel

extension Planner {
  /// Puts the plans of neighbouring ranges of customers, given in the order of the ranges, together
  /// as if all had been planned at once.
  package static func join(_ parts: consuming [Plan]) -> Plan {
    if parts.count == 1, let only = parts.first { return only }
    return Plan(
      touches: PlanOrder.merged(parts.map(\.touches)), skips: PlanOrder.merged(parts.map(\.skips)),
      joined: parts.flatMap(\.joined))
  }
}
