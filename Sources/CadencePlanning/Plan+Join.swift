package import CadenceModel

extension Planner {
  /// Puts the plans of neighbouring ranges of customers, given in the order of the ranges, together
  /// as if all had been planned at once.
  package static func join(_ parts: consuming [Plan]) -> Plan {
    var whole = Plan()
    var rest = parts
    rest.reverse()
    // A part's memory goes as soon as it is taken over: a year of a million customers is large.
    while let part = rest.popLast() {
      if whole.touches.isEmpty, whole.skips.isEmpty {
        whole = part
      } else {
        whole.touches.append(contentsOf: part.touches)
        whole.skips.append(contentsOf: part.skips)
      }
    }
    PlanOrder.sort(&whole.touches)
    PlanOrder.sort(&whole.skips)
    return whole
  }
}
