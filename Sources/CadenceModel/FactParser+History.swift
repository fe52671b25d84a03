import CivilTime

/// What contradicts what is already recorded of the customer; retracted facts are not looked at.
extension FactParser {
  /// A matter that is over cannot end again, and what is done cannot be put off.
  mutating func checkAgainstHistory(_ touch: TouchID?, _ detail: FactDetail?) {
    if case .referral(let introduced)? = detail { checkReferral(introduced) }
    guard let known = context.history.customers[customer.id]?.unpacked else { return }
    checkLife(known)
    switch kind {
    case .kept: checkKept(touch, known)
    case .resolved: checkResolved(known)
    case .snooze: checkPutOff(touch, known)
    case .lost: checkLost(known)
    default: break
    }
  }

  /// Nobody dies twice, and with the dead there is nothing left but what was open.
  private mutating func checkLife(_ known: CustomerHistory) {
    let relation = given[.relation]
    let died = known.facts.last {
      $0.fact.detail == .deceased && $0.fact.marks.relation?.name == relation
    }
    if kind == .deceased, let died {
      let who = relation ?? customer.id.text
      problems.append("the death of \(who) is recorded already (n \(died.number))")
      return
    }
    let own = known.facts.last {
      $0.fact.detail == .deceased && $0.fact.marks.relation == nil && $0.fact.at <= at
    }
    guard let own, ![.note, .resolved, .referral, .assigned, .kept].contains(kind) else { return }
    problems.append(
      "\(customer.id) has died (n \(own.number)), so there can be no \(kind.name) after it; a "
        + "mistake is taken back by record retract \(own.number)")
  }

  /// A customer is lost once, until a new inquiry, offer or purchase.
  private mutating func checkLost(_ known: CustomerHistory) {
    let matters = known.facts.filter {
      [.lost, .inquiry, .offer, .won, .purchase].contains($0.fact.detail.kind) && $0.fact.at <= at
    }
    guard let last = matters.last, last.fact.detail.kind == .lost else { return }
    problems.append(
      "\(customer.id) is lost already (n \(last.number)), and no inquiry, offer or purchase came "
        + "since; retract that first")
  }

  /// Somebody is introduced once, and not by those whom they themselves brought.
  private mutating func checkReferral(_ introduced: CustomerID) {
    if let earlier = referrals(by: customer.id).first(where: { $0.of == introduced }) {
      problems.append(
        "that \(customer.id) introduced \(introduced) is recorded already (n \(earlier.number))")
    }
    var seen: Set<CustomerID> = [introduced]
    var open = [introduced]
    while let next = open.popLast() {
      for referral in referrals(by: next) {
        guard referral.of != customer.id else {
          problems.append(
            "--of \(introduced): \(customer.id) was brought by \(next) (n \(referral.number)), so "
              + "the introductions would go in a circle")
          return
        }
        if seen.insert(referral.of).inserted { open.append(referral.of) }
      }
    }
  }

  private func referrals(by customer: CustomerID) -> [(of: CustomerID, number: Int64)] {
    (context.history.customers[customer]?.facts ?? []).compactMap { recorded in
      guard case .referral(let of) = recorded.fact.detail else { return nil }
      return (of, recorded.number)
    }
  }

  private mutating func checkKept(_ touch: TouchID?, _ known: CustomerHistory) {
    let earlier = known.facts.first { $0.fact.detail.kind == .kept && $0.fact.touch == touch }
    guard touch != nil, let earlier else { return }
    problems.append("that promise was kept already (n \(earlier.number)); retract that first")
  }

  /// Complaints that were never recorded may be resolved all the same; of several each is.
  private mutating func checkResolved(_ known: CustomerHistory) {
    var open = 0
    var last: RecordedFact?
    for recorded in known.facts {
      switch recorded.fact.detail.kind {
      case .complaint: open += 1
      case .resolved:
        open = max(open - 1, 0)
        last = recorded
      default: break
      }
    }
    guard open == 0, let last else { return }
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
