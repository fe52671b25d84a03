import CadenceModel
import CivilTime
import Foundation
import JournalFile
import Testing
import TouchJournal

/// One scripted history: what is done to a journal while the disk is watched.
struct CrashScript: Sendable, CustomTestStringConvertible {
  let name: String
  let body: @Sendable (CrashBench) throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (CrashBench) throws -> Void) {
    self.name = name
    self.body = body
  }

  var testDescription: String { name }
}

/// Where a script runs.
///
/// `@unchecked Sendable`: one script runs at a time.
final class CrashBench: @unchecked Sendable {
  let state: TemporaryFolderOnMemory
  let disk: RecordedDisk
  let book = PromiseBook()
  var segmentSize: Int64 = 8 << 20
  private var clock: Int64 = 1_795_338_000_000
  private var noteCount = 0

  init() throws {
    state = try TemporaryFolderOnMemory()
    disk = RecordedDisk(root: state.path)
  }

  var folder: StateFolder {
    get throws { try StateFolder(existing: state.path) }
  }

  private func options(_ calls: FileCalls) -> Journal.Options {
    var options = Journal.Options()
    options.calls = calls
    options.segmentSize = segmentSize
    options.writesAtOnce = true
    options.boot = { 1000 }
    let moment = Instant(milliseconds: clock)
    options.now = { moment }
    clock += 60_000
    options.onDurable = { [disk] entries in
      for entry in entries { disk.promise(.entry(entry)) }
    }
    return options
  }

  /// Opens the journal, lets `body` work with it and closes it.
  func session(
    _ role: JournalRole = .service, _ body: (CrashSession) throws -> Void = { _ in }
  ) throws {
    let journal = try Journal.open(folder, role: role, options: options(disk.calls)) { entry in
      book.written[entry.head] = entry
    }
    defer { journal.close() }
    try body(CrashSession(journal: journal, bench: self))
  }

  /// A session that is killed at its `call`-th call: nothing more of it reaches the system.
  func killed(
    at call: Int, _ role: JournalRole = .service, _ body: (CrashSession) throws -> Void
  ) {
    let last = disk.count + call
    disk.fault = { number, _ in number >= last ? .gone : nil }
    try? session(role, body)
    disk.fault = { _, _ in nil }
  }

  /// Notes every line that was written, whether anybody was told or not.
  func gather() {
    for bytes in disk.pieces {
      for line in bytes.split(separator: 10) {
        if let entry = JournalEntry(line: Array(line)) { book.written[entry.head] = entry }
      }
    }
  }

  /// The next text that no other has.
  func number() -> Int {
    noteCount += 1
    return noteCount
  }

  /// A journal as an earlier time left it, taken for durable.
  func before(_ body: (CrashSession) throws -> Void) throws {
    try session(.service) { session in
      try body(session)
      try session.stop()
    }
    disk.begin()
  }
}

/// What a script does with an open journal.
struct CrashSession {
  let journal: Journal
  let bench: CrashBench

  /// Entries that are durable on return, in one batch.
  func notes(_ count: Int) throws {
    try append((0..<count).map { _ in TemporaryState.note(bench.number()) })
  }

  func append(_ drafts: [JournalDraft]) throws {
    for entry in try journal.appendDurably(drafts) { bench.book.written[entry.head] = entry }
  }

  /// An entry with sealed data of a customer.
  func sealed(_ owner: CustomerID, bytes: Int = 40) throws {
    let plain = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ bench.number()) }
    let reference = try journal.sealed.seal(plain, of: owner, purpose: "p")
    bench.book.sealed["\(reference)"] = SealedSample(owner: owner, plain: plain)
    try append([.hold(cause: "c\(bench.number())", sealed: reference)])
  }

  /// Data that no entry names yet.
  func sealedOnly(_ owner: CustomerID) throws {
    _ = try journal.sealed.seal([1, 2, 3], of: owner, purpose: "p")
  }

  func erase(_ owner: CustomerID, dropping: Set<CustomerID> = []) throws {
    bench.book.dropped.formUnion(dropping)
    try append([.erased(customer: owner)])
    try journal.sealed.erase([owner], dropping: dropping)
    bench.disk.promise(.erased(owner))
  }

  func stop() throws { try append([.stop(reason: "x")]) }
}

/// A folder on a file system in memory where there is one, removed with its owner.
final class TemporaryFolderOnMemory: Sendable {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let parent =
      FileManager.default.isWritableFile(atPath: memory)
      ? memory : FileManager.default.temporaryDirectory.path
    path = "\(parent)/fifthcall-crash-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
