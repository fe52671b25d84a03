package import CadenceModel
package import CivilTime

/// Rule of tact 2: until when a message may still go out; a stale one never does.
enum ExpiryRule {
  /// The last day on which a message planned for `day` may go out.
  ///
  /// Birthdays and festivals are kept on their day or not at all. Others wait as long as their step
  /// or the policy's catch-up says, and at least two weeks when the gate itself put them off.
  static func lastDay(
    of day: Day, kind: CadenceKind, expires: CalendarPeriod?, policy: ContactPolicy
  ) -> Day {
    switch kind {
    case .anniversary, .festival: day
    case .greeting, .ladder, .maintenance:
      max((expires ?? policy.catchUp).added(to: day), day + 14)
    }
  }
}

extension Planner {
  /// The moment after which a planned message is too late: midnight after its last day.
  package func expiry(of touch: PlannedTouch) -> Instant {
    let cadence = settings.cadences[Int(touch.cadence)]
    let step = cadence.steps[Int(touch.step) - 1]
    let last = ExpiryRule.lastDay(
      of: touch.day, kind: cadence.kind, expires: step.expires, policy: settings.policy)
    return zone(of: touch).instant(day: last + 1, minute: .midnight)
  }
}
