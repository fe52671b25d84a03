package import CadenceModel
package import CivilTime

/// The delivery state machine: events in, actions out, no clock and no file.
///
/// It owns the open touches and decides when each is considered, submitted, repeated or given up.
/// The shell performs the actions in order and journals before it tells.
package struct DispatchMachine: Sendable {
  private var touches: [TouchID: PendingTouch] = [:]
  private var queues: [Channel: DueQueue] = [:]
  private var breakers: [Channel: Breaker] = [:]
  private var inFlight: [Channel: Int] = [:]
  private var considering: Set<TouchID> = []
  private let limits: [Channel: Int]
  /// Whether everything is held back.
  package private(set) var isHeld = false
  /// Whether everything but alerts is held back.
  package private(set) var isShut = false

  /// A machine that keeps at most so many touches of a channel under way at once.
  package init(limits: [Channel: Int] = [:]) { self.limits = limits }

  /// The open touches, in no order.
  package var open: [PendingTouch] { Array(touches.values) }

  /// An open touch by its identity.
  package subscript(id: TouchID) -> PendingTouch? { touches[id] }

  /// Touches handed to a channel whose report is awaited.
  package var flying: Int { inFlight.values.reduce(0, +) }

  /// The channels whose endpoint does not answer, with the moment of the next try.
  package var down: [Channel: Instant] { breakers.compactMapValues(\.openUntil) }

  /// The moment at which something next falls due; nil when nothing is open.
  package func nextDue(after now: Instant) -> Instant? {
    guard !isHeld else { return nil }
    guard !isShut else {
      return touches.values.filter { $0.isAlert && $0.stage != .inFlight }.map(\.due).min()
        .map { max($0, now) }
    }
    return queues.values.compactMap { $0.first?.due }.min().map { max($0, now) }
  }

  /// Takes in one event and says what to do.
  package mutating func handle(_ event: DispatchEvent, at now: Instant) -> [DispatchAction] {
    switch event {
    case .planned(let planned): replacePlan(planned)
    case .restored(let restored): restored.forEach { add($0) }
    case .added(let touch): add(touch)
    case .held(let hold): isHeld = hold
    case .shut(let shut): isShut = shut
    case .mended: mend(at: now)
    case .tick: break
    case .intended(let id): return intended(id)
    case .forgotten(let id): forget(id)
    case .postponed(let id, let until): postpone(id, until: until)
    case .refused(let id, let reason): return refuse(id, reason)
    case .reported(let id, let report): return take(report, of: id, at: now)
    case .withdrawn(let id, let result, let reason): return withdraw(id, result, reason)
    }
    return release(at: now)
  }

  private mutating func add(_ touch: PendingTouch) {
    guard touches[touch.id] == nil else { return }
    touches[touch.id] = touch
    enqueue(touch)
  }

  /// Drops what a new plan no longer has, unless its intent stands in the journal.
  private mutating func replacePlan(_ planned: [PendingTouch]) {
    let kept = touches.filter { $0.value.stage != .planned || considering.contains($0.key) }
    touches = kept
    queues = [:]
    for touch in kept.values where touch.stage == .intended && !considering.contains(touch.id) {
      enqueue(touch)
    }
    planned.forEach { add($0) }
  }

  /// Everything due now that limits and breakers let through, channel by channel.
  private mutating func release(at now: Instant) -> [DispatchAction] {
    guard !isHeld else { return [] }
    var actions: [DispatchAction] = []
    var aside: [PendingTouch] = []
    for channel in Channel.allCases where channel.isMachineSent {
      while hasRoom(on: channel), let touch = takeDue(on: channel, at: now) {
        if isShut, !touch.isAlert {
          aside.append(touch)
          continue
        }
        if now > touch.expires {
          touches[touch.id] = nil
          actions.append(.settle(touch.id, .expired, reason: "expired"))
          continue
        }
        guard breakers[channel, default: Breaker()].admits(at: now) else {
          delay(touch, until: later(than: now, for: channel))
          continue
        }
        actions.append(start(touch))
      }
    }
    aside.forEach { enqueue($0) }
    return actions
  }

  /// Closes all breakers; what only waited for them is due now.
  private mutating func mend(at now: Instant) {
    for (channel, until) in down {
      breakers[channel] = nil
      for touch in touches.values
      where touch.channel == channel && touch.stage == .intended && touch.due > now
        && touch.due <= until && !considering.contains(touch.id)
      {
        delay(touch, until: now)
      }
    }
  }

  private func hasRoom(on channel: Channel) -> Bool {
    inFlight[channel, default: 0] < limits[channel, default: 8]
  }

  /// Takes the next due touch of a channel, dropping places that no longer hold.
  private mutating func takeDue(on channel: Channel, at now: Instant) -> PendingTouch? {
    while let head = queues[channel]?.first, head.due <= now {
      _ = queues[channel]?.removeFirst()
      if let touch = touches[head.id], touch.due == head.due, touch.stage != .inFlight,
        !considering.contains(touch.id)
      {
        return touch
      }
    }
    return nil
  }

  private mutating func start(_ touch: PendingTouch) -> DispatchAction {
    considering.insert(touch.id)
    inFlight[touch.channel, default: 0] += 1
    guard touch.stage == .intended else { return .consider(touch.id) }
    touches[touch.id]?.stage = .inFlight
    return .submit(touch.id, number: touch.tries + 1)
  }

  private mutating func delay(_ touch: PendingTouch, until: Instant) {
    var later = touch
    later.due = until
    touches[touch.id] = later
    enqueue(later)
  }

  private mutating func enqueue(_ touch: PendingTouch) {
    queues[touch.channel, default: DueQueue()].insert(touch)
  }

  private func later(than now: Instant, for channel: Channel) -> Instant {
    max(breakers[channel]?.openUntil ?? now, now.adding(seconds: 1))
  }

  private mutating func intended(_ id: TouchID) -> [DispatchAction] {
    guard var touch = touches[id], touch.stage == .planned else { return [] }
    touch.stage = .inFlight
    touches[id] = touch
    return [.submit(id, number: touch.tries + 1)]
  }

  private mutating func forget(_ id: TouchID) {
    guard let touch = touches.removeValue(forKey: id) else { return }
    land(touch)
    breakers[touch.channel]?.released()
  }

  private mutating func postpone(_ id: TouchID, until: Instant) {
    guard var touch = touches[id] else { return }
    land(touch)
    breakers[touch.channel]?.released()
    touch.stage = touch.stage == .planned ? .planned : .intended
    touch.due = until
    touches[id] = touch
    enqueue(touch)
  }

  private mutating func refuse(_ id: TouchID, _ reason: SkipReason) -> [DispatchAction] {
    guard let touch = touches[id] else { return [] }
    land(touch)
    breakers[touch.channel]?.released()
    touches[id] = nil
    let result: OutcomeResult = reason == .expired ? .expired : .suppressed
    return [.settle(id, result, reason: reason.rawValue)]
  }

  private mutating func withdraw(_ id: TouchID, _ result: OutcomeResult, _ reason: String)
    -> [DispatchAction]
  {
    guard let touch = touches[id], touch.stage != .inFlight, !considering.contains(id) else {
      return []
    }
    touches[id] = nil
    return touch.stage == .planned ? [] : [.settle(id, result, reason: reason)]
  }

  /// Books one try's report: outcome, next try, breaker.
  private mutating func take(_ report: DispatchReport, of id: TouchID, at now: Instant)
    -> [DispatchAction]
  {
    guard var touch = touches[id], touch.stage == .inFlight else { return [] }
    land(touch)
    var actions: [DispatchAction] = []
    var breaker = breakers[touch.channel] ?? Breaker()
    switch report {
    case .accepted:
      breaker.succeeded()
      touches[id] = nil
      actions.append(.settle(id, .accepted, reason: ""))
    case .rejected(let reason):
      breaker.succeeded()
      touches[id] = nil
      actions.append(.settle(id, .rejected, reason: reason))
    case .uncertain(let reason):
      breaker.released()
      touches[id] = nil
      actions.append(.settle(id, .uncertain, reason: reason))
    case .deferred(let reason, let retryAfter):
      breaker.succeeded()
      touch.tries += 1
      let wait = max(retryAfter ?? 0, touch.retry.delay(afterTry: touch.tries, of: id))
      actions += again(&touch, at: now, after: wait, reason: reason)
    case .unsent(let reason, let endpointFault, let openNow):
      breaker.released()
      var wait = touch.retry.delay(afterTry: 1, of: id)
      if endpointFault {
        let opened = breaker.failed(at: now, atOnce: openNow)
        if let until = breaker.openUntil {
          wait = max(1, Int((until - now + 999) / 1000))
          if opened { actions.append(.endpointDown(touch.channel, reason: reason, until: until)) }
        }
      } else {
        touch.tries += 1
        wait = touch.retry.delay(afterTry: touch.tries, of: id)
      }
      actions += again(&touch, at: now, after: wait, reason: reason)
    }
    breakers[touch.channel] = breaker
    return actions + release(at: now)
  }

  /// Puts a touch back for another try, or gives it up by its table or its expiry.
  private mutating func again(
    _ touch: inout PendingTouch, at now: Instant, after seconds: Int, reason: String
  ) -> [DispatchAction] {
    let until = now.adding(seconds: seconds)
    if touch.tries >= touch.retry.mostTries {
      touches[touch.id] = nil
      return [.settle(touch.id, .dead, reason: reason)]
    }
    if until > touch.expires {
      touches[touch.id] = nil
      return [.settle(touch.id, .expired, reason: reason)]
    }
    touch.stage = .intended
    touch.due = until
    touches[touch.id] = touch
    enqueue(touch)
    return [.postpone(touch.id, reason: reason, until: until)]
  }

  private mutating func land(_ touch: PendingTouch) {
    guard considering.remove(touch.id) != nil else { return }
    inFlight[touch.channel, default: 1] -= 1
  }
}
