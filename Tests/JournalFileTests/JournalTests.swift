import CivilTime
import Foundation
import JournalFile
import Testing
import TouchJournal

struct JournalTests {
  @Test func `what was appended durably is read by the next start`() throws {
    let state = try TemporaryState()
    try state.session { journal throws in
      #expect(try journal.appendDurably([TemporaryState.note(1)]).map(\.number) == [2])
      #expect(
        try journal.append([TemporaryState.note(2), .stop(reason: "x")]).map(\.number) == [3, 4])
    }
    let replayed = try state.session()
    #expect(replayed.map(\.kind) == [.segment, JournalKind("note"), JournalKind("note"), .stop])
    #expect(try JournalReading.read(state.folder).verdict == .clean)
    #expect(state.segments == ["journal-000000000001.jsonl"])
  }

  @Test func `files are for their owner only`() throws {
    let state = try TemporaryState()
    try state.session { try $0.appendDurably([TemporaryState.note(1)]) }
    let path = state.folder.journal + "/" + state.segments[0]
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `a file that is sealed is read-only from then on`() throws {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 2000
    let journal = try Journal.open(state.folder, role: .service, options: options) { _ in }
    defer { journal.close() }
    for number in 1...20 { try journal.appendDurably([TemporaryState.note(number)]) }
    let modes = try state.segments.map { name in
      try FileManager.default.attributesOfItem(
        atPath: state.folder.journal + "/" + name)[.posixPermissions] as? Int
    }
    #expect(modes.count > 2)
    #expect(modes.dropLast().allSatisfy { $0 == 0o400 })
    #expect(modes.last == 0o600)
  }

  @Test func `every start has the next run number, a command keeps it`() throws {
    let state = try TemporaryState()
    try state.session { try $0.appendDurably([.stop(reason: "a")]) }
    try state.session { try $0.appendDurably([.stop(reason: "b")]) }
    try state.session(.command) { try $0.appendDurably([.stop(reason: "c")]) }
    let runs = try state.session().filter { $0.kind == .stop }.map(\.run)
    #expect(runs == [1, 2, 2])
  }

  @Test func `two processes never write to one state folder`() throws {
    let state = try TemporaryState()
    try state.session { _ in
      let problem = #expect(throws: JournalProblem.self) { try state.session(.command) }
      #expect(problem?.exitCode == 75)
      #expect(StateLock.isHeld(state.folder))
    }
    #expect(!StateLock.isHeld(state.folder))
  }

  /// What somebody else does to the file that is being written.
  enum Meddling: CaseIterable { case remove, replace, cut, lengthen }

  @Test(arguments: Meddling.allCases)
  func `nothing is durable in a file that nobody will find again`(_ meddling: Meddling) throws {
    let state = try TemporaryState()
    let journal = try Journal.open(state.folder, role: .service) { _ in }
    defer { journal.close() }
    try journal.appendDurably([TemporaryState.note(1)])
    let file = URL(fileURLWithPath: state.folder.journal + "/" + state.segments[0])
    let bytes = try Data(contentsOf: file)
    switch meddling {
    case .remove: try FileManager.default.removeItem(at: file)
    case .replace: try bytes.write(to: file, options: .atomic)
    case .cut: try FileHandle(forWritingTo: file).truncate(atOffset: UInt64(bytes.count / 2))
    case .lengthen:
      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("x".utf8))
    }
    let problem = #expect(throws: JournalProblem.self) {
      try journal.appendDurably([TemporaryState.note(2)])
    }
    #expect(problem?.exitCode == 74)
  }

  @Test func `without a state folder the answer is 69`() {
    let problem = #expect(throws: JournalProblem.self) {
      try StateFolder(existing: "/nonexistent/fifthcall")
    }
    #expect(problem?.exitCode == 69)
  }

  @Test func `many threads append durably and nothing is lost, doubled or out of order`() throws {
    let state = try TemporaryState()
    let seen = Collected<Int64>()
    var options = Journal.Options()
    options.onDurable = { seen.append($0.map(\.number)) }
    options.segmentSize = 16 << 10
    let answered = Collected<Int64>()
    try state.session(options: options) { journal throws in
      DispatchQueue.concurrentPerform(iterations: 16) { thread in
        for index in 0..<40 {
          guard
            let entries = try? journal.appendDurably([TemporaryState.note(thread * 100 + index)])
          else { continue }
          answered.append(entries.map(\.number))
        }
      }
    }
    #expect(Set(answered.values).count == 640)
    let replayed = try state.session()
    #expect(replayed.map(\.number) == Array(1...Int64(replayed.count)))
    #expect(seen.values == replayed.map(\.number))
    #expect(Set(replayed.filter { $0.kind.name == "note" }.map(\.number)) == Set(answered.values))
    #expect(state.segments.count > 3)
  }

  @Test func `a file that stands where the next one begins is never appended to`() throws {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 100
    try state.session(options: options) { journal throws in
      try journal.appendDurably([TemporaryState.note(1)])
      // The number behind the seal, which is the last entry of the full file.
      let next = SegmentFile(first: journal.head.number + 1).name
      let foreign = Array("somebody else's".utf8)
      try state.write(foreign, next)
      #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(2)]) }
      #expect(try state.bytes(next) == foreign)
    }
  }

  @Test func `a full file is sealed and the next one names it`() throws {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 2000
    try state.session(options: options) { journal throws in
      for index in 0..<30 { try journal.appendDurably([TemporaryState.note(index)]) }
    }
    let report = try JournalReading.read(state.folder)
    #expect(report.verdict == .clean)
    #expect(report.files.count > 2)
    let replayed = try state.session(options: options) {
      try $0.appendDurably([TemporaryState.note(99)])
    }
    let head = try #require(replayed.last { $0.kind == .segment && $0.number > 1 })
    let previous = try #require(head.text("previous"))
    #expect(state.segments.contains(previous))
    #expect(try JournalReading.read(state.folder).verdict == .clean)
  }

  @Test func `an entry that does not fit a line is refused and the journal goes on`() throws {
    let state = try TemporaryState()
    try state.session { journal throws in
      let long = JournalDraft.stop(reason: String(repeating: "x", count: 70_000))
      #expect(throws: JournalProblem.self) { try journal.appendDurably([long]) }
      #expect(try journal.appendDurably([.stop(reason: "y")]).map(\.number) == [2])
    }
  }

  @Test func `after closing nothing can be appended`() throws {
    let state = try TemporaryState()
    let journal = try Journal.open(state.folder, role: .service) { _ in }
    journal.close()
    #expect(throws: JournalProblem.self) { try journal.append([.stop(reason: "late")]) }
  }
}

/// Values gathered from several threads.
///
/// `@unchecked Sendable`: changed under the lock only.
final class Collected<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var gathered: [Value] = []

  var values: [Value] { lock.withLock { gathered } }

  func append(_ values: [Value]) { lock.withLock { gathered += values } }
}
