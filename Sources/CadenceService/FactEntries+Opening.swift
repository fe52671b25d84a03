package import CadenceModel
package import JournalFile
import TouchJournal

extension FactEntries {
  /// Opens the free texts of recorded facts from a sealed store.
  package static func opener(_ store: SealedStore) -> @Sendable (RecordedFact) -> [String: String] {
    { recorded in
      texts(
        recorded.sealed.flatMap { SealedReference($0) }, of: recorded.fact.customer, in: store)
    }
  }
}
