package import TouchJournal

/// Starts that read only what the projection does not know, and what they leave for later.
extension JournalReading {
  /// What a start knows of the journal before it reads.
  struct Start {
    /// How far the projection knows it; nil: all is to be read.
    var checkpoint: JournalCheckpoint?
    /// The head that the journal must reach.
    var applied: ChainHead?
  }

  /// Reads what the projection does not know, or everything where it does not fit.
  ///
  /// Every entry read goes to `look`, and to `body` those that the projection has not. Whatever is
  /// not right with the short way, the verdict is that of reading everything.
  static func read(
    _ folder: StateFolder, _ start: Start, restart: () -> Void, look: (JournalEntry) -> Void,
    body: (JournalEntry) -> Void
  ) throws(JournalProblem) -> JournalReport {
    if let checkpoint = start.checkpoint {
      let report = readEnd(folder, checkpoint, applied: start.applied) { entry in
        look(entry)
        if entry.number > checkpoint.head.number { body(entry) }
      }
      if let report { return report }
    }
    restart()
    return try read(folder, applied: start.applied) { entry in
      look(entry)
      body(entry)
    }
  }

  /// Reads from the file on that holds the checkpoint's head; nil where anything is not as the
  /// projection has noted it, or is damaged.
  private static func readEnd(
    _ folder: StateFolder, _ checkpoint: JournalCheckpoint, applied: ChainHead?,
    _ body: (JournalEntry) -> Void
  ) -> JournalReport? {
    let files = SegmentFile.list(in: folder)
    guard let start = checkpoint.segments.last, isAsNoted(files, checkpoint, in: folder),
      start.first <= checkpoint.head.number
    else { return nil }
    var span = Span()
    span.start = start
    span.witnesses = [checkpoint.head] + [applied].compactMap(\.self)
    span.applied = max(checkpoint.head.number, applied?.number ?? 0)
    let rest = Array(files[(checkpoint.segments.count - 1)...])
    guard let report = try? read(rest, span, in: folder, body), report.verdict <= .torn,
      let first = report.files.first, first.entries > 0
    else { return nil }
    return report
  }

  /// Whether the files are those that the projection has noted, and the earlier ones sealed, of the
  /// length noted and nothing but files.
  private static func isAsNoted(
    _ files: [SegmentFile], _ checkpoint: JournalCheckpoint, in folder: StateFolder
  ) -> Bool {
    let noted = checkpoint.segments
    guard files.count >= noted.count, zip(files, noted).allSatisfy({ $0.first == $1.first }) else {
      return false
    }
    return zip(files, noted.dropFirst()).allSatisfy { file, next in
      next.previousLength != nil
        && SystemCall.lengthOfSealed(folder.journal + "/" + file.name) == next.previousLength
    }
  }

  /// Checks the files that a start with this checkpoint has not read, as thoroughly as reading
  /// everything would, giving way to all other threads.
  package static func verify(
    before checkpoint: JournalCheckpoint, in folder: StateFolder,
    isCancelled: @escaping () -> Bool
  ) throws(JournalProblem) -> JournalReport {
    let isYielding = SystemCall.yieldToOthers()
    var span = Span()
    span.isEnd = false
    var begun = SystemCall.bootMilliseconds()
    span.isCancelled = {
      // The hardened unit allows no priorities: then it rests as long as the last file took.
      if !isYielding { SystemCall.rest(SystemCall.bootMilliseconds() - begun) }
      begun = SystemCall.bootMilliseconds()
      return isCancelled()
    }
    guard let last = checkpoint.segments.last else { return JournalReport() }
    let files = SegmentFile.list(in: folder).filter { $0.first < last.first }
    // Where the chain must have arrived when the first file begins that was read at the start.
    span.witnesses = last.before.head.number > 0 ? [last.before.head] : []
    return try read(files, span, in: folder) { _ in }
  }
}
