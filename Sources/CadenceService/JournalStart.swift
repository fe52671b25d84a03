import JournalFile
import Ledger
import Logging
import ServiceRuntime
import TouchJournal

/// Opens the journal for the service: from the projection and what came after it, or, where the
/// projection does not fit, from the first entry on.
struct JournalStart {
  /// The journal, open for appending.
  let journal: Journal
  /// What its entries add up to.
  let state: JournalState
  /// The files before this checkpoint's last were not read; nil when all were.
  let unread: JournalCheckpoint?

  init(
    _ folder: StateFolder, options: Journal.Options, follower: LedgerFollower,
    progress: StartProgress, log: Logger
  ) throws(JournalProblem) {
    var progress = progress
    var projection = LedgerFollower.load(folder, log: log)
    let checkpoint = projection.checkpoint
    var isShort = true
    journal = try Journal.open(
      folder, role: .service, applied: projection.witness, checkpoint: checkpoint,
      options: options,
      restart: {
        isShort = false
        projection.restart()
      },
      { entry in
        // Whatever stands before the beginning of a file is durable.
        if entry.kind == .segment { projection.flush(isProven: false) }
        projection.take(entry)
        progress.step()
      })
    projection.flush()
    if let problem = projection.problem { log.warning("no projection: \(problem.text)") }
    state = projection.state.untracked
    unread = isShort && (checkpoint?.segments.count ?? 0) > 1 ? checkpoint : nil
    log.info(
      "the journal was read",
      metadata: [
        "from": isShort ? "the projection" : "the first entry", "read": "\(progress.steps)",
        "head": "\(state.head.number)",
      ])
    follower.begin(projection)
  }
}
