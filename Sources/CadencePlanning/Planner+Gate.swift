package import CadenceModel
package import CivilTime

extension Planner {
  /// Decides, just before a message goes out, whether it still may (rule of tact 1).
  ///
  /// Asks the same rules as the plan did, with what has happened since. Sending limits of gateways
  /// and the operator's hold are not its matter.
  ///
  /// - Parameters:
  ///   - touch: The planned touch.
  ///   - history: What the journal knows of the customer at this moment.
  ///   - now: This moment.
  /// - Returns: Whether to send, to wait or to give up.
  package func gate(
    _ touch: PlannedTouch, history: CustomerHistory?, at now: Instant
  ) -> GateVerdict {
    let local = zone(of: touch).local(at: now)
    let context = context(
      from: local.day, days: 1, now: now.adding(milliseconds: 1), wantsVisits: false)
    return gate(touch, history: history, at: now, context)
  }

  /// As ``gate(_:history:at:)`` for many touches of one day: prepare the tables once.
  package func gate(on day: Day, at now: Instant) -> Gate {
    Gate(planner: self, context: context(from: day, days: 1, now: now, wantsVisits: false))
  }

  func gate(
    _ touch: PlannedTouch, history: CustomerHistory?, at now: Instant, _ context: PlanningContext
  ) -> GateVerdict {
    let zone = zone(of: touch)
    let local = zone.local(at: now)
    let history = history?.unpacked
    // The tables may be some hours old; what was recorded since counts all the same.
    let end = now.adding(milliseconds: 1)
    let customer = context.customer(of: Int(touch.customer), history, before: end)
    var standing = CustomerStanding(customer)
    if let history {
      standing.fold(
        history, before: now.adding(milliseconds: 1), zone: zone, policy: settings.policy)
    }
    context.shareMourning(&standing, of: Int(touch.customer))
    let segment = context.segment(of: customer, history, before: end)
    guard let cadence = cadences.first(where: { $0.index == Int(touch.cadence) }),
      cadence.steps.indices.contains(Int(touch.step) - 1)
    else { return .skip(.excluded) }
    let question = GateQuestion(
      touch: touch, customer: customer, segment: segment, cadence: cadence,
      step: cadence.steps[Int(touch.step) - 1], standing: standing, history: history,
      context: context, local: local)
    if let reason = question.refusal() { return .skip(reason) }
    return question.timing(zone)
  }
}

/// The gate with its tables prepared for one day.
package struct Gate: Sendable {
  let planner: Planner
  let context: PlanningContext

  /// Decides on one touch; see ``Planner/gate(_:history:at:)``.
  package func decide(
    _ touch: PlannedTouch, history: CustomerHistory?, at now: Instant
  ) -> GateVerdict {
    planner.gate(touch, history: history, at: now, context)
  }
}
