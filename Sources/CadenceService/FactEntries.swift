package import CadenceModel
package import CivilTime
import Foundation
package import JournalFile
package import MessageRendering
package import TouchJournal

/// How a recorded fact becomes journal entries, with and without a running service.
package enum FactEntries {
  /// What a fact's free texts are bound to in the sealed store.
  package static let purpose = "fact"

  /// Seals the texts and makes the entry; texts are sealed before the line that names them.
  package static func draft(_ fact: Fact, sealed store: SealedStore) throws(JournalProblem)
    -> JournalDraft
  {
    guard !fact.texts.isEmpty else { return .fact(fact) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(fact.texts) else { return .fact(fact) }
    let reference = try store.seal(Array(data), of: fact.customer, purpose: purpose)
    return .fact(fact, sealed: reference)
  }

  /// The free texts of a recorded fact; empty where there are none or the person was erased.
  package static func texts(
    _ reference: SealedReference?, of customer: CustomerID, in store: SealedStore
  ) -> [String: String] {
    guard let reference, let bytes = store.open(reference, of: customer, purpose: purpose),
      let texts = try? JSONDecoder().decode([String: String].self, from: Data(bytes))
    else { return [:] }
    return texts
  }

  /// The entry that settles the touch which a fact answers; nil when it leaves the touch open.
  ///
  /// `text` is what was proposed for a card or letter, so that no text comes twice.
  package static func settlement(
    of fact: Fact, number: Int64, zone: ZoneRules, text: TemplateIdentity? = nil
  ) -> JournalDraft? {
    guard let touch = fact.touch, let channel = channel(answeredBy: fact.detail) else { return nil }
    return .settled(
      touch: touch, channel: channel, day: zone.local(at: fact.at).day, result: .done,
      rep: fact.rep, fact: number, template: text?.name,
      variant: text.map { SentTexts.variant($0) })
  }

  /// On which channel a fact answers a task; nil for facts that do not.
  private static func channel(answeredBy detail: FactDetail) -> Channel? {
    switch detail {
    // Who asks to be called back has left the task open: it waits until then.
    case .call(let report) where report.outcome == .callBack && report.callBack != nil: nil
    case .call, .survey, .resolved, .kept, .contact, .won, .lost, .inquiry, .offer: .call
    case .visit(let report): report.isPartial ? nil : .visit
    case .gift: .gift
    case .card: .card
    case .letter: .letter
    default: nil
    }
  }
}
