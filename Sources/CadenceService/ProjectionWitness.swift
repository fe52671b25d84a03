package import JournalFile
import Ledger
package import TouchJournal

extension StateFolder {
  /// How far the projection says that the journal must reach; nil where there is no projection.
  ///
  /// Asked for before the journal is read: only what is durable is taken into the projection.
  package var projectionWitness: ChainHead? {
    hasLedger ? Ledger.witness(path: ledger, origin: JournalReading.origin(self)) : nil
  }
}
