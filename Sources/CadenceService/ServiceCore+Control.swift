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
import Synchronization
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
    case .hold(let why, let cadence):
      return durable { $0.hold(why, cadence, whenDurable: $1) }
    case .erase(let customer): return erase(CustomerID(customer))
    case .inbound(let mail): return durable { $0.take(mail, whenDurable: $1) }
    case .release(let cause?): return durable { $0.release(only: cause, whenDurable: $1) }
    case .release(nil): return durable { $0.release(whenDurable: $1) }
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

  private func hold(_ why: String, _ cadence: String?, whenDurable waiter: DurabilityWaiter)
    -> ControlReply
  {
    if let cadence, !settings.cadences.contains(where: { "\($0.name)" == cadence }) {
      return ControlReply(exitCode: 65, problems: ["there is no cadence \(cadence)"])
    }
    let cause = cadence.map { HoldReason.cause(HoldReason.operator, of: $0) } ?? HoldReason.operator
    let sealed =
      why.isEmpty
      ? nil : try? parts.sealed.seal(Array(why.utf8), of: SealedStore.site, purpose: "hold")
    return appended([.hold(cause: cause, sealed: sealed)], waiter) {
      tellHold(cause, [])
      // The gate makes customers' messages wait; the reps' digests go on.
      return cadence.map { "held: \($0) waits until: fifthcall release \(cause)" }
        ?? "held: nothing is sent to customers until: fifthcall release"
    }
  }

  private func release(only cause: String, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    guard state.holds.contains(where: { $0.cause == cause }) else {
      let present = state.holds.map(\.cause).joined(separator: ", ")
      return ControlReply(
        exitCode: 65,
        problems: ["there is no hold \(cause)" + (present.isEmpty ? "" : "; there are: \(present)")]
      )
    }
    guard let drafts = releaseDrafts(of: cause) else {
      return ControlReply(
        exitCode: 65,
        problems: ["\(cause) is about the clock: use fifthcall release without a name"])
    }
    bookLeap(after: [cause])
    return appended(drafts, waiter) {
      tellManager()
      tellMachine()
      replan(siteZone.local(at: now).day)
      rest()
      return "released: \(cause)"
    }
  }

  private func release(whenDurable waiter: DurabilityWaiter) -> ControlReply {
    guard !state.holds.isEmpty || refused != nil else {
      return ControlReply(lines: ["nothing was held"])
    }
    bookVouchedLeap()
    return appended(releaseDrafts(), waiter) {
      if reloadStanding.refused != nil {
        // What was refused may be taken now.
        reloadStanding.refused = nil
        lookAgain?()
      }
      tellManager()
      tellMachine()
      // Also where nobody had noticed yet that the clock was set right.
      perform(machine.handle(.shut(isTimeless), at: now))
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
    guard !isOnLastRoom else {
      return ControlReply(
        exitCode: 74, problems: ["the disk is full: nothing is recorded until there is room"])
    }
    do {
      let context = FactContext(
        settings: settings, roster: roster, history: knownHistory, now: now)
      let read = try FactParser.read(
        kind: kind, customer: customer, options: try RecordOption.facts(options), context: context)
      let fact = try GivenUpAddresses.noting(read, in: roster, folder: parts.folder)
      let draft = try FactEntries.draft(fact, sealed: parts.sealed)
      let reply = appended([draft], waiter) { "" }
      guard let number = reply.number, let index = roster.index(of: fact.customer) else {
        return reply
      }
      let zone = settings.zones[roster.zones[Int(roster.customers[index].zone)]] ?? .utc
      let text = paperTexts.identity(
        answeredBy: fact, state.history.customers[fact.customer], zone: zone)
      let settlement = FactEntries.settlement(of: fact, number: number, zone: zone, text: text)
      // What is crossing right now waits for its own outcome.
      if let settlement, state.refusal(of: settlement) == nil { append([settlement]) }
      if [.optIn, .call].contains(fact.detail.kind) { giveUpAddresses(of: fact.customer) }
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
    giveUpAddresses(of: owner.key)
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
