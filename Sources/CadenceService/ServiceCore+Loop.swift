import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Dispatch
import JournalFile
import Logging
import MessageRendering
import RepReporting
import ServiceRuntime
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Books what a crash left uncertain, plans, and begins to send.
  package func start() {
    recogniseErased()
    giveUpAddresses()
    let interrupted = state.uncertain
    bookUncertain(interrupted, code: "interrupted")
    if !interrupted.isEmpty {
      log.warning(
        "after an unclean end some messages may or may not have arrived; they are not sent again",
        metadata: ["touches": "\(interrupted.count)"])
    }
    if !parts.isDriven {
      timer = WakeTimer(thread: executor.queue) { @Sendable [weak self] in
        self?.assumeIsolated { $0.wake() }
      }
    }
    noteReading()
    resumeHolds()
    // Somebody put the folder back before this start.
    if site.hasTexts { open(HoldReason.templates) }
    guardTexts()
    guardStart()
    bookPoisoned()
    tellIllegal()
    restore()
    wake()
  }

  /// Nobody knows whether these arrived, so nobody sends them again.
  func bookUncertain(_ touches: [UnsettledTouch], code: String) {
    for touch in touches {
      append([.uncertain(touch, code: code)])
    }
  }

  /// Gives up what brought the service down too often, and tells the admin and the rep.
  private func bookPoisoned() {
    for touch in state.poisoned {
      append([.poisoned(touch)])
      log.critical(
        "given up: the service ended \(touch.crashes.count) times while it was being sent",
        metadata: ["touch": "\(touch.touch)", "lines": "\(touch.crashes)"])
      alert(.poisoned(touch))
    }
  }

  /// Says which records do not follow where their touch stood; they changed nothing.
  private func tellIllegal() {
    guard state.illegalCount > 0 else { return }
    for arrow in state.illegal.prefix(10) {
      log.error("the journal holds an illegal record: \(arrow)")
    }
    log.error(
      "illegal records in the journal change nothing; what they say was sent is not sent again",
      metadata: ["records": "\(state.illegalCount)"])
    alert(.illegalRecords(state.illegal, of: state.illegalCount))
  }

  /// Touches with an intent and no final outcome go on with their sealed bytes.
  private func restore() {
    recoverUnderWay()
    let open = state.unsettled.values.map { touch in
      PendingTouch(
        id: touch.touch, channel: touch.channel, due: touch.notBefore ?? touch.due,
        expires: touch.expires ?? touch.due.adding(seconds: 3 * 86_400),
        precedence: precedence(of: touch.touch.cadence), tries: touch.tries, stage: .intended,
        retry: retry(of: touch.touch, on: touch.channel),
        isAlert: OperatorAlertTouch.isOne(touch.touch), slot: touch.due, lane: touch.lane)
    }
    perform(machine.handle(.restored(open), at: now))
  }

  /// Finds all intended touches in the present settings again.
  func recoverUnderWay() {
    underWay = [:]
    for touch in state.unsettled.values where !HouseTouch.isOne(touch.touch) {
      let record = state.history.customers[touch.touch.customer]?.touches
        .last { $0.touch == touch.touch }
      underWay[touch.touch] = recovered(
        touch.touch, channel: touch.channel, day: record?.day ?? siteZone.local(at: touch.due).day,
        due: touch.due)
    }
  }

  /// One turn: whatever is due now; then sleep until the next due moment.
  func wake() {
    lastWake = parts.clock.boot()
    if journalTrouble != nil { recoverJournal() }
    lookAfterFolder()
    watchClock()
    let moment = now
    guardTexts()
    if !isTimeless {
      guardStart()
      turn(to: siteZone.local(at: moment).day)
      queueDigests(at: moment)
      queueManagerMails(at: moment)
      queueRepeats()
    }
    beat()
    perform(machine.handle(.tick, at: moment))
    rest()
  }

  /// Plans anew when a day begins or a hold has ended.
  private func turn(to today: Day) {
    if planDay != today {
      let isNewDay = planDay != nil
      replan(today)
      if isNewDay {
        keepLookAhead()
        tellStaleData()
        guardZones()
      }
    }
    tellGap()
  }

  /// Arms the timer for what comes next, and tells whoever waits that nothing is left to do now.
  func rest() {
    Failpoint.pass("core")
    let moment = now
    if !isStopping, let timer {
      // However often commands come, it looks at everything once a tick.
      let tick = lastWake + timer.tick - parts.clock.boot()
      timer.arm(after: min(nextMoment(after: moment) - moment, max(0, tick)))
    }
    guard let whenIdle, machine.flying == 0 else { return }
    let isIdle =
      (machine.nextDue(after: moment) ?? .distantFuture) > moment && !machine.isPaced(at: moment)
    if isStopping || isIdle {
      self.whenIdle = nil
      whenIdle()
    }
  }

  /// The next touch, digest or midnight.
  func nextMoment(after moment: Instant) -> Instant {
    let tomorrow = siteZone.local(at: moment).day + 1
    let midnight = siteZone.instant(day: tomorrow, minute: .midnight)
    let wall = Instant(milliseconds: parts.clock.wall())
    let opening = nextOpening.map { moment.adding(milliseconds: max(1000, $0 - wall)) }
    let manager = settings.manager.email.flatMap { _ in ManagerHours(settings).next(after: moment) }
    return [machine.nextDue(after: moment), nextDigest(after: moment), manager, opening, midnight]
      .compactMap(\.self).min() ?? midnight
  }

  /// Calls back once nothing is due and nothing is under way; for `run --once`.
  package func onceIdle(_ done: @escaping @Sendable () -> Void) {
    whenIdle = done
    rest()
  }

  /// Sends nothing more and calls back when what has crossed has its outcome.
  ///
  /// A machine that wakes from a day's sleep may end it before it looked at the clock: what was
  /// missed meanwhile is told all the same.
  package func stop(_ done: @escaping @Sendable () -> Void) {
    watchClock()
    perform(machine.handle(.ending, at: now))
    isStopping = true
    timer?.cancel()
    _ = machine.handle(.held(true), at: now)
    whenIdle = done
    rest()
  }

  /// Closes the channels and journals the end; the caller has waited for ``stop(_:)``.
  package func finish(reason: String) {
    append([.stop(reason: reason)])
    parts.journal.close()
  }

  /// The channels, to be closed off the core's queue.
  package var openDesk: DeliveryDesk { desk }
}

extension Instant {
  /// Later than anything.
  static let distantFuture = Instant(milliseconds: .max)
}
