import CadenceModel
import Synchronization
import TouchJournal

/// What came of a simulation, as counts.
package struct SimulationSummary: Sendable, Equatable {
  /// One line of it.
  package struct Row: Sendable, Equatable {
    /// What was counted: `messages`, `tasks`, `skips`, `outcomes`, `digests`, `records`,
    /// `service`.
    package var what: String
    /// Which of them: a channel, a reason, a result, a kind.
    package var name: String
    /// How many.
    package var count: Int
  }

  private var counts: [String: [String: Int]] = [:]
  private static let order = [
    "messages", "tasks", "skips", "outcomes", "digests", "records", "service",
  ]

  /// Counts some more.
  mutating func count(_ what: String, _ name: String, _ number: Int = 1) {
    counts[what, default: [:]][name, default: 0] += number
  }

  /// How many of something; 0 when there were none.
  package func number(of what: String, _ name: String) -> Int { counts[what]?[name] ?? 0 }

  /// Everything counted, the most frequent first within its kind.
  package var rows: [Row] {
    Self.order.flatMap { what in
      (counts[what] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { Row(what: what, name: $0.key, count: $0.value) }
    }
  }
}

/// Counts what the journal takes in, on whichever thread writes it.
final class SimulationTally: Sendable {
  private let sums = Mutex(SimulationSummary())

  /// What was counted so far.
  var summary: SimulationSummary { sums.withLock { $0 } }

  /// Counts something that the journal does not tell.
  func count(_ what: String, _ name: String, _ number: Int = 1) {
    sums.withLock { $0.count(what, name, number) }
  }

  /// Counts entries that have been written.
  func take(_ entries: [JournalEntry]) {
    for entry in entries { take(entry) }
  }

  private func take(_ entry: JournalEntry) {
    switch entry.kind {
    case .outcome:
      guard let touch = entry.touch, !HouseTouch.isOne(touch), let result = entry.result else {
        return
      }
      count("outcomes", result.rawValue)
      if let reason = entry.text("reason") { count("skips", reason) }
    case .digest: count("digests", entry.result?.rawValue ?? "none")
    case .start, .stop, .hold, .release: count("service", entry.kind.name)
    default:
      if FactKind(name: entry.kind.name) != nil { count("records", entry.kind.name) }
    }
  }
}
