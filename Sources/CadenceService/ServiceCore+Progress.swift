import Dispatch
import JournalFile
import ServiceRuntime

extension ServiceCore {
  /// What each loop of the service can only answer while it makes progress, for the watchdog.
  nonisolated var challenges: [(name: String, challenge: Watchdog.Challenge)] {
    [
      ("core", { @Sendable [executor] answer in executor.queue.async { answer() } }),
      ("journal", { @Sendable [weak self] answer in self?.askJournal(answer) }),
    ]
  }

  /// Answers once the journal's writer has passed everything queued before.
  ///
  /// A journal that refuses, such as on a full disk, is no frozen one: that is told elsewhere.
  private nonisolated func askJournal(_ answer: @escaping @Sendable () -> Void) {
    do throws(JournalProblem) {
      _ = try parts.journal.append([]) { @Sendable _ in answer() }
    } catch {
      answer()
    }
  }
}
