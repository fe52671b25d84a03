import CadenceModel
import Glibc
package import TouchJournal

/// Who opens the journal for writing.
package enum JournalRole: Sendable {
  /// The service: a new run; what an unclean end left is written to the disk anew.
  case service
  /// A command that records something while no service runs.
  case command
}

extension Journal {
  /// Locks, reads, checks and repairs a journal, and opens it for appending.
  ///
  /// Every entry goes to `body` in order, so that the caller can fold it. `applied` is the chain
  /// head that the projection holds: the journal must reach at least that far. A torn end is cut
  /// and kept beside the journal; any other damage throws ``JournalProblem/damaged(_:)`` and
  /// nothing is written.
  ///
  /// With a `checkpoint` that fits, only the files from the one on that holds its head are read, and
  /// only later entries go to `body`; the files before are for ``JournalReading/verify(before:in:isCancelled:)``.
  /// Where it does not fit, `restart` says that whatever `body` has folded is void, and all entries
  /// come from the first.
  package static func open(
    _ folder: StateFolder, role: JournalRole, applied: ChainHead? = nil,
    checkpoint: JournalCheckpoint? = nil, options: Options = Options(),
    restart: () -> Void = {}, _ body: (JournalEntry) -> Void
  ) throws(JournalProblem) -> Journal {
    SystemCall.ignoreFileSizeSignal()
    try folder.makeFolders(options.calls)
    try folder.checkGround(
      fileSystem: options.fileSystem(folder.path), allowsForeign: options.allowsAnyFileSystem)
    let lock = try StateLock(folder)
    var lastRun = 0
    var lastKind = JournalKind.stop
    var erased = checkpoint?.erased ?? []
    let start = JournalReading.Start(checkpoint: checkpoint, applied: applied)
    let report = try JournalReading.read(folder, start, restart: restart) { entry in
      lastRun = entry.run
      lastKind = entry.kind
      if entry.kind == .erased, let customer = entry.customer { erased.insert(customer) }
    } body: { entry in
      body(entry)
    }
    guard report.verdict <= .torn else { throw .damaged(report) }
    let repair = try JournalRepair(folder, options).repair(report)
    // Without any entry: an earlier start may have been killed before its first.
    let isUnclean = repair != nil || lastKind != .stop || report.tail.head.number == 0
    // A file may have been removed just now, or the last process killed between a rename and the
    // sync of its folder.
    if isUnclean { try options.calls.syncFolder(folder.journal) }
    let position = try present(folder, report, rewriting: isUnclean && role == .service, options)
    let sealed = SealedStore(folder, calls: options.calls)
    // Where a crash came between the entry and the end of the key.
    if !erased.isEmpty { try sealed.erase(erased) }
    // The last that can fail: nobody else would close its file.
    var writer = SegmentWriter(folder, calls: options.calls)
    if position.tail.head.number > 0 && !position.isSealed { try writer.open(position.segment) }
    let journal = Journal(
      writer, at: position, sealed: sealed, lock: lock,
      run: role == .service ? lastRun + 1 : lastRun, options: options)
    if role == .service { seal(report, in: folder) }
    if options.keepsReserve, journal.isOnReserve { _ = journal.hasRoom() }
    if let repair { for entry in try journal.appendDurably([repair]) { body(entry) } }
    return journal
  }

  /// Makes sealed files read-only where that was lost, as with a backup or between a seal and the
  /// next file: a start that trusts the projection asks for it.
  private static func seal(_ report: JournalReport, in folder: StateFolder) {
    let sealed = report.isSealed ? report.files[...] : report.files.dropLast()
    for file in sealed where file.entries > 0 {
      SystemCall.seal(folder.journal + "/" + file.name)
    }
  }

  /// Where writing goes on, from the last file's bytes; after an unclean end these are written to
  /// a new file first, since the system may have shown us bytes that never reached the disk.
  private static func present(
    _ folder: StateFolder, _ report: JournalReport, rewriting: Bool, _ options: Options
  ) throws(JournalProblem) -> JournalPosition {
    var position = JournalPosition()
    position.tail = report.tail
    guard let last = report.files.last(where: { $0.entries > 0 }),
      let segment = SegmentFile(name: last.name)
    else { return position }
    position.segment = segment
    position.entries = last.entries
    position.isSealed = report.isSealed
    let bytes = try FileBytes.read(folder.journal + "/" + last.name, count: last.goodLength)
    position.read(bytes)
    if rewriting {
      try FileBytes.replace(last.name, in: folder.journal, with: bytes, folder, options.calls)
    }
    return position
  }
}
