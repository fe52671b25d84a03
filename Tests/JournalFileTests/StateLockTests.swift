import Foundation
import Glibc
import JournalFile
import Synchronization
import Testing
import TouchJournal

/// The lock's file is closed once: its number may be another file's a moment later.
@Suite struct StateLockTests {
  @Test func `a lock that is refused closes its own file and nobody else's`() throws {
    let state = try TemporaryState()
    let held = try StateLock(state.folder)
    let isOver = Atomic(false)
    let lost = Atomic(0)
    let ended = DispatchSemaphore(value: 0)
    // Somebody else in the process, who opens files all the time and looks whether they stay open.
    Thread.detachNewThread {
      while !isOver.load(ordering: .relaxed) {
        let file = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        for _ in 0..<4 where fcntl(file, F_GETFD) == -1 { lost.add(1, ordering: .relaxed) }
        close(file)
      }
      ended.signal()
    }
    var refusals = 0
    for _ in 0..<20_000 {
      do throws(JournalProblem) {
        _ = try StateLock(state.folder)
      } catch {
        if error.exitCode == 75 { refusals += 1 }
      }
    }
    isOver.store(true, ordering: .relaxed)
    ended.wait()
    #expect(lost.load(ordering: .relaxed) == 0)
    #expect(refusals == 20_000)
    #expect(held.isStillHeld(in: state.folder))
  }

  @Test func `a closed journal is not written to again after a full disk`() throws {
    let state = try TemporaryState()
    let isFull = Atomic(false)
    var options = Journal.Options()
    options.calls.write = { file, bytes, from in
      isFull.load(ordering: .relaxed) ? -Int(ENOSPC) : FileCalls.system.write(file, bytes, from)
    }
    let journal = try Journal.open(state.folder, role: .service, options: options) { _ in }
    try journal.appendDurably([TemporaryState.note(1)])
    isFull.store(true, ordering: .relaxed)
    #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(2)]) }
    isFull.store(false, ordering: .relaxed)
    journal.close()
    #expect(!journal.tryAgain())
    #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(3)]) }
    #expect(try JournalReading.read(state.folder).verdict == .clean)
  }
}

extension StateLock {
  /// Whether nobody else can have it; asked of the lock itself, so that it lives until then.
  fileprivate func isStillHeld(in folder: StateFolder) -> Bool { StateLock.isHeld(folder) }
}
