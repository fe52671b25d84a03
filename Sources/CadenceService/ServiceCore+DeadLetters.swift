import CadenceModel
import CadencePlanning
import CivilTime
import TouchJournal

/// Messages that were refused or given up, in the hands of a human.
extension ServiceCore {
  /// Tries a message anew, unless the rules do not let it go out any more.
  func retryLetter(_ text: String, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    guard let (id, record) = deadLetter(text), let index = roster.index(of: id.customer) else {
      return noLetter(text)
    }
    if let reason = refusesRetry(of: id, index) {
      return ControlReply(
        exitCode: 65, problems: ["\(id) cannot go out: \(reason)", "nothing was changed"])
    }
    return appended([.retry(touch: id, channel: record.channel)], waiter) {
      replan(customer: index)
      rest()
      return "it is tried anew; see: fifthcall status"
    }
  }

  /// Ends a message by a human's word: nobody hears of it any more.
  func dropLetter(_ text: String, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    guard let (id, record) = deadLetter(text) else { return noLetter(text) }
    let drop = JournalDraft.settled(
      touch: id, channel: record.channel, day: record.day, result: .cancelled)
    return appended([drop], waiter) { "dropped" }
  }

  private func deadLetter(_ text: String) -> (TouchID, TouchRecord)? {
    guard let id = TouchID(text: text), [.dead, .rejected].contains(state.stage(of: id)),
      let record = state.history.customers[id.customer]?.touches.last(where: { $0.touch == id }),
      record.channel.isMachineSent, !HouseTouch.isOne(id)
    else { return nil }
    return (id, record)
  }

  private func noLetter(_ text: String) -> ControlReply {
    ControlReply(
      exitCode: 65,
      problems: ["there is no dead letter \(text); they are listed by: fifthcall dead-letters"])
  }

  /// Why a message would not go out within the next days if it had never been tried; nil when it
  /// would.
  private func refusesRetry(of id: TouchID, _ index: Int) -> String? {
    var history = knownHistory
    history.customers[id.customer]?.touches.removeAll { $0.touch == id }
    let planner = Planner(settings: settings, roster: roster, history: history)
    let today = siteZone.local(at: now).day
    let filter = PlanFilter(customer: index, cadence: id.cadence)
    let plan = planner.plan(
      from: today - 1, days: 3, filter: filter, skips: true, now: planMoment)
    // From yesterday on, since it may be yesterday yet where the customer lives.
    let touch = plan.touches.first {
      planner.touchID(of: $0) == id && planner.expiry(of: $0) >= planMoment
    }
    if let touch {
      return touch.channel.isMachineSent
        ? nil : "by now it is a task for the rep (\(touch.channel.name))"
    }
    let skip = plan.skips.first {
      Int($0.step) == id.step
        && $0.occurrence.text(festivals: settings.festivals) == id.occurrence
    }
    return (skip?.reason ?? .expired).sentence
  }
}
