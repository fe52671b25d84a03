package import CadenceModel
package import JournalFile
import TouchJournal

extension RecordClient {
  /// Records facts that answer no touch while no service runs: all of them with one sync.
  ///
  /// - Returns: Their numbers, in the same order.
  package func append(_ facts: [Fact]) throws(JournalProblem) -> [Int64] {
    guard !facts.isEmpty else { return [] }
    let journal = try openJournal()
    defer { journal.close() }
    var drafts: [JournalDraft] = []
    for fact in facts { drafts.append(try FactEntries.draft(fact, sealed: journal.sealed)) }
    return try journal.appendDurably(drafts).map(\.number)
  }
}
