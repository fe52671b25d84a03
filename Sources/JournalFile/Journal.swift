package import CivilTime
import Foundation
package import TouchJournal

/// The one writer of a journal, with group commit.
///
/// Appending gives numbers at once and queues the lines. Whoever waits for durability writes what
/// is queued if nobody is writing; else a thread of the journal does, up to 256 lines or 256 KiB
/// with one sync. While one batch is being synced the next gathers: the disk sets the pace.
///
/// `@unchecked Sendable`: every variable is read and written under `monitor`, except `writer`,
/// which belongs to whoever has set `isWriting`.
package final class Journal: @unchecked Sendable {
  /// What a journal is opened with.
  package struct Options: Sendable {
    /// The wall clock; the service passes its own, which tests set.
    package var now: @Sendable () -> Instant = {
      Instant(milliseconds: SystemCall.wallMilliseconds())
    }
    /// Milliseconds since the machine was booted, suspend included; a simulation passes its own.
    package var boot: @Sendable () -> Int64 = { SystemCall.bootMilliseconds() }
    /// Whether each append writes its lines itself before it returns, without the journal's thread:
    /// a simulation's lines are then the same each time, `d` included.
    package var writesAtOnce = false
    /// Called with entries that have become durable, in order and before their waiters go on, by
    /// whichever thread wrote them: it must be quick and must not append.
    package var onDurable: (@Sendable ([JournalEntry]) -> Void)?
    /// Called when writing fails: hold everything.
    package var onFailure: (@Sendable (JournalProblem) -> Void)?
    /// A file that has grown to this many bytes is sealed and followed by the next.
    package var segmentSize: Int64 = 8 << 20
    /// The kind of file system that a folder is on, such as `ext4`.
    package var fileSystem: @Sendable (_ folder: String) -> String? = {
      SystemCall.fileSystem(of: $0)
    }
    /// Whether network and user-space file systems will do (`FIFTHCALL_ANY_FILESYSTEM=1`).
    package var allowsAnyFileSystem =
      ProcessInfo.processInfo.environment["FIFTHCALL_ANY_FILESYSTEM"] == "1"
    /// How files are changed.
    package var calls = FileCalls.system
    /// Whether 64 KiB are kept for the lines that a full disk must still take.
    package var keepsReserve = false
    /// Called when those are given up, by whichever thread wrote: begin nothing new.
    package var onReserveUsed: (@Sendable () -> Void)?

    /// The defaults.
    package init() {}
  }

  private static let batchEntries = 256
  private static let batchBytes = 256 << 10

  /// The number of this start, as `run` in every line.
  package let run: Int
  /// The sealed data that lines refer to.
  package let sealed: SealedStore

  private let options: Options
  private let stateLock: StateLock
  private let reserve: DiskReserve?
  private let monitor = NSCondition()
  private var queue: [CommitBatch] = []
  private var position: JournalPosition
  private var durable: JournalPosition
  private var isWriting = false
  private var isClosing = false
  private var failure: JournalProblem?
  private var writer: SegmentWriter

  /// Goes on with a journal that has been read, checked and repaired.
  init(
    _ writer: SegmentWriter, at position: JournalPosition, sealed: SealedStore, lock: StateLock,
    run: Int, options: Options
  ) {
    self.options = options
    self.sealed = sealed
    stateLock = lock
    let reserve = DiskReserve(sealed.folder, calls: options.calls)
    self.reserve = options.keepsReserve && reserve.isWorthwhile ? reserve : nil
    self.run = run
    self.position = position
    durable = position
    self.writer = writer
    guard !options.writesAtOnce else { return }
    let thread = Thread { [self] in
      Thread.current.name = "journal"
      while let batch = nextBatch() { commit(batch) }
    }
    thread.start()
  }

  /// The end of the chain as far as it is durable: what digests print.
  package var head: ChainHead {
    monitor.lock()
    defer { monitor.unlock() }
    return durable.tail.head
  }

  /// Queues entries and answers them with their numbers; they become durable soon, in order.
  ///
  /// `whenDurable` is called with nil once they are, or with what went wrong; in that case the
  /// numbers were never used.
  @discardableResult
  package func append(
    _ drafts: [JournalDraft], whenDurable: (@Sendable (JournalProblem?) -> Void)? = nil
  ) throws(JournalProblem) -> [JournalEntry] {
    let entries = try queued(drafts, whenDurable)
    if options.writesAtOnce { writeQueued() }
    return entries
  }

  private func queued(
    _ drafts: [JournalDraft], _ whenDurable: (@Sendable (JournalProblem?) -> Void)?
  ) throws(JournalProblem) -> [JournalEntry] {
    monitor.lock()
    defer { monitor.unlock() }
    let (entries, batch) = try enqueue(drafts)
    if let whenDurable { batch.completions.append(whenDurable) }
    if !isWriting && !options.writesAtOnce { monitor.signal() }
    return entries
  }

  /// Writes all that is queued, here and now; only where there is no thread for it.
  private func writeQueued() {
    while true {
      monitor.lock()
      let batch = isWriting ? nil : takeBatch()
      monitor.unlock()
      guard let batch else { return }
      commit(batch)
    }
  }

  /// Appends entries and returns once they, and all that were queued before, are durable.
  @discardableResult
  package func appendDurably(_ drafts: [JournalDraft]) throws(JournalProblem) -> [JournalEntry] {
    monitor.lock()
    let entries: [JournalEntry]
    let last: CommitBatch
    do throws(JournalProblem) {
      (entries, last) = try enqueue(drafts)
    } catch {
      monitor.unlock()
      throw error
    }
    // If nobody is writing, doing it here saves two changes of thread.
    let batch = isWriting ? nil : takeBatch()
    monitor.unlock()
    if let batch { commit(batch) }
    if options.writesAtOnce { writeQueued() }
    try last.wait()
    return entries
  }

  /// After an error of writing, such as a full disk: lets appending go on if the disk has room
  /// again.
  ///
  /// Answers whether it may. A failed sync is final, and so is the end: a file that is closed has no
  /// number any more, or another file has it.
  package func tryAgain() -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    if case .cannotWrite = failure, !isClosing { failure = nil }
    return failure == nil
  }

  /// Whether ``tryAgain()`` can be of use: a failed sync is final.
  package func mayTryAgain() -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    if case .cannotWrite = failure { return true }
    return failure == nil
  }

  /// Makes the reserve where it is missing, and tries whether the disk has room for as much again;
  /// true where no reserve is kept.
  package func hasRoom() -> Bool { reserve?.make() ?? true }

  /// Whether a reserve is kept and has been given up.
  package var isOnReserve: Bool { reserve.map { !$0.isThere } ?? false }

  /// Whether the state folder is still the one that is locked; if not, nothing more is written.
  package func checkFolder() -> JournalProblem? {
    guard !stateLock.isInPlace else { return nil }
    let problem = JournalProblem.folderReplaced(path: stateLock.path)
    fail(problem)
    return problem
  }

  /// Writes nothing more: what lines refer to may not be on the disk, or the folder is another.
  package func fail(_ problem: JournalProblem) {
    monitor.lock()
    let isNews = failure == nil
    failure = failure ?? problem
    monitor.unlock()
    if isNews { options.onFailure?(problem) }
  }

  /// Writes what is queued, ends the thread and closes the file.
  ///
  /// Appending throws from now on.
  package func close() {
    monitor.lock()
    isClosing = true
    monitor.broadcast()
    while !queue.isEmpty || isWriting { monitor.wait() }
    failure = failure ?? .closed
    monitor.broadcast()
    monitor.unlock()
    writer.close()
    // Not left to the last owner's end: the thread may hold on a moment longer.
    stateLock.release()
  }
}

extension Journal {
  /// Gives entries their numbers and puts them into batches; under the monitor.
  private func enqueue(
    _ drafts: [JournalDraft]
  ) throws(JournalProblem) -> ([JournalEntry], CommitBatch) {
    if let failure { throw failure }
    for draft in drafts
    where draft.lengthBound > JournalLine.longest && draft.length > JournalLine.longest {
      throw .entryTooLong(kind: draft.kind.name, bytes: draft.length)
    }
    let stamp = JournalStamp(at: options.now(), up: options.boot(), run: run)
    var entries: [JournalEntry] = []
    entries.reserveCapacity(drafts.count)
    for draft in drafts {
      if position.isSealed || position.tail.head.number == 0 {
        queue.last?.position = position
        let head = position.begin()
        queue.append(CommitBatch(newSegment: position.segment, position: position))
        write(head, stamp)
      }
      entries.append(write(draft, stamp))
      guard position.length >= options.segmentSize else { continue }
      write(.seal(count: position.entries, digest: position.digestText), stamp)
    }
    // Without entries, an empty batch says when all before it are durable.
    let last = queue.last ?? CommitBatch(newSegment: nil, position: position)
    if queue.isEmpty { queue.append(last) }
    return (entries, last)
  }

  @discardableResult
  private func write(_ draft: JournalDraft, _ stamp: JournalStamp) -> JournalEntry {
    let batch: CommitBatch
    if let last = queue.last, last.entries.count < Self.batchEntries,
      last.bytes.count < Self.batchBytes
    {
      batch = last
    } else {
      queue.last?.position = position
      batch = CommitBatch(newSegment: nil, position: position)
      queue.append(batch)
    }
    let entry = position.write(
      draft, stamp, durable: durable.tail.head.number, to: &batch.bytes)
    batch.entries.append(entry)
    return entry
  }

  /// Waits for the next batch; nil when the journal is closed.
  ///
  /// The caller owns the writer.
  private func nextBatch() -> CommitBatch? {
    monitor.lock()
    defer { monitor.unlock() }
    while queue.isEmpty || isWriting {
      if isClosing && queue.isEmpty && !isWriting { return nil }
      monitor.wait()
    }
    return takeBatch()
  }

  /// Takes the next batch and the right to write; under the monitor.
  private func takeBatch() -> CommitBatch? {
    guard !queue.isEmpty else { return nil }
    isWriting = true
    // Set once and not at every line: a copied digest would be copied again before it goes on.
    if queue.count == 1 { queue[0].position = position }
    return queue.removeFirst()
  }

  /// Writes a batch, tells who waits, and gives the writer back.
  private func commit(_ batch: CommitBatch) {
    let problem = writeWithReserve(batch)
    monitor.lock()
    var failed: [CommitBatch] = []
    if let problem {
      failure = failure ?? problem
      swap(&failed, &queue)
      position = durable
    } else {
      durable = batch.position
    }
    monitor.unlock()
    if problem == nil { options.onDurable?(batch.entries) }
    batch.complete(problem)
    for other in failed { other.complete(problem) }
    if let problem { options.onFailure?(problem) }
    monitor.lock()
    isWriting = false
    if !queue.isEmpty || isClosing { monitor.broadcast() }
    monitor.unlock()
  }

  /// Writes a batch; if the disk is full, once more in the room that was kept for it.
  private func writeWithReserve(_ batch: CommitBatch) -> JournalProblem? {
    let problem = write(batch)
    guard let problem, problem.isFullDisk, let reserve, reserve.release() else { return problem }
    options.onReserveUsed?()
    return write(batch)
  }

  private func write(_ batch: CommitBatch) -> JournalProblem? {
    do throws(JournalProblem) {
      // Sealed data first: no line may name what is not there.
      try sealed.sync()
      if let segment = batch.newSegment { try writer.begin(segment) }
      try writer.commit(batch.bytes)
      return nil
    } catch {
      return error
    }
  }
}
