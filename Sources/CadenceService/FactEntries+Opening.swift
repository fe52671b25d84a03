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

  /// Opens the texts of customers' messages.
  package static func replyOpener(_ store: SealedStore)
    -> @Sendable (CustomerID, RecordedReply) -> String
  {
    { customer, reply in
      let reference = reply.sealed.flatMap { SealedReference($0) }
      let bytes = reference.flatMap { store.open($0, of: customer, purpose: "reply") }
      return String(decoding: bytes ?? [], as: UTF8.self)
    }
  }
}
