import CivilTime

/// What contradicts what is already recorded of the customer; retracted facts are not looked at.
extension FactParser {
  /// A matter that is over cannot end again, and what is done cannot be put off.
  mutating func checkAgainstHistory(_ touch: TouchID?) {
    guard let known = context.history.customers[customer.id] else { return }
    switch kind {
    case .kept: checkKept(touch, known)
    case .resolved: checkResolved(known)
    case .snooze: checkPutOff(touch, known)
    default: break
    }
  }

  private mutating func checkKept(_ touch: TouchID?, _ known: CustomerHistory) {
    let earlier = known.facts.first { $0.fact.detail.kind == .kept && $0.fact.touch == touch }
    guard touch != nil, let earlier else { return }
    problems.append("that promise was kept already (n \(earlier.number)); retract that first")
  }

  /// Complaints that were never recorded may be resolved all the same.
  private mutating func checkResolved(_ known: CustomerHistory) {
    let matters = known.facts.filter { [.complaint, .resolved].contains($0.fact.detail.kind) }
    guard let last = matters.last, last.fact.detail.kind == .resolved else { return }
    problems.append(
      "no complaint is open: the last one was resolved (n \(last.number)); retract that first")
  }

  private mutating func checkPutOff(_ touch: TouchID?, _ known: CustomerHistory) {
    guard let touch, let record = known.touches.last(where: { $0.touch == touch }),
      record.isSettled
    else { return }
    problems.append(
      "--touch \(touch) is over (\(record.outcome?.rawValue ?? "done")); there is nothing to put off"
    )
  }
}
