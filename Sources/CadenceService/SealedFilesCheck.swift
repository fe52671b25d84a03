import Foundation
import JournalFile
import Synchronization
import TouchJournal

/// Verifies, beside the running service, the sealed files that a start has not read.
///
/// One thread of the lowest priority with one piece of a file in memory.
final class SealedFilesCheck: Sendable {
  private let isCancelled = Atomic(false)
  private let done = DispatchSemaphore(value: 0)

  /// Begins; `tell` gets what was found, in words, or nil when all is right.
  ///
  /// After ``cancel()`` it is not called.
  init(
    before checkpoint: JournalCheckpoint, in folder: StateFolder,
    tell: @escaping @Sendable (String?) -> Void
  ) {
    let thread = Thread { [self] in
      let finding = look(checkpoint, folder)
      if !isCancelled.load(ordering: .relaxed) { tell(finding) }
      done.signal()
    }
    thread.name = "verify"
    thread.start()
  }

  private func look(_ checkpoint: JournalCheckpoint, _ folder: StateFolder) -> String? {
    do throws(JournalProblem) {
      let report = try JournalReading.verify(before: checkpoint, in: folder) { [self] in
        isCancelled.load(ordering: .relaxed)
      }
      return report.verdict > .clean ? report.summary : nil
    } catch {
      return error.text
    }
  }

  /// Nobody waits for the answer any more.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Waits until it has told what it found, or has noticed that nobody wants to know.
  func wait() { done.wait() }
}
