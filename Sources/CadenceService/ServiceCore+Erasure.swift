import CadenceModel
import Dispatch
import JournalFile
import Logging
import ServiceRuntime
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Erases a person: the entry is durable first, then the key goes.
  nonisolated func erase(_ customer: CustomerID) -> ControlReply {
    let waiter = DurabilityWaiter()
    let reply = executor.queue.sync { assumeIsolated { $0.book(erasureOf: customer, waiter) } }
    guard reply.exitCode == 0 else { return reply }
    if let problem = waiter.wait() {
      return ControlReply(exitCode: problem.exitCode, problems: [problem.text])
    }
    do throws(JournalProblem) {
      // On the queue: no digest may be sealed between the look at what is open and the key's end.
      try executor.queue.sync {
        assumeIsolated { core in
          Result { () throws(JournalProblem) in
            try core.parts.sealed.erase(
              [customer], dropping: ErasedPersons.spentHouseKeys(core.settings, core.state))
          }
        }
      }.get()
    } catch {
      return ControlReply(exitCode: error.exitCode, problems: [error.text])
    }
    let left = ErasedPersons.clearOutbox(of: customer, in: parts.folder)
    return left.isEmpty
      ? reply : ControlReply(exitCode: ErasedPersons.leftBehind, problems: left)
  }

  private func book(erasureOf customer: CustomerID, _ waiter: DurabilityWaiter) -> ControlReply {
    guard roster.index(of: customer) != nil || state.history.customers[customer] != nil else {
      return ControlReply(exitCode: 65, problems: ["unknown customer \(customer)"])
    }
    let marks: AddressMarks
    do throws(JournalProblem) {
      marks = try AddressMarks(making: parts.folder)
    } catch {
      return ControlReply(exitCode: error.exitCode, problems: [error.text])
    }
    let ended = state.unsettled.values.map { ($0.touch, $0.phase) }
      .filter { $0.0.customer == customer && $0.1 != .crossed }.map(\.0)
    let drafts = ErasedPersons.drafts(
      for: customer, marks: ErasedPersons.marks(of: customer, in: roster, by: marks), state)
    guard let entries = append(drafts, whenDurable: { waiter.finish($0) }) else {
      return ControlReply(exitCode: 74, problems: [journalTrouble ?? "the journal is closed"])
    }
    for touch in ended { underWay[touch] = nil }
    for touch in machine.open where touch.stage == .intended && ended.contains(touch.id) {
      perform(machine.handle(.forgotten(touch.id), at: now))
    }
    if let index = roster.index(of: customer) { replan(customer: index) }
    rest()
    return ControlReply(number: entries.last?.number)
  }

  /// Finds erased persons whom the customer files bring back under another id.
  func recogniseErased() {
    let returned = ErasedPersons.returned(in: roster, state, folder: parts.folder)
    guard !returned.isEmpty else { return }
    state.recognise(returned)
    log.notice(
      "customers who were erased on request are in the files again; they are left alone",
      metadata: ["customers": "\(returned.count)"])
  }
}
