import CadenceModel
import CadencePlanning
import CivilTime
import Logging
import TouchJournal

extension ServiceCore {
  /// Books the birthdays and festivals that went by while the service was down, so that the digest
  /// tells them.
  ///
  /// Whom a rep can call instead has a task for it in the plan; this is for all others. Greetings are
  /// made up for or left out with their reason, and nobody misses one.
  func bookMissed(since end: Instant) {
    let moment = now
    let first = siteZone.local(at: end).day
    let gap = siteZone.local(at: moment).day - first
    guard gap > 0 else { return }
    let planner = newPlanner
    // As it would have gone: planned from the end of the last run on.
    let past = planner.plan(
      from: first, days: min(gap + 1, 400), now: end.adding(milliseconds: 1))
    let instead = Set(
      planner.plan(from: first + gap, days: 14, now: planMoment).touches
        .map { planner.touchID(of: $0) })
    let missed = past.touches.filter { touch in
      guard touch.channel.isMachineSent, isKeptOnItsDay(touch), planner.expiry(of: touch) < moment
      else { return false }
      let id = planner.touchID(of: touch)
      return !instead.contains(id) && !isKnown(id)
    }
    guard !missed.isEmpty else { return }
    append(
      missed.map { touch in
        .outcome(
          touch: planner.touchID(of: touch), try: nil, channel: touch.channel, day: touch.day,
          OutcomeFacts(.expired, reason: .expired))
      })
    log.warning(
      "messages whose day went by while the service was down; the digests tell them",
      metadata: ["messages": "\(missed.count)"])
  }

  private func isKeptOnItsDay(_ touch: PlannedTouch) -> Bool {
    let kind = settings.cadences[Int(touch.cadence)].kind
    return kind == .anniversary || kind == .festival
  }

  private func isKnown(_ id: TouchID) -> Bool {
    state.history.customers[id.customer]?.touches.contains { $0.touch == id } ?? false
  }
}
