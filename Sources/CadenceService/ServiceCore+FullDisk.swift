import CadenceModel
import CivilTime
import Foundation
import JournalFile
import Logging
import ServiceRuntime
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// After a full disk: goes on once there is room, with a state of what is durable.
  ///
  /// Beside the projection that state is kept already; only where it is not is the journal read, on
  /// a thread of its own: what the core is asked meanwhile it answers.
  func recoverJournal() {
    guard journalTrouble != nil, !isReadingJournal, parts.journal.mayTryAgain(),
      parts.journal.hasRoom()
    else { return }
    if let known = parts.durableState(parts.journal.head) { return goOn(with: known) }
    guard !parts.isDriven else { return goOn(with: Self.readJournal(parts.folder)) }
    isReadingJournal = true
    let folder = parts.folder
    Thread { [self] in
      let fresh = Self.readJournal(folder)
      executor.queue.async {
        self.assumeIsolated { core in
          core.isReadingJournal = false
          core.goOn(with: fresh)
          core.rest()
        }
      }
    }.start()
  }

  /// What the journal's files add up to; nil when they are damaged.
  private static func readJournal(_ folder: StateFolder) -> JournalState? {
    var fresh = JournalState()
    guard let report = try? JournalReading.read(folder, { fresh.apply($0) }),
      report.verdict <= .torn
    else { return nil }
    return fresh
  }

  private func goOn(with fresh: JournalState?) {
    guard journalTrouble != nil, let fresh, fresh.head == parts.journal.head,
      parts.journal.tryAgain()
    else { return }
    state = fresh
    state.watchHistories()
    forgetPrepared()
    recogniseErased()
    giveUpAddresses()
    // Tries the disk; holds of other causes outlive the trouble.
    guard append([.release(cause: "journal")]) != nil else { return }
    journalTrouble = nil
    log.notice("the journal can be written again")
    settleLost()
    perform(machine.handle(.held(false), at: now))
    replan(siteZone.local(at: now).day)
  }

  /// What failed to reach the disk is as if it had never been: intents are planned anew, and what
  /// has crossed without an outcome may or may not have arrived.
  private func settleLost() {
    let open = machine.open
    for touch in open where touch.stage == .intended && state.unsettled["\(touch.id)"] == nil {
      perform(machine.handle(.forgotten(touch.id), at: now))
    }
    let flying = Set(open.filter { $0.stage == .inFlight }.map(\.id))
    bookUncertain(state.uncertain.filter { !flying.contains($0.touch) }, code: "disk")
  }
}
