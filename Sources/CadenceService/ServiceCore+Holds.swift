import CadenceModel
import CivilTime
import Logging
import MessageRendering
import ServiceRuntime
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Shuts customer channels for a cause, once: journalled, logged, mailed.
  ///
  /// `from` is the last moment before a leap of the clock.
  func shut(
    _ cause: String, until: Instant? = nil, from: Instant? = nil, details: [String]
  ) {
    if let held = state.holds.first(where: { $0.cause == cause }) {
      guard let until, let old = held.until, until > old else { return }
    }
    guard append([.hold(cause: cause, until: until, from: from)]) != nil else { return }
    tellMachine()
    tellHold(cause, details)
  }

  /// Logs and mails a hold.
  func tellHold(_ cause: String, _ details: [String]) {
    let isPart = HoldReason.cadence(cause) != nil || cause == HoldReason.zones
    log.critical(
      "\(isPart ? "some messages to customers wait" : "nothing is sent to customers"): \(HoldReason.words(cause).en)",
      metadata: ["hold": "\(cause)", "found": "\(details.joined(separator: "; "))"])
    tellManager()
    alert(.held(cause, details))
  }

  /// Ends one cause by itself; others stay.
  func open(_ cause: String) {
    guard state.holds.contains(where: { $0.cause == cause }),
      append([.release(cause: cause)]) != nil
    else { return }
    log.notice("a hold ended by itself", metadata: ["hold": "\(cause)"])
    tellManager()
    planDay = nil
  }

  /// Whether no moment can be trusted, so that only alerts go out.
  var isTimeless: Bool {
    clockWait != nil || isReadByWrongClock
      || state.holds.contains { HoldReason.ofClock.contains($0.cause) }
  }

  /// Compares the clocks, holds or goes on accordingly, and ends holds whose time is over.
  func watchClock() {
    let wall = Instant(milliseconds: parts.clock.wall())
    let verdict = watch.read(wall: wall, boot: parts.clock.boot())
    clockWait = nil
    switch verdict {
    case .steady:
      // An implausible clock may have left its moments in the journal, and no plan is made for them.
      if let ahead = journalAhead(of: wall) {
        shut(
          HoldReason.clockBehind,
          details: ["\(siteZone.text(wall)) < \(siteZone.text(now)) (\(ahead) s)"])
      } else {
        settleClock(wall)
      }
    case .waits(let until): clockWait = until
    case .behind(let seconds):
      leaptFrom = nil
      shut(
        HoldReason.clockBehind,
        details: ["\(siteZone.text(wall)) < \(siteZone.text(now)) (\(seconds) s)"])
    case .jumped(let seconds):
      leaptFrom = leaptFrom ?? wall.adding(seconds: -Int(seconds))
      shut(
        HoldReason.clockJumped, until: wall.adding(seconds: 600), from: leaptFrom,
        details: ["+\(seconds) s: \(siteZone.text(wall))"])
      catchUp(after: seconds)
    case .implausible: shut(HoldReason.clockImplausible, details: [siteZone.text(wall)])
    }
    for hold in state.holds {
      guard let until = hold.until, until <= wall else { continue }
      // Before the hold ends: whoever is killed in between finds it again.
      bookLeap(after: [hold.cause])
      open(hold.cause)
    }
    bookLeap()
    tellMachine()
  }

  /// Lets nothing but alerts go while no moment can be trusted, and nothing expire while it is not certain
  /// which days have gone by.
  func tellMachine() {
    let isInDoubt = state.holds.contains { HoldReason.ofDays.contains($0.cause) }
    // First: what may go again expires or not by this.
    if isInDoubt != machine.isInDoubt { perform(machine.handle(.doubted(isInDoubt), at: now)) }
    if isTimeless != machine.isShut { perform(machine.handle(.shut(isTimeless), at: now)) }
  }

  /// By how many seconds the journal's last moment lies ahead of a wall clock for which nobody has
  /// vouched; nil when it is no more than a clock may step back.
  private func journalAhead(of wall: Instant) -> Int64? {
    guard state.standing.trusted == nil, let last = state.lastAt else { return nil }
    let ahead = (last - wall) / 1000
    return ahead > ClockWatch.farBack ? ahead : nil
  }

  /// Once nothing speaks against a clock that leapt ahead, or against the one of a start after a long
  /// gap, the days between went by.
  ///
  /// While they may not have, nothing final is said of them: what seems a gap may be a wrong clock.
  /// `ending` are holds that are about to end.
  func bookLeap(after ending: Set<String> = []) {
    let isInDoubt = state.holds.contains {
      !ending.contains($0.cause) && HoldReason.ofDays.contains($0.cause)
    }
    guard let from = leaptFrom, clockWait == nil, !isInDoubt else { return }
    leaptFrom = nil
    bookMissed(since: from)
  }

  /// Somebody says that the clock is right: if it still stands where it leapt to, the days between
  /// went by; booked before the hold ends.
  func bookVouchedLeap() {
    let isStill = now - Instant(milliseconds: parts.clock.wall()) <= ClockWatch.slightlyBack * 1000
    if isStill { bookLeap(after: [HoldReason.clockJumped, HoldReason.downtime]) }
    leaptFrom = nil
  }

  /// The clock is right again.
  private func settleClock(_ wall: Instant) {
    open(HoldReason.clockBehind)
    guard state.holds.contains(where: { $0.cause == HoldReason.clockImplausible }) else { return }
    if let last = state.lastAt { catchUp(after: (wall - last) / 1000) }
    open(HoldReason.clockImplausible)
    readAgain()
  }

  /// What a gap of so many seconds asks for.
  func catchUp(after seconds: Int64) {
    // Whoever runs a single pass decides on its moment.
    guard !parts.isSinglePass else { return }
    let wall = Instant(milliseconds: parts.clock.wall())
    let until: Instant?
    switch DowntimeRule(gap: seconds) {
    case .goOn: return
    case .wait(let pause): until = wall.adding(seconds: pause)
    case .untilReleased: until = nil
    }
    let hold = JournalDraft.hold(
      cause: HoldReason.downtime, until: until, from: wall.adding(seconds: -Int(seconds)))
    guard append([hold]) != nil else { return }
    // Told with what would go out, once that is planned.
    gapToTell = seconds
  }

  /// What a start finds in the journal of a leap of the clock, or of a gap that an earlier start was
  /// held for: the days between have still to be booked, and perhaps nobody was told.
  func resumeHolds() {
    for hold in state.holds {
      guard let from = hold.from else { continue }
      switch hold.cause {
      case HoldReason.clockJumped: leaptFrom = min(leaptFrom ?? from, from)
      case HoldReason.downtime:
        leaptFrom = min(leaptFrom ?? from, from)
        gapToTell = (hold.since - from) / 1000
      default: break
      }
    }
  }

  /// Tells the admin of a gap and of what waits to go out.
  func tellGap() {
    guard let seconds = gapToTell, !isTimeless else { return }
    gapToTell = nil
    var counts: [String: Int] = [:]
    for id in planned.keys { counts["\(id.cadence)", default: 0] += 1 }
    for id in underWay.keys { counts["\(id.cadence)", default: 0] += 1 }
    let until = state.holds.first { $0.cause == HoldReason.downtime }?.until
    let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    tellHold(
      HoldReason.downtime,
      ["\(seconds / 3600) h" + (until.map { ", → \(siteZone.text($0))" } ?? "")] + lines)
  }

  /// Says that the service is there when nothing else was journalled for an hour.
  func beat() {
    guard let last = state.lastAt, journalTrouble == nil, now - last >= 3_600_000 else { return }
    append([.beat])
  }

  /// The next moment at which a hold ends by itself or a clock has caught up.
  var nextOpening: Instant? {
    (state.holds.compactMap(\.until) + [clockWait].compactMap(\.self)).min()
  }

  /// Why nothing is sent to customers, for the digests; nil while all is open.
  var holdWords: String? {
    if let journalTrouble { return journalTrouble }
    let causes = state.holds.map(\.cause)
    guard causes != [HoldReason.operator] else { return HoldReason.operator }
    guard !causes.isEmpty else { return nil }
    let isChinese = LanguageTag.isChinese(settings.site.language)
    return causes.map { isChinese ? HoldReason.words($0).zh : HoldReason.words($0).en }
      .joined(separator: isChinese ? "；" : "; ")
  }

  /// An operator ends one hold and vouches for what its guard found; nil where a moment has to be
  /// vouched for, which is only done as a whole.
  func releaseDrafts(of cause: String) -> [JournalDraft]? {
    guard !HoldReason.ofClock.contains(cause) else { return nil }
    var drafts: [JournalDraft] = [.release(byHand: cause)]
    if cause == HoldReason.roster || cause == HoldReason.lookAhead {
      drafts.append(.accepted(lookAhead()))
    }
    return drafts
  }

  /// An operator opens everything, and vouches for whatever the guards found.
  func releaseDrafts() -> [JournalDraft] {
    let wall = Instant(milliseconds: parts.clock.wall())
    // The clock may have been set right a moment ago, before anybody looked at it again.
    let isBehind =
      state.holds.contains { $0.cause == HoldReason.clockBehind }
      || now - wall > ClockWatch.slightlyBack * 1000
    // Who says that an impossible clock is right has seen the files as it shows them.
    let isPlausible = watch.mayBeRight(wall)
    watch.trust(wall: wall, boot: parts.clock.boot())
    clockWait = nil
    if isPlausible { readAgain() } else { isReadByWrongClock = false }
    let causes = Set(state.holds.map(\.cause))
    var drafts: [JournalDraft] = [
      isBehind ? .release(trusting: wall) : .release(cause: HoldReason.operator)
    ]
    if let refused {
      drafts.append(.accepted(refused))
    } else if causes.contains(HoldReason.roster) || causes.contains(HoldReason.lookAhead) {
      drafts.append(.accepted(lookAhead()))
    }
    refused = nil
    freedDay = siteZone.local(at: now).day
    return drafts
  }
}

extension ServiceCore {
  /// What the journal knows, as planning reads it: while a clock is trusted that is behind the
  /// journal, everything recorded counts as recorded before now.
  var knownHistory: History {
    guard state.standing.trusted != nil else { return state.history }
    var history = state.history
    for id in history.customers.keys { history.customers[id] = known(of: id) }
    return history
  }

  /// The same of one customer.
  func known(of customer: CustomerID) -> CustomerHistory? {
    guard state.standing.trusted != nil,
      var history = state.history.customers[customer]?.unpacked
    else { return state.history.customers[customer] }
    let moment = now
    for index in history.facts.indices where history.facts[index].fact.at > moment {
      history.facts[index].fact.at = moment
    }
    for index in history.touches.indices where history.touches[index].at > moment {
      history.touches[index].at = moment
    }
    // A crossing noted by the journal's clock, which never runs back, says nothing of the day on
    // which the message went out: then the day that it was meant for counts.
    for index in history.touches.indices {
      guard let crossed = history.touches[index].crossed, crossed > moment else { continue }
      history.touches[index].crossed = nil
    }
    return history
  }
}
