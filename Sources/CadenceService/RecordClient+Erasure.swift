package import CadenceModel
package import JournalFile
import Ledger
import TouchJournal

extension RecordClient {
  /// Erases a person while no service runs; nil when neither the journal nor the customer files know
  /// the id.
  package func erase(_ customer: CustomerID, settings: Settings, roster: Roster)
    throws(JournalProblem) -> Answer?
  {
    var state = JournalState()
    var entries: [JournalEntry] = []
    let journal = try openJournal { entry in
      state.apply(entry)
      entries.append(entry)
    }
    defer { journal.close() }
    guard roster.index(of: customer) != nil || state.history.customers[customer] != nil else {
      return nil
    }
    let marks = ErasedPersons.marks(of: customer, in: roster, by: try AddressMarks(making: folder))
    let written = try journal.appendDurably(
      ErasedPersons.drafts(for: customer, marks: marks, state))
    for entry in written { state.apply(entry) }
    try journal.sealed.erase(
      [customer], dropping: ErasedPersons.spentHouseKeys(settings, state))
    let left = ErasedPersons.clearOutbox(of: customer, in: folder)
    refreshLedger(entries + written)
    guard left.isEmpty else { return .refused(left, exitCode: ErasedPersons.leftBehind) }
    return written.last.map { .recorded($0.number) }
  }

  /// The projection forgets the person, too; one that cannot is built anew by the next start.
  private func refreshLedger(_ entries: [JournalEntry]) {
    guard folder.hasLedger else { return }
    do throws(LedgerProblem) {
      let ledger = try Ledger(path: folder.ledger, origin: JournalReading.origin(folder))
      let folder = folder
      var projection = Projection(ledger) { SegmentFile.length(of: $0, in: folder) }
      for entry in entries { projection.take(entry) }
      projection.flush()
      if let problem = projection.problem { throw problem }
    } catch {
      folder.removeLedger()
    }
  }
}
