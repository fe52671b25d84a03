package import CadenceModel
package import CivilTime

/// The delivery state machine: events in, actions out, no clock and no file.
///
/// It owns the open touches and decides when each is considered, submitted, repeated or given up.
/// The shell performs the actions in order and journals before it tells.
package struct DispatchMachine: Sendable {
  var touches: [TouchID: PendingTouch] = [:]
  var queues: [Channel: DueQueue] = [:]
  var breakers: [Channel: Breaker] = [:]
  var paces: [Channel: Pace] = [:]
  var ramps: [Channel: RampUp] = [:]
  var yard: LaneYard
  var inFlight: [Channel: Int] = [:]
  var considering: Set<TouchID> = []
  /// Whether the first look at the clock after the start is still to come.
  var isStarting = true
  var limits: [Channel: Int]
  let rampsUp: Bool
  /// Whether everything is held back.
  package private(set) var isHeld = false
  /// Whether everything but alerts is held back.
  package private(set) var isShut = false
  /// Whether nothing expires, since what seems to have gone by perhaps has not.
  package private(set) var isInDoubt = false

  /// A machine that keeps at most so many touches of a channel under way at once.
  ///
  /// `paces` are the channels' rates with what was spent lately, `yard` those of single recipients
  /// and mail domains; `rampsUp` is whether a start with a backlog begins slowly.
  package init(
    limits: [Channel: Int] = [:], paces: [Channel: Pace] = [:], yard: LaneYard = LaneYard(),
    rampsUp: Bool = true
  ) {
    self.limits = limits
    self.paces = paces
    self.yard = yard
    self.rampsUp = rampsUp
  }

  /// The open touches, in no order.
  package var open: [PendingTouch] { Array(touches.values) }

  /// An open touch by its identity.
  package subscript(id: TouchID) -> PendingTouch? { touches[id] }

  /// Touches handed to a channel whose report is awaited.
  package var flying: Int { inFlight.values.reduce(0, +) }

  /// The channels whose endpoint does not answer, with the moment of the next try.
  package var down: [Channel: Instant] { breakers.compactMapValues(\.openUntil) }

  /// Takes in one event and says what to do.
  package mutating func handle(_ event: DispatchEvent, at now: Instant) -> [DispatchAction] {
    switch event {
    case .planned(let planned): replacePlan(planned, at: now)
    case .replanned(let old, let new): replacePlan(of: old, new)
    case .restored(let restored): restored.forEach { add($0) }
    case .added(let touch): add(touch)
    case .held(let hold): isHeld = hold
    case .shut(let shut):
      isShut = shut
      if !shut { retime(at: now) }
    case .doubted(let doubt): isInDoubt = doubt
    case .mended: mend(at: now)
    case .tick: return ticked(at: now)
    case .ending: return expired(at: now)
    case .intended(let id): return intended(id)
    case .forgotten(let id): forget(id, at: now)
    case .postponed(let id, let until): postpone(id, until: until, at: now)
    case .refused(let id, let reason): return refuse(id, reason, at: now)
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

  /// Drops what a new plan no longer has, unless its intent stands in the journal or no plan ever
  /// has it.
  private mutating func replacePlan(_ planned: [PendingTouch], at now: Instant) {
    let kept = touches.filter { id, touch in
      touch.stage != .planned || touch.isAlert || touch.isAgain || considering.contains(id)
    }
    touches = kept
    queues = [:]
    yard.clear(at: now)
    for touch in kept.values where touch.stage != .inFlight && !considering.contains(touch.id) {
      enqueue(touch)
    }
    planned.forEach { add($0) }
  }

  /// The same for the touches of one customer; all others stay where they are.
  private mutating func replacePlan(of old: [TouchID], _ planned: [PendingTouch]) {
    var left: Set<Channel> = []
    for id in old {
      guard let touch = touches[id], touch.stage == .planned, !touch.isAlert, !touch.isAgain,
        !considering.contains(id), !planned.contains(touch)
      else { continue }
      touches[id] = nil
      left.insert(touch.channel)
    }
    // A place left behind would wake the service for nothing.
    for channel in left {
      let touches = touches
      queues[channel]?.keep { touches[$0.id]?.due == $0.due }
    }
    planned.forEach { add($0) }
  }

  /// Closes all breakers; what only waited for them is due now.
  private mutating func mend(at now: Instant) {
    for (channel, until) in down {
      breakers[channel] = nil
      for touch in touches.values
      where touch.channel == channel && touch.stage == .intended && touch.due > now
        && touch.due <= until && !considering.contains(touch.id)
      {
        wait(touch, until: now)
      }
    }
  }

  /// What was put off by a clock that nobody trusted goes by the present one: no later than a try
  /// that failed just now.
  private mutating func retime(at now: Instant) {
    for touch in touches.values
    where touch.stage == .intended && !considering.contains(touch.id) {
      let next = now.adding(
        seconds: touch.retry.delay(afterTry: max(1, touch.tries), of: touch.id))
      if next < touch.due { wait(touch, until: next) }
    }
  }

  private mutating func intended(_ id: TouchID) -> [DispatchAction] {
    guard var touch = touches[id], touch.stage == .planned else { return [] }
    touch.stage = .inFlight
    touches[id] = touch
    return [.submit(id, number: touch.tries + 1)]
  }

  private mutating func forget(_ id: TouchID, at now: Instant) {
    guard let touch = touches.removeValue(forKey: id) else { return }
    land(touch)
    unused(touch, at: now)
  }

  private mutating func postpone(_ id: TouchID, until: Instant, at now: Instant) {
    guard var touch = touches[id] else { return }
    land(touch)
    unused(touch, at: now)
    touch.stage = touch.stage == .planned ? .planned : .intended
    wait(touch, until: until)
  }

  private mutating func refuse(_ id: TouchID, _ reason: SkipReason, at now: Instant)
    -> [DispatchAction]
  {
    guard let touch = touches[id] else { return [] }
    land(touch)
    unused(touch, at: now)
    let result: OutcomeResult = reason == .expired ? .expired : .suppressed
    return end(touch, result, reason: reason.rawValue).map { [$0] } ?? []
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
}
