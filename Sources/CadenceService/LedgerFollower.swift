import Dispatch
import JournalFile
import Ledger
import Logging
import Synchronization
import TouchJournal

/// Keeps the SQLite projection in step with the journal, behind the service's back.
///
/// The projection is disposable: if it fails, the service goes on, says so once, and the next start
/// builds it again.
final class LedgerFollower: Sendable {
  private let ledger: Ledger
  private let queue = DispatchQueue(label: "fifthcall.ledger", qos: .utility)
  private let hasFailed = Atomic(false)
  private let log: Logger

  /// Opens the projection of a state folder; nil when it cannot be used.
  init?(_ folder: StateFolder, log: Logger) {
    self.log = log
    do throws(LedgerProblem) {
      ledger = try Ledger(path: folder.ledger, origin: JournalReading.origin(folder))
    } catch {
      log.warning("no projection: \(error.text)")
      return nil
    }
  }

  /// The last entry it has, which the journal must reach; nil for none.
  var applied: ChainHead? { try? ledger.applied() }

  /// Takes durable entries, in order; returns at once.
  func take(_ entries: [JournalEntry]) {
    guard !entries.isEmpty else { return }
    queue.async { [self] in
      guard !hasFailed.load(ordering: .relaxed) else { return }
      do throws(LedgerProblem) {
        try ledger.apply(entries)
      } catch {
        hasFailed.store(true, ordering: .relaxed)
        log.warning("the projection stops: \(error.text)")
      }
    }
  }

  /// Applies what the replay found that the projection had not, before anything else comes.
  ///
  /// Entries that opening itself wrote may already be queued; those the projection has are skipped.
  func catchUp(_ entries: [JournalEntry]) {
    do throws(LedgerProblem) {
      try ledger.apply(entries)
    } catch {
      hasFailed.store(true, ordering: .relaxed)
      log.warning("the projection stops: \(error.text)")
    }
  }

  /// Waits until everything taken so far is applied.
  func drain() { queue.sync {} }
}
