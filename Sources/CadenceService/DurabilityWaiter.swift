import Dispatch
import JournalFile
import Synchronization

/// Lets a deliverer's thread wait until an entry is durable.
final class DurabilityWaiter: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let problem = Mutex<JournalProblem?>(nil)

  /// The journal's word: nil when durable.
  func finish(_ failure: JournalProblem?) {
    problem.withLock { $0 = failure }
    done.signal()
  }

  /// Blocks until then.
  func wait() -> JournalProblem? {
    done.wait()
    return problem.withLock { $0 }
  }
}
