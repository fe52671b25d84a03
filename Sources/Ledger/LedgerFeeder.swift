package import TouchJournal

/// Brings the projection up to date from a replay, in transactions of moderate size.
package struct LedgerFeeder: ~Copyable {
  private static let batch = 5000

  private let ledger: Ledger
  private let applied: Int64
  private var waiting: [JournalEntry] = []
  /// What went wrong first; the projection must then be built again.
  package private(set) var problem: LedgerProblem?

  /// Feeds this projection.
  package init(_ ledger: Ledger) throws(LedgerProblem) {
    self.ledger = ledger
    applied = try ledger.applied().number
  }

  /// Takes the next entry of the replay, in order.
  package mutating func take(_ entry: JournalEntry) {
    guard entry.number > applied, problem == nil else { return }
    waiting.append(entry)
    if waiting.count >= Self.batch { flush() }
  }

  /// Applies what is left; throws what went wrong.
  package mutating func finish() throws(LedgerProblem) {
    flush()
    if let problem { throw problem }
  }

  private mutating func flush() {
    do throws(LedgerProblem) {
      try ledger.apply(waiting)
    } catch {
      problem = problem ?? error
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
