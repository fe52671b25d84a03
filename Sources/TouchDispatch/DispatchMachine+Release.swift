package import CadenceModel
package import CivilTime

/// What goes out next: due touches, as far as limits, breakers and rates let them through.
extension DispatchMachine {
  /// The moment at which something next can be done; nil when nothing is open, or when only reports
  /// are awaited.
  package func nextDue(after now: Instant) -> Instant? {
    guard !isHeld else { return nil }
    guard !isShut else {
      return touches.values.filter { $0.isAlert && $0.stage != .inFlight && isFree($0) }
        .map(\.due).min().map { max($0, now) }
    }
    return queues.compactMap { channel, queue in
      let due = [queue.firstDue, yard.nextOpening(of: channel)].compactMap(\.self).min()
      guard let due, let open = opening(of: channel, after: now) else { return nil }
      return max(due, open)
    }.min()
  }

  /// Whether something that is due waits for its channel's rate alone, or for a lane that is open
  /// within a minute.
  package func isPaced(at now: Instant) -> Bool {
    guard !isHeld, !isShut else { return false }
    return queues.contains { channel, queue in
      guard breakers[channel, default: Breaker()].admits(at: now) else { return false }
      if let open = yard.nextOpening(of: channel), open <= now.adding(seconds: 60) { return true }
      guard let due = queue.firstDue, due <= now else { return false }
      return paces[channel]?.opens(after: now, share: share(of: channel, at: now)) != nil
    }
  }

  /// New settings: other numbers of touches under way, other rates with what was spent lately.
  ///
  /// What waits for a lane is put in its place by the plan that follows.
  package mutating func adopt(limits: [Channel: Int], paces: [Channel: Pace], yard: LaneYard) {
    self.limits = limits
    self.paces = paces
    self.yard = yard
  }

  /// The clock moved on.
  mutating func ticked(at now: Instant) -> [DispatchAction] {
    if isStarting, rampsUp { Channel.allCases.forEach { rampUp($0, at: now) } }
    isStarting = false
    return release(at: now)
  }

  /// Comes back slowly when much waits.
  mutating func rampUp(_ channel: Channel, at now: Instant) {
    guard let waiting = queues[channel]?.dueCount(at: now), waiting > RampUp.backlog else { return }
    ramps[channel] = RampUp(since: now)
  }

  /// Everything due now that limits, breakers and rates let through, channel by channel.
  mutating func release(at now: Instant) -> [DispatchAction] {
    guard !isHeld else { return [] }
    guard !isShut else { return releaseAlerts(at: now) }
    var actions: [DispatchAction] = []
    for channel in Channel.allCases where channel.isMachineSent {
      while isOpen(channel, at: now), let touch = takeDue(on: channel, at: now) {
        if let action = begin(touch, at: now) { actions.append(action) }
      }
    }
    return actions
  }

  /// While no moment can be trusted only alerts go, and nothing expires.
  private mutating func releaseAlerts(at now: Instant) -> [DispatchAction] {
    let due = touches.values.filter { $0.isAlert && $0.due <= now && $0.stage != .inFlight }
      .sorted { ($0.due, $0.id.description) < ($1.due, $1.id.description) }
    return due.compactMap { touch in
      guard isFree(touch), isOpen(touch.channel, at: now) else { return nil }
      return begin(touch, at: now)
    }
  }

  private mutating func begin(_ touch: PendingTouch, at now: Instant) -> DispatchAction? {
    if now > touch.expires {
      guard isInDoubt else { return end(touch, .expired, reason: "expired") }
      wait(touch, until: now.adding(seconds: 60))
      return nil
    }
    let share = share(of: touch.channel, at: now)
    breakers[touch.channel]?.start()
    paces[touch.channel]?.spend(at: now, share: share)
    yard.spend(touch, at: now)
    considering.insert(touch.id)
    inFlight[touch.channel, default: 0] += 1
    guard touch.stage == .intended else { return .consider(touch.id) }
    touches[touch.id]?.stage = .inFlight
    return .submit(touch.id, number: touch.tries + 1)
  }

  /// Gives up what is too late, in the order of identities; while no moment, or no day, can be trusted
  /// nothing is.
  mutating func expired(at now: Instant) -> [DispatchAction] {
    guard !isShut, !isInDoubt else { return [] }
    let late = touches.values.filter {
      $0.expires < now && $0.stage != .inFlight && isFree($0)
    }
    return late.sorted { $0.id.description < $1.id.description }
      .compactMap { end($0, .expired, reason: "expired") }
  }

  /// Gives a touch up before a try.
  ///
  /// One to be sent again that does not go after all stays what it was.
  mutating func end(_ touch: PendingTouch, _ result: OutcomeResult, reason: String)
    -> DispatchAction?
  {
    touches[touch.id] = nil
    let isOnlyRepeat = touch.isAgain && touch.stage == .planned
    return isOnlyRepeat ? nil : .settle(touch.id, result, reason: reason)
  }

  /// Whether a try may start on a channel now.
  private func isOpen(_ channel: Channel, at now: Instant) -> Bool {
    opening(of: channel, after: now) == now
  }

  /// When a try may start on a channel: now, or later; nil when a report must come first.
  private func opening(of channel: Channel, after now: Instant) -> Instant? {
    let share = share(of: channel, at: now)
    let most = max(1, (limits[channel, default: 8] * share + 99) / 100)
    guard inFlight[channel, default: 0] < most else { return nil }
    let breaker = breakers[channel, default: Breaker()]
    guard !breaker.awaitsProbe else { return nil }
    let open = [breaker.openUntil, paces[channel]?.opens(after: now, share: share)]
    return open.compactMap(\.self).reduce(now) { max($0, $1) }
  }

  /// The part of the full speed, in percent.
  func share(of channel: Channel, at now: Instant) -> Int {
    ramps[channel]?.share(at: now) ?? 100
  }

  private func isFree(_ touch: PendingTouch) -> Bool { !considering.contains(touch.id) }

  /// Takes the next due touch of a channel, dropping places that no longer hold.
  private mutating func takeDue(on channel: Channel, at now: Instant) -> PendingTouch? {
    let touches = touches
    let considering = considering
    let holds = { (item: DueQueue.Item) -> Bool in
      guard let touch = touches[item.id] else { return false }
      return touch.due == item.due && touch.stage != .inFlight && !considering.contains(item.id)
    }
    if let waited = yard.take(on: channel, at: now, where: holds) { return touches[waited.id] }
    while let item = queues[channel]?.next(at: now, where: holds), let touch = touches[item.id] {
      if yard.admits(touch, at: now) { return touch }
      yard.park(touch, at: now)
    }
    return nil
  }

  /// Puts a touch in its channel's queue.
  mutating func enqueue(_ touch: PendingTouch) {
    queues[touch.channel, default: DueQueue()].insert(touch)
  }

  /// Keeps an open touch, as it is now, for a later moment.
  mutating func wait(_ touch: PendingTouch, until: Instant) {
    var touch = touch
    touch.due = until
    touches[touch.id] = touch
    enqueue(touch)
  }

  /// A touch that was let through leaves its place.
  mutating func land(_ touch: PendingTouch) {
    guard considering.remove(touch.id) != nil else { return }
    inFlight[touch.channel, default: 1] -= 1
  }

  /// A touch that was let through made no try.
  mutating func unused(_ touch: PendingTouch, at now: Instant) {
    breakers[touch.channel]?.released()
    paces[touch.channel]?.refund(share: 100)
    yard.refund(touch, at: now)
  }
}
