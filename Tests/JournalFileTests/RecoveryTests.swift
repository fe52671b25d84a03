import CadenceModel
import Foundation
import JournalFile
import Testing
import TouchJournal

struct RecoveryTests {
  private static let first = "journal-000000000001.jsonl"

  /// A closed journal of six notes.
  private func written() throws -> TemporaryState {
    let state = try TemporaryState()
    try state.session { journal throws in
      for index in 0..<6 { try journal.appendDurably([TemporaryState.note(index)]) }
    }
    return state
  }

  @Test func `cut at any byte of the last two lines, it is repaired and goes on`() throws {
    let state = try written()
    let bytes = try state.bytes(Self.first)
    let whole = try state.session().count
    for length in bytes.count - 300..<bytes.count {
      try state.write(Array(bytes[..<length]), Self.first)
      let before = try state.session { try $0.appendDurably([TemporaryState.note(9)]) }
      #expect(before.count >= whole - 2)
      let report = try JournalReading.read(state.folder)
      #expect(report.verdict == .clean, "cut at \(length): \(report.summary)")
      let isTorn = bytes[length - 1] != 10
      #expect(before.contains { $0.kind == .repair } == isTorn)
    }
  }

  @Test func `a torn end is kept beside the journal and the repair tells of it`() throws {
    let state = try written()
    let bytes = try state.bytes(Self.first)
    try state.write(Array(bytes.dropLast(20)), Self.first)
    let replayed = try state.session()
    let repair = try #require(replayed.last { $0.kind == .repair })
    let kept = try #require(repair.text("kept"))
    #expect(try state.bytes(kept) == Array(bytes.dropLast(20)))
    #expect(
      repair.integer("bytes").map(Int.init) == bytes.count - 20 - Int(repair.integer("from") ?? 0))
  }

  @Test func `a first file cut inside its first line is begun anew`() throws {
    let state = try written()
    let bytes = try state.bytes(Self.first)
    for length in [0, 1, 50, 150] {
      try state.write(Array(bytes[..<length]), Self.first)
      try state.session { journal throws in
        #expect(try journal.appendDurably([TemporaryState.note(1)]).count == 1)
      }
      #expect(try JournalReading.read(state.folder).verdict == .clean)
    }
  }

  @Test func `a damaged journal is never written to`() throws {
    let state = try written()
    var bytes = try state.bytes(Self.first)
    bytes[bytes.count / 2] ^= 1
    try state.write(bytes, Self.first)
    let problem = #expect(throws: JournalProblem.self) { try state.session() }
    #expect(problem?.exitCode == 74)
    #expect(try state.bytes(Self.first) == bytes)
    #expect(state.segments == [Self.first])
  }

  @Test func `a missing file in the middle is found`() throws {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 1500
    try state.session(options: options) { journal throws in
      for index in 0..<30 { try journal.appendDurably([TemporaryState.note(index)]) }
    }
    let names = state.segments
    try FileManager.default.removeItem(atPath: state.folder.journal + "/" + names[1])
    let report = try JournalReading.read(state.folder)
    #expect(report.files.map(\.verdict).prefix(2) == [.clean, .corrupt])
    #expect(report.files.dropFirst(2).allSatisfy { $0.verdict == .clean })
    #expect(throws: JournalProblem.self) { try state.session() }
  }

  @Test func `a cut tail, whole lines of it, is seen by the witness and by the projection`() throws
  {
    let state = try written()
    let bytes = try state.bytes(Self.first)
    let head = try JournalReading.read(state.folder).tail.head
    #expect(try JournalReading.read(state.folder, witness: head).verdict == .clean)
    let cut = try #require(bytes.dropLast().lastIndex(of: 10))
    try state.write(Array(bytes[...cut]), Self.first)
    #expect(try JournalReading.read(state.folder).verdict == .clean)
    let report = try JournalReading.read(state.folder, witness: head)
    #expect(report.verdict == .rolledBack)
    #expect(report.files.last?.badLine?.number == head.number)
    let problem = #expect(throws: JournalProblem.self) { try state.session(applied: head) }
    #expect(problem?.exitCode == 74)
    try FileManager.default.removeItem(atPath: state.folder.journal + "/" + Self.first)
    #expect(try JournalReading.read(state.folder, witness: head).verdict == .rolledBack)
  }

  @Test func `a witness with another hash is tampering`() throws {
    let state = try written()
    let report = try JournalReading.read(
      state.folder, witness: ChainHead(number: 3, hash: ChainHash(value: 5)))
    #expect(report.verdict == .tampered)
    #expect(report.files.first?.badLine?.line == 3)
  }

  @Test func `a full disk takes nothing, loses nothing, and appending goes on later`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    var options = Journal.Options()
    options.calls = disk.calls
    let failures = Collected<String>()
    options.onFailure = { failures.append([$0.text]) }
    try state.session(options: options) { journal throws in
      try journal.appendDurably([TemporaryState.note(1)])
      disk.left = 100
      #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(2)]) }
      #expect(throws: JournalProblem.self) { try journal.append([TemporaryState.note(3)]) }
      #expect(failures.values.count == 1)
      disk.left = 1 << 20
      #expect(journal.tryAgain())
      #expect(try journal.appendDurably([TemporaryState.note(4)]).map(\.number) == [3])
    }
    #expect(try state.session().compactMap { $0.customer?.text } == ["KH1", "KH4"])
  }

  @Test func `half a line that cannot be cut away is final`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    var options = Journal.Options()
    options.calls = disk.calls
    try state.session(options: options) { journal throws in
      try journal.appendDurably([TemporaryState.note(1)])
      (disk.left, disk.failsCut) = (20, true)
      #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(2)]) }
      (disk.left, disk.failsCut) = (1 << 30, false)
      #expect(!journal.tryAgain(), "nobody knows what stands behind the last line")
    }
    #expect(try state.session().compactMap { $0.customer?.text } == ["KH1"])
  }

  @Test func `a failed sync is final`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    var options = Journal.Options()
    options.calls = disk.calls
    try state.session(options: options) { journal throws in
      try journal.appendDurably([TemporaryState.note(1)])
      disk.failsSync = true
      #expect(throws: JournalProblem.self) { try journal.appendDurably([TemporaryState.note(2)]) }
      disk.failsSync = false
      #expect(!journal.tryAgain())
      #expect(throws: JournalProblem.self) { try journal.append([TemporaryState.note(3)]) }
    }
  }
}

/// A disk with so many bytes left.
///
/// `@unchecked Sendable`: used by one writer at a time.
final class FullDisk: @unchecked Sendable {
  var left = 1 << 30
  var failsSync = false
  var failsCut = false

  var calls: FileCalls {
    var calls = FileCalls.system
    calls.write = { [self] file, bytes, from in
      guard left > 0 else { return -28 }
      let piece = Array(bytes[from..<min(bytes.count, from + left)])
      left -= piece.count
      return FileCalls.system.write(file, piece, 0)
    }
    calls.sync = { [self] in failsSync ? 5 : FileCalls.system.sync($0) }
    calls.truncate = { [self] in failsCut ? 5 : FileCalls.system.truncate($0, $1) }
    return calls
  }
}
