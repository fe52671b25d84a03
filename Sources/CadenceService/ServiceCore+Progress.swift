import Dispatch
import JournalFile
import ServiceRuntime

extension ServiceCore {
  /// What each loop of the service can only answer while it makes progress, for the watchdog.
  ///
  /// The core itself is not asked: the watchdog's rounds are turns of its thread.
  nonisolated var challenges: [(name: String, challenge: Watchdog.Challenge)] {
    [("journal", { @Sendable [weak self] answer in self?.askJournal(answer) })]
  }

  /// Whether senders or the control socket, which sleep without work, have left some lying; asked
  /// in a turn of the core's thread.
  nonisolated func stallChecks(_ control: ControlServer?)
    -> [(name: String, check: Watchdog.StallCheck)]
  {
    [
      (
        "senders",
        { @Sendable [weak self] seconds in
          self?.assumeIsolated { $0.desk }.isStalled(for: seconds) ?? false
        }
      ),
      ("control", { @Sendable seconds in control?.leavesWaiting(seconds) ?? false }),
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
