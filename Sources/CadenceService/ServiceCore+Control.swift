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
  /// Answers one request of the control socket; called on a thread that may wait.
  package nonisolated func answer(_ line: String) -> String {
    guard let request = ControlCoding.read(ControlRequest.self, line) else {
      return ControlCoding.line(
        ControlReply(exitCode: 64, problems: ["the request cannot be read"]))
    }
    return ControlCoding.line(reply(to: request))
  }

  nonisolated func reply(to request: ControlRequest) -> ControlReply {
    switch request {
    case .reload: return reload()
    case .status: return onQueue { $0.status() }
    case .hold(let why): return durable { $0.hold(why, whenDurable: $1) }
    case .erase(let customer): return erase(CustomerID(customer))
    case .release: return durable { $0.release(whenDurable: $1) }
    case .record(let kind, let customer, let options):
      return durable { $0.record(kind, customer, options, whenDurable: $1) }
    case .retryLetter(let touch): return durable { $0.retryLetter(touch, whenDurable: $1) }
    case .dropLetter(let touch): return durable { $0.dropLetter(touch, whenDurable: $1) }
    case .retract(let number, let rep):
      return durable { $0.retract(number, rep, whenDurable: $1) }
    }
  }

  private nonisolated func onQueue(
    _ body: @Sendable (isolated ServiceCore) -> ControlReply
  ) -> ControlReply {
    executor.queue.sync { assumeIsolated { body($0) } }
  }

  /// Answers only when what was appended is durable.
  private nonisolated func durable(
    _ body: @Sendable (isolated ServiceCore, DurabilityWaiter) -> ControlReply
  ) -> ControlReply {
    let waiter = DurabilityWaiter()
    let reply = onQueue { body($0, waiter) }
    guard reply.exitCode == 0, reply.number != nil else { return reply }
    if let problem = waiter.wait() {
      return ControlReply(exitCode: problem.exitCode, problems: [problem.text])
    }
    return reply
  }

  private func status() -> ControlReply {
    let moment = now
    var lines = [
      "generation \(site.generation), \(roster.customers.count) customers, mode \(modeName)",
      "last reload: \(lastReload)",
      "journal at \(parts.journal.head)",
      "\(planned.count) messages planned, \(machine.flying) under way, "
        + "\(machine.open.count { $0.stage == .intended }) waiting for another try",
    ]
    if let due = machine.nextDue(after: moment) { lines.append("next due \(siteZone.text(due))") }
    for (channel, until) in machine.down.sorted(by: { $0.key < $1.key }) {
      lines.append("\(channel.name) is down, next try \(siteZone.text(until))")
    }
    return ControlReply(lines: lines + holdLines)
  }

  private var modeName: String { settings.mode == .live ? "live" : "rehearsal" }

  private func hold(_ why: String, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    let sealed =
      why.isEmpty
      ? nil : try? parts.sealed.seal(Array(why.utf8), of: SealedStore.site, purpose: "hold")
    return appended([.hold(cause: HoldReason.operator, sealed: sealed)], waiter) {
      tellHold(HoldReason.operator, [])
      // The gate makes customers' messages wait; the reps' digests go on.
      return "held: nothing is sent to customers until: fifthcall release"
    }
  }

  private func release(whenDurable waiter: DurabilityWaiter) -> ControlReply {
    guard !state.holds.isEmpty || refused != nil else {
      return ControlReply(lines: ["nothing was held"])
    }
    return appended(releaseDrafts(), waiter) {
      perform(machine.handle(.shut(false), at: now))
      // Planned anew: what waited is due at its own moment again, not a minute from now.
      replan(siteZone.local(at: now).day)
      rest()
      return "released"
    }
  }

  private func record(
    _ kind: String, _ customer: String, _ options: [RecordOption],
    whenDurable waiter: DurabilityWaiter
  ) -> ControlReply {
    do {
      let context = FactContext(
        settings: settings, roster: roster, history: knownHistory, now: now)
      let fact = try FactParser.read(
        kind: kind, customer: customer, options: try RecordOption.facts(options), context: context)
      let draft = try FactEntries.draft(fact, sealed: parts.sealed)
      let reply = appended([draft], waiter) { "" }
      guard let number = reply.number, let index = roster.index(of: fact.customer) else {
        return reply
      }
      let zone = settings.zones[roster.zones[Int(roster.customers[index].zone)]] ?? .utc
      let settlement = FactEntries.settlement(of: fact, number: number, zone: zone)
      // What is crossing right now waits for its own outcome.
      if let settlement, state.refusal(of: settlement) == nil { append([settlement]) }
      if fact.detail.kind == .optIn { giveUpAddresses(of: fact.customer) }
      replan(customer: index)
      rest()
      return reply
    } catch let refusal as FactRefusal {
      return ControlReply(exitCode: 65, problems: refusal.problems)
    } catch let problem as JournalProblem {
      journalFailed(problem)
      return ControlReply(exitCode: 74, problems: [problem.text])
    } catch {
      return ControlReply(exitCode: 74, problems: ["\(error)"])
    }
  }

  private func retract(_ number: Int64, _ rep: String?, whenDurable waiter: DurabilityWaiter)
    -> ControlReply
  {
    if let rep, !settings.reps.contains(where: { $0.id.text == rep }) {
      return ControlReply(exitCode: 65, problems: ["unknown rep \(rep)"])
    }
    let owner = state.history.customers.first { _, history in
      history.facts.contains { $0.number == number }
    }
    guard let owner else {
      return ControlReply(
        exitCode: 65, problems: ["there is no recorded fact number \(number), or it was retracted"])
    }
    let draft = JournalDraft.retracted(
      number: number, customer: owner.key, rep: rep.map { RepID($0) })
    let reply = appended([draft], waiter) { "" }
    if let index = roster.index(of: owner.key) { replan(customer: index) }
    rest()
    return reply
  }

  /// Appends, and says what came of it; `done` runs when the journal took it.
  func appended(
    _ drafts: [JournalDraft], _ waiter: DurabilityWaiter, _ done: () -> String
  ) -> ControlReply {
    guard let entries = append(drafts, whenDurable: { waiter.finish($0) }),
      let number = entries.first?.number
    else {
      return ControlReply(exitCode: 74, problems: [journalTrouble ?? "the journal is closed"])
    }
    let line = done()
    return ControlReply(lines: line.isEmpty ? [] : [line], number: number)
  }
}

extension ServiceCore {
  /// Reads everything anew and swaps it in, or lists the findings and keeps what there was.
  package nonisolated func reload() -> ControlReply {
    let fresh = parts.reload()
    let errors = fresh.diagnostics.filter { $0.severity == .error }
    let problems = fresh.diagnostics.sorted().map(\.description)
    guard errors.isEmpty, let settings = fresh.settings else {
      executor.queue.sync { assumeIsolated { $0.refuseReload(fresh, errors: errors.count) } }
      return ControlReply(
        exitCode: 1, lines: [],
        problems: problems + ["nothing was changed; the old configuration stays in force"])
    }
    let swapped = executor.queue.sync { assumeIsolated { $0.swapUnlessStrange(fresh, settings) } }
    guard let old = swapped.old else {
      return ControlReply(
        exitCode: 1, lines: [],
        problems: problems + [
          swapped.refusal,
          "nothing was changed; if the files are right: fifthcall release, then fifthcall reload",
        ])
    }
    // Off the queue: what has crossed on the old channels still reports to it.
    old.close(within: 90)
    SpareMemory.giveBack()
    var lines = ["reloaded, generation \(fresh.generation)"]
    if parts.credentials.areCopies && settings.namesCredentials {
      lines.append("secrets stay those of the last start; after changing one: systemctl restart")
    }
    return ControlReply(lines: lines, problems: problems)
  }

  private func refuseReload(_ fresh: LoadedSite, errors: Int) {
    lastReload = "refused, \(errors) errors"
    append([.reload(generation: fresh.generation, errors: errors)])
    log.error("reload refused", metadata: ["errors": "\(errors)"])
    alert(.reloadRefused(fresh.diagnostics.filter { $0.severity == .error }.map(\.description)))
  }

  /// Takes over new settings unless the customer files are not to be believed.
  private func swapUnlessStrange(_ fresh: LoadedSite, _ newSettings: Settings)
    -> (old: DeliveryDesk?, refusal: String)
  {
    guard let refusal = rosterRefusal(fresh, newSettings) else {
      return (swap(fresh, newSettings), "")
    }
    lastReload = "refused: \(refusal)"
    append([.reload(generation: fresh.generation, errors: 1)])
    log.error("reload refused", metadata: ["found": "\(refusal)"])
    alert(.rosterRefused(refusal))
    return (nil, refusal)
  }

  /// Takes over new settings in one step and answers the old channels, to be closed.
  private func swap(_ fresh: LoadedSite, _ newSettings: Settings) -> DeliveryDesk {
    let old = desk
    AlertRoute.keep(of: newSettings, in: parts.folder.path, log: log)
    site = fresh
    settings = newSettings
    roster = fresh.roster
    recogniseErased()
    giveUpAddresses()
    desk = parts.openDesk(newSettings)
    machine.adopt(limits: Self.limits(newSettings), paces: Self.paces(newSettings, state))
    builder = MessageBuilder(settings: settings, roster: roster, templates: fresh.templates)
    lastReload = "ok"
    append([.reload(generation: fresh.generation, errors: 0)])
    recoverUnderWay()
    withdrawOrphans()
    acceptOrHold()
    replan(siteZone.local(at: now).day)
    // A corrected password is tried at once, not when a breaker would have closed.
    perform(machine.handle(.mended, at: now))
    rest()
    return old
  }

  /// Cancels intents whose cadence or customer the new files no longer have.
  private func withdrawOrphans() {
    for touch in machine.open where touch.stage == .intended {
      guard !HouseTouch.isOne(touch.id) else { continue }
      guard underWay[touch.id] == nil else { continue }
      perform(
        machine.handle(
          .withdrawn(touch.id, .cancelled, reason: "gone from the configuration"), at: now))
    }
  }
}
