import FifthcallTestSupport
import Foundation
import Glibc
import Synchronization
import Testing
import TouchJournal

@testable import JournalFile

/// The 64 KiB that are given up when the disk is full.
@Suite struct DiskReserveTests {
  /// A disk of so many bytes beyond what is there; files that are removed give theirs back.
  private final class SmallDisk: Sendable {
    let left = Mutex<Int>(.max)

    var calls: FileCalls {
      var calls = FileCalls.system
      let plain = FileCalls.system
      calls.write = { [self] file, bytes, from in
        let room = left.withLock { $0 }
        let count = min(bytes.count - from, room)
        guard count > 0 else { return -Int(ENOSPC) }
        let taken = plain.write(file, Array(bytes[from..<from + count]), 0)
        if taken > 0 { left.withLock { $0 -= taken } }
        return taken
      }
      calls.truncate = { [self] file, length in
        let before = SystemCall.length(file)
        left.withLock { left in if left != .max { left += max(0, Int(before - length)) } }
        return plain.truncate(file, length)
      }
      calls.remove = { [self] path in
        let length = SystemCall.length(at: path) ?? 0
        let code = plain.remove(path)
        if code == 0 { left.withLock { left in if left != .max { left += Int(length) } } }
        return code
      }
      return calls
    }
  }

  private let temporary = TemporaryFolder()
  private let disk = SmallDisk()
  private var reserve: String { temporary.path + "/state/reserve" }

  private func journal(keepsReserve: Bool = true) throws -> Journal {
    var options = Journal.Options()
    options.calls = disk.calls
    options.keepsReserve = keepsReserve
    options.writesAtOnce = true
    return try Journal.open(
      StateFolder(creating: temporary.path + "/state"), role: .service, options: options
    ) { _ in }
  }

  private func isThere() -> Bool { SystemCall.length(at: reserve) == 65_536 }

  @Test func `a service's journal makes it, a second start keeps it, a command makes none`() throws
  {
    try journal(keepsReserve: false).close()
    #expect(!isThere())
    try journal().close()
    #expect(isThere())
    let bytes = try Data(contentsOf: URL(fileURLWithPath: reserve))
    #expect(Set(bytes).count > 200, "no file system can keep it in less room")
    try journal().close()
    #expect(isThere())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.path + "/state").sorted() == [
        "journal", "reserve", "sealed",
      ])
  }

  @Test func `on a full disk it is given up, and the lines that must be written are written`()
    throws
  {
    let journal = try journal()
    try journal.appendDurably([.beat])
    disk.left.withLock { $0 = 0 }
    let entry = try #require(try journal.appendDurably([.release(cause: "x")]).first)
    #expect(journal.isOnReserve)
    #expect(!isThere())
    #expect(journal.head == entry.head, "the line is durable")
    // Until that room is used up, too.
    var last = entry.number
    do throws(JournalProblem) {
      while true { last = try journal.appendDurably([.beat])[0].number }
    } catch {
      #expect(error.isFullDisk)
    }
    #expect(last > entry.number + 100)
    #expect(!journal.hasRoom())
    #expect(!FileManager.default.fileExists(atPath: reserve + ".new"))
    disk.left.withLock { $0 = 200_000 }
    #expect(journal.hasRoom() && isThere() && !journal.isOnReserve)
    #expect(journal.tryAgain())
    #expect(try journal.appendDurably([.beat])[0].number == last + 1)
    journal.close()
    let report = try JournalReading.read(StateFolder(existing: temporary.path + "/state"))
    #expect(report.verdict == .clean && report.tail.head.number == last + 1)
  }

  @Test func `without a reserve a full disk is what it was`() throws {
    let journal = try journal(keepsReserve: false)
    disk.left.withLock { $0 = 0 }
    #expect(throws: JournalProblem.self) { try journal.appendDurably([.beat]) }
    #expect(!journal.isOnReserve && journal.hasRoom())
  }

  @Test func `a disk with less room than that starts without it, and has it later`() throws {
    disk.left.withLock { $0 = 40_000 }
    let journal = try journal()
    #expect(journal.isOnReserve && !journal.hasRoom())
    try journal.appendDurably([.beat])
    disk.left.withLock { $0 = .max }
    #expect(journal.hasRoom() && isThere())
  }

  @Test func `the room is tried with as much again, and nothing is left of the trial`() throws {
    let journal = try journal()
    disk.left.withLock { $0 = 60_000 }
    #expect(!journal.hasRoom(), "sixty thousand bytes are not enough")
    #expect(isThere(), "what is kept stays")
    disk.left.withLock { $0 = 66_000 }
    #expect(journal.hasRoom())
    #expect(!FileManager.default.fileExists(atPath: reserve + ".new"))
  }

  @Test func `whatever fails but room, it stays`() throws {
    let journal = try journal()
    disk.left.withLock { $0 = 0 }
    var options = Journal.Options()
    options.keepsReserve = true
    options.writesAtOnce = true
    options.calls.write = { _, _, _ in -Int(EFBIG) }
    journal.close()
    #expect(throws: JournalProblem.self) {
      try Journal.open(
        StateFolder(existing: temporary.path + "/state"), role: .service, options: options
      ) { _ in }.appendDurably([.beat])
    }
    #expect(isThere())
  }
}
