import CadenceModel
import CivilTime

/// What a channel's report means for the touch, the endpoint and the channel's speed.
extension DispatchMachine {
  /// Books one try's report: outcome, next try, breaker.
  mutating func take(_ report: DispatchReport, of id: TouchID, at now: Instant)
    -> [DispatchAction]
  {
    guard var touch = touches[id], touch.stage == .inFlight else { return [] }
    land(touch)
    var actions = judge(report, of: touch, at: now)
    switch report {
    case .accepted: actions.append(settle(touch, .accepted, ""))
    case .rejected(let reason): actions.append(settle(touch, .rejected, reason))
    case .uncertain(let reason): actions.append(settle(touch, .uncertain, reason))
    case .deferred(let reason, let retryAfter):
      touch.tries += 1
      let wait = max(retryAfter ?? 0, touch.retry.delay(afterTry: touch.tries, of: id))
      actions.append(again(touch, at: now, after: wait, reason: reason))
    case .unsent(let reason, let isEndpointsFault, _):
      var wait = touch.retry.delay(afterTry: 1, of: id)
      if isEndpointsFault {
        // Time in which the endpoint is down costs the touch no tries.
        if let until = breakers[touch.channel]?.openUntil {
          wait = max(1, Int((until - now + 999) / 1000))
        }
      } else {
        touch.tries += 1
        wait = touch.retry.delay(afterTry: touch.tries, of: id)
      }
      actions.append(again(touch, at: now, after: wait, reason: reason))
    }
    return actions + release(at: now)
  }

  /// What the report says of the endpoint.
  private mutating func judge(_ report: DispatchReport, of touch: PendingTouch, at now: Instant)
    -> [DispatchAction]
  {
    let channel = touch.channel
    var breaker = breakers[channel] ?? Breaker()
    defer { breakers[channel] = breaker }
    let failure: (reason: String, atOnce: Bool)
    switch report {
    case .accepted, .rejected, .deferred:
      if breaker.succeeded() { rampUp(channel, at: now) }
      return []
    case .unsent(let reason, true, let openNow): failure = (reason, openNow)
    case .uncertain, .unsent:
      breaker.released()
      return []
    }
    let hasOpened = breaker.failed(at: now, atOnce: failure.atOnce)
    guard hasOpened, let until = breaker.openUntil else { return [] }
    return [.endpointDown(channel, reason: failure.reason, until: until)]
  }

  private mutating func settle(_ touch: PendingTouch, _ result: OutcomeResult, _ reason: String)
    -> DispatchAction
  {
    touches[touch.id] = nil
    return .settle(touch.id, result, reason: reason)
  }

  /// Puts a touch back for another try, or gives it up by its table or its expiry.
  private mutating func again(
    _ touch: PendingTouch, at now: Instant, after seconds: Int, reason: String
  ) -> DispatchAction {
    let until = now.adding(seconds: seconds)
    if touch.tries >= touch.retry.mostTries { return settle(touch, .dead, reason) }
    // While no moment can be trusted nothing is too late: the clock may be a year ahead.
    if until > touch.expires, !isShut { return settle(touch, .expired, reason) }
    var next = touch
    next.stage = .intended
    wait(next, until: until)
    return .postpone(next.id, reason: reason, until: until)
  }
}
