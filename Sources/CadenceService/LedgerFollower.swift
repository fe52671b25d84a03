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
  private struct Following {
    /// Nil until the start has brought it up to the journal's end; without its database once that
    /// has failed.
    var projection: Projection?
    /// What became durable before that.
    var waiting: [JournalEntry] = []
    var hasFailed = false
  }

  private let queue = DispatchQueue(label: "fifthcall.ledger", qos: .utility)
  private let following = Mutex(Following())
  private let log: Logger

  init(log: Logger) { self.log = log }

  /// What the projection of a state folder holds; without a database where that cannot be used.
  static func load(_ folder: StateFolder, log: Logger) -> Projection {
    var ledger: Ledger?
    do throws(LedgerProblem) {
      ledger = try Ledger(path: folder.ledger, origin: JournalReading.origin(folder))
    } catch {
      log.warning("no projection: \(error.text)")
    }
    return Projection(ledger) { SegmentFile.length(of: $0, in: folder) }
  }

  /// Goes on with a projection that has what a start read, and not yet what the start wrote.
  func begin(_ projection: Projection) {
    queue.sync {
      following.withLock { following in
        following.projection = projection
        let waiting = following.waiting
        following.waiting = []
        apply(waiting, &following)
      }
    }
  }

  /// Takes durable entries, in order; returns at once.
  func take(_ entries: [JournalEntry]) {
    guard !entries.isEmpty else { return }
    queue.async { [self] in following.withLock { apply(entries, &$0) } }
  }

  private func apply(_ entries: [JournalEntry], _ following: inout Following) {
    guard following.projection != nil else {
      following.waiting += entries
      return
    }
    for entry in entries { following.projection?.take(entry) }
    following.projection?.flush()
    guard !following.hasFailed, let problem = following.projection?.problem else { return }
    following.hasFailed = true
    log.warning("the projection stops: \(problem.text)")
  }

  /// What all durable entries up to a head add up to, whether or not the database works; nil where
  /// that is not known.
  func state(at head: ChainHead) -> JournalState? {
    queue.sync {
      following.withLock { following in
        guard let projection = following.projection, projection.isWhole,
          projection.state.head == head
        else { return nil }
        return projection.state.untracked
      }
    }
  }

  /// Waits until everything taken so far is applied.
  func drain() { queue.sync {} }
}
