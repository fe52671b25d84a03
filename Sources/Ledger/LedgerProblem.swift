/// What stops the projection; it can always be deleted and built again.
package enum LedgerProblem: Error, Sendable {
  /// The database cannot be used, in SQLite's words.
  case database(String)
  /// These entries do not follow what was applied: build it again from the journal.
  case gap(expected: Int64, found: Int64)

  /// Rows are missing or were changed: build it again from the journal.
  case unsound

  /// A sentence for the operator.
  package var text: String {
    switch self {
    case .database(let text): "the projection cannot be used: \(text)"
    case .unsound: "the projection was damaged; it must be built again"
    case .gap(let expected, let found):
      "the projection expected entry \(expected) and got \(found); it must be built again"
    }
  }
}
