import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Dispatch
import JournalFile
import Logging
import MessageRendering
import RepReporting
import RepWeb
import ServiceRuntime
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Does what the dispatch machine asks, in order; new actions that follow are done too.
  ///
  /// `word` is what a channel has just said of one touch, beyond what scheduling asks.
  func perform(_ actions: [DispatchAction], after word: ChannelWord? = nil) {
    var pending = actions[...]
    while let action = pending.popFirst() {
      switch action {
      case .consider(let id): pending += consider(id)
      case .submit(let id, let number): pending += submit(id, number)
      case .postpone(let id, let reason, let until): postpone(id, reason, until, word)
      case .settle(let id, let result, let reason): settle(id, result, reason, word)
      case .endpointDown(let channel, let said, let until):
        let reason = EndpointWords.plain(said, channel, settings)
        alert(.endpointDown(channel, reason))
        log.error(
          "endpoint down: \(reason)",
          metadata: ["channel": "\(channel.name)", "until": "\(until.rfc3339)"])
      }
    }
  }

  /// Gate, render, seal, intent.
  private func consider(_ id: TouchID) -> [DispatchAction] {
    if state.doubtful[id.description] != nil { return considerAgain(id) }
    if machine[id]?.isAgain == true { return machine.handle(.forgotten(id), at: now) }
    if let digest = RepDigestTouch.read(id) {
      return considerDigest(id, digest.rep, digest.day, digest.part)
    }
    if OperatorAlertTouch.isOne(id) { return considerAlert(id) }
    if let mail = ManagerMailTouch.read(id) { return considerManagerMail(id, mail) }
    guard let touch = planned[id] else {
      return machine.handle(.refused(id, .ended), at: now)
    }
    let cadence = settings.cadences[Int(touch.cadence)]
    switch gate(id) {
    case .wait(let until): return machine.handle(.postponed(id, until: until), at: now)
    case .skip(let reason): return machine.handle(.refused(id, reason), at: now)
    case .send: break
    }
    guard let template = cadence.steps[Int(touch.step) - 1].template else {
      return machine.handle(.refused(id, .missingData), at: now)
    }
    let history = state.history.customers[id.customer]
    do throws(MessageBuilder.Problem) {
      var request = MessageBuilder.Request(
        touch: id, customer: Int(touch.customer), channel: touch.channel, template: template,
        occasion: occasion(of: touch), used: SentTexts.uses(history), now: now)
      request.effective = EffectiveCustomer.of(
        roster.customers[request.customer], history, roster: roster, settings: settings,
        sources: roster.sources, on: siteZone.local(at: now).day)
      let built = try builder.build(request)
      return intend(id, built.message, day: touch.day, customer: id.customer) { facts in
        facts.template = built.rendered.identity.name
        facts.variant = SentTexts.variant(built.rendered.identity)
        facts.countsToCaps = cadence.countsToCaps
      }
    } catch {
      log.warning("not sent: \(error)", metadata: ["touch": "\(id)"])
      return machine.handle(.refused(id, error.reason), at: now)
    }
  }

  /// Seals a finished message and journals its intent.
  func intend(
    _ id: TouchID, _ message: OutgoingMessage, day: Day, customer: CustomerID,
    _ describe: (inout IntentFacts) -> Void
  ) -> [DispatchAction] {
    guard let pending = machine[id] else { return [] }
    guard let isKept = keepIntent(pending, message, of: customer, day: day, describe) else {
      return machine.handle(.forgotten(id), at: now)
    }
    guard isKept else {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    underWay[id] = planned.remove(id)
    return machine.handle(.intended(id), at: now)
  }

  /// Journals the intent of a message; false where it cannot be written now, nil where it must not be.
  func keepIntent(
    _ pending: PendingTouch, _ message: OutgoingMessage, of customer: CustomerID, day: Day,
    _ describe: (inout IntentFacts) -> Void
  ) -> Bool? {
    var message = message
    if let other = desk.redirect(message.channel) { message.recipient = other }
    do {
      let bytes = try SealedMessage.bytes(of: message)
      let sealed = try parts.sealed.seal(bytes, of: customer, purpose: SealedMessage.purpose)
      var facts = IntentFacts(
        touch: pending.id, channel: message.channel, day: day, due: pending.due,
        expires: pending.expires, sealed: sealed)
      describe(&facts)
      facts.again = again(pending.id)
      facts.lane = pending.lane
      if let illegal = state.refusal(of: .intent(facts)) {
        log.critical("not sent: \(illegal)")
        return nil
      }
      return append([.intent(facts)]) != nil
    } catch {
      if let problem = error as? JournalProblem { journalFailed(problem) }
      return false
    }
  }

  /// Hands the sealed message to its channel.
  private func submit(_ id: TouchID, _ number: Int) -> [DispatchAction] {
    let text = id.description
    let index = roster.index(of: id.customer)
    if !HouseTouch.isOne(id) {
      switch gate(id) {
      case .send: break
      case .wait(let until): return machine.handle(.postponed(id, until: until), at: now)
      case .skip(let reason): return machine.handle(.refused(id, reason), at: now)
      }
    }
    guard let open = state.unsettled[text] else {
      // Lost with a full disk: the next plan finds it again.
      log.warning("the intent was not kept", metadata: ["touch": "\(id)"])
      let actions = machine.handle(.forgotten(id), at: now)
      tellAgain(id)
      return actions
    }
    guard let sealed = open.sealed,
      let bytes = parts.sealed.open(sealed, of: id.customer, purpose: SealedMessage.purpose),
      let message = SealedMessage.message(from: bytes)
    else {
      log.error("the sealed message cannot be opened", metadata: ["touch": "\(id)"])
      return machine.handle(.reported(id, .rejected(reason: "sealed message missing")), at: now)
    }
    let isSample = index.map { roster.customers[$0].isSample } ?? false
    let channel = open.channel
    let hooks = DeliveryHooks(
      attempt: { @Sendable [weak self] in
        self?.journalled(.attempt(touch: id, try: number, channel: channel)) ?? false
      },
      cross: { @Sendable [weak self] in self?.mayCross(id, number: number) ?? false })
    desk.deliver(message, isSample: isSample, hooks: hooks) { @Sendable [weak self] report in
      guard let self else { return }
      let take = { @Sendable in self.assumeIsolated { $0.reported(id, number, channel, report) } }
      // Who drives the service waits for it anyway.
      if self.parts.isDriven {
        self.executor.queue.sync(take)
      } else {
        self.executor.queue.async(take)
      }
    }
    return []
  }

  /// Journals one entry from a deliverer's thread and waits until it is durable.
  nonisolated func journalled(_ draft: JournalDraft) -> Bool {
    durably { $0.append([draft], whenDurable: $1) != nil }
  }

  /// The last look before the point of no return: the gate once more, then `cross`, durable.
  nonisolated func mayCross(_ id: TouchID, number: Int) -> Bool {
    durably { core, whenDurable in
      guard !core.isStopping, core.journalTrouble == nil else { return false }
      core.watchClock()
      guard !core.isTimeless || OperatorAlertTouch.isOne(id),
        let open = core.state.unsettled[id.description]
      else { return false }
      if !HouseTouch.isOne(id) {
        guard case .send = core.gate(id) else { return false }
      }
      let isAhead = core.state.standing.trusted != nil
      let draft = JournalDraft.cross(
        touch: id, try: number, channel: open.channel, when: isAhead ? core.now : nil)
      return core.append([draft], whenDurable: whenDurable) != nil
    }
  }

  /// Decides and appends on the core's queue, then waits off it until the entry is durable.
  private nonisolated func durably(
    _ decide:
      @Sendable (isolated ServiceCore, @escaping @Sendable (JournalProblem?) -> Void) -> Bool
  ) -> Bool {
    Failpoint.pass("sender")
    let waiter = DurabilityWaiter()
    let isAppended = executor.queue.sync {
      assumeIsolated { core in decide(core, { waiter.finish($0) }) }
    }
    return isAppended && waiter.wait() == nil
  }

  /// A channel's report on a try: the machine decides, the journal keeps.
  private func reported(
    _ id: TouchID, _ number: Int, _ channel: Channel, _ report: DeliveryReport
  ) {
    if report.isBlacklisted {
      append(
        [.fact(Fact(customer: id.customer, at: now, detail: .optOut(channel, occasion: nil)))])
    }
    let word = word(of: report, on: id)
    perform(machine.handle(.reported(id, DispatchReport(report.result)), at: now), after: word)
    if word.address != nil { giveUpAddresses(of: id.customer) }
    rest()
  }

  private func postpone(
    _ id: TouchID, _ reason: String, _ until: Instant, _ word: ChannelWord?
  ) {
    guard let open = state.unsettled[id.description] else { return }
    var facts = OutcomeFacts(.deferred, code: OutcomeCode.word(reason))
    facts.retryAt = until
    if word?.touch == id { facts.address = word?.address }
    facts.sealed = seal(reason, of: id.customer)
    append([.outcome(touch: id, try: max(open.tries, 1), channel: open.channel, facts)])
    log.info(
      "deferred", metadata: ["touch": "\(id)", "until": "\(until.rfc3339)"])
  }

  private func settle(
    _ id: TouchID, _ result: OutcomeResult, _ reason: String, _ word: ChannelWord?
  ) {
    let open = state.unsettled[id.description]
    let touch = planned.remove(id) ?? underWay.removeValue(forKey: id)
    guard let channel = open?.channel ?? touch?.channel else { return }
    var facts = OutcomeFacts(result, reason: SkipReason(rawValue: reason))
    if facts.reason == nil, !reason.isEmpty {
      facts.code = OutcomeCode.word(reason)
      facts.sealed = seal(reason, of: id.customer)
    }
    if word?.touch == id {
      facts.address = word?.address
      facts.remoteID = word?.reference.map(HookWord.plain)
    }
    let tries = open.flatMap { $0.tries > 0 ? $0.tries : nil }
    append([.outcome(touch: id, try: tries, channel: channel, day: touch?.day, facts)])
    if result != .uncertain { alerts[id] = nil }
    if OperatorAlertTouch.isOne(id), ![.accepted, .uncertain].contains(result) {
      log.error("an alert did not reach the admin", metadata: ["touch": "\(id)"])
    }
    queueRepeats()
    if let digest = RepDigestTouch.read(id) {
      digestSettled(id, digest.rep, digest.day, digest.part, result)
    }
    if result != .accepted {
      log.notice(
        "\(result.rawValue)",
        metadata: ["touch": "\(id)", "reason": "\(facts.reason?.rawValue ?? facts.code ?? "")"])
    }
  }

  /// What the other side said may repeat an address, so it is sealed.
  private func seal(_ text: String, of customer: CustomerID) -> SealedReference? {
    guard !text.isEmpty else { return nil }
    return try? parts.sealed.seal(Array(text.utf8), of: customer, purpose: "reply")
  }
}

extension DispatchReport {
  /// The scheduling part of a channel's report.
  init(_ result: DeliveryResult) {
    switch result {
    case .accepted: self = .accepted
    case .deferred(let reason, let retryAfter):
      self = .deferred(reason: reason, retryAfter: retryAfter)
    case .rejected(let reason): self = .rejected(reason: reason)
    case .uncertain(let reason): self = .uncertain(reason: reason)
    case .unsent(let reason, let endpointFault, let openNow):
      self = .unsent(reason: reason, endpointFault: endpointFault, openNow: openNow)
    }
  }
}
