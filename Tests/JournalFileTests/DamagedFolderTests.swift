import CadenceModel
import Foundation
import Glibc
import JournalFile
import Testing
import TouchJournal

/// Damage to whole files, and to files among others (bad-input catalogue 91–97).
struct DamagedFolderTests {
  /// A closed journal of several sealed files; the last one is open.
  private func written() throws -> TemporaryState {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 1500
    try state.session(options: options) { journal throws in
      for index in 0..<30 { try journal.appendDurably([TemporaryState.note(index)]) }
    }
    return state
  }

  private func path(_ state: TemporaryState, _ name: String) -> String {
    state.folder.journal + "/" + name
  }

  /// The verdicts by file; reading must not change a byte, and a damaged journal takes no line.
  private func verdicts(_ state: TemporaryState) throws -> [JournalVerdict] {
    let before = try state.segments.map { try state.bytes($0) }
    let report = try JournalReading.read(state.folder)
    if report.verdict > .torn {
      let problem = #expect(throws: JournalProblem.self) { try state.session() }
      #expect(problem?.exitCode == 74)
    }
    #expect(try state.segments.map { try state.bytes($0) } == before)
    return report.files.map(\.verdict)
  }

  @Test func `a sealed file damaged anywhere is corrupt, the files after it are still read`() throws
  {
    for place in [0, 40, 700, -2] {
      let state = try written()
      let name = state.segments[1]
      var bytes = try state.bytes(name)
      bytes[place < 0 ? bytes.count + place : place] ^= 4
      try state.write(bytes, name)
      let found = try verdicts(state)
      #expect(found[0] == .clean && found[1] >= .corrupt)
      #expect(found[2...].allSatisfy { $0 == .clean })
    }
  }

  @Test func `zeros or rubbish behind the seal of a file that is not the last are corrupt`() throws
  {
    for rubbish in [[UInt8](repeating: 0, count: 100), Array("{\"v\":1".utf8)] {
      let state = try written()
      let name = state.segments[0]
      try state.write(try state.bytes(name) + rubbish, name)
      #expect(try verdicts(state).prefix(2) == [.corrupt, .clean])
    }
  }

  @Test func `two files that claim the same numbers are corrupt, a copy by another name is listed`()
    throws
  {
    let state = try written()
    let first = try state.bytes(state.segments[0])
    try state.write(first, "copy of journal-000000000001.jsonl")
    #expect(try JournalReading.read(state.folder).verdict == .clean)
    #expect(
      JournalReading.strangers(in: state.folder) == ["copy of journal-000000000001.jsonl"])
    try state.write(first, "journal-000000000002.jsonl")
    let report = try JournalReading.read(state.folder)
    #expect(report.files[0].verdict == .clean)
    #expect(report.files[1].verdict == .corrupt)
    #expect(report.files[1].name == "journal-000000000002.jsonl")
    #expect(throws: JournalProblem.self) { try state.session() }
  }

  @Test func `a file that was renamed, exchanged or is missing is corrupt`() throws {
    let renamed = try written()
    let name = renamed.segments[1]
    try FileManager.default.moveItem(
      atPath: path(renamed, name), toPath: path(renamed, "journal-000000000099.jsonl"))
    #expect(try verdicts(renamed)[1] == .corrupt)

    let exchanged = try written()
    let pair = [exchanged.segments[1], exchanged.segments[2]]
    let bytes = try pair.map { try exchanged.bytes($0) }
    try exchanged.write(bytes[1], pair[0])
    try exchanged.write(bytes[0], pair[1])
    #expect(try verdicts(exchanged)[1] >= .corrupt)

    let missing = try written()
    try FileManager.default.removeItem(atPath: path(missing, missing.segments[0]))
    #expect(try verdicts(missing)[0] == .corrupt)
  }

  @Test func `a link in the place of a file is not followed`() throws {
    for isLast in [false, true] {
      let state = try written()
      let name = isLast ? state.segments[state.segments.count - 1] : state.segments[1]
      let elsewhere = state.folder.path + "/elsewhere"
      try FileManager.default.moveItem(atPath: path(state, name), toPath: elsewhere)
      try FileManager.default.createSymbolicLink(
        atPath: path(state, name), withDestinationPath: elsewhere)
      let report = try JournalReading.read(state.folder)
      let file = try #require(report.files.first { $0.name == name })
      #expect(file.verdict == .corrupt)
      #expect(file.badLine?.problem == .notAFile)
      #expect(throws: JournalProblem.self) { try state.session() }
    }
  }

  @Test func `the last file cut anywhere never loses a whole line before the cut`() throws {
    let state = try written()
    let name = try #require(state.segments.last)
    let bytes = try state.bytes(name)
    let before = try JournalReading.read(state.folder).tail.head.number
    let lines = bytes.count { $0 == 10 }
    for length in stride(from: 0, through: bytes.count, by: 7) {
      try state.write(Array(bytes[..<length]), name)
      let report = try JournalReading.read(state.folder)
      let whole = bytes[..<length].count { $0 == 10 }
      #expect(report.verdict <= .torn, "cut at \(length): \(report.summary)")
      #expect(report.tail.head.number == before - Int64(lines - whole))
    }
  }

  @Test func `an unclean end has the last file written anew before anything is appended`() throws {
    let state = try TemporaryState()
    try state.session { try $0.appendDurably([TemporaryState.note(1)]) }
    let name = state.segments[0]
    func node() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path(state, name))[.systemFileNumber]
        as? Int
    }
    let first = try node()
    try state.session { try $0.appendDurably([.stop(reason: "x")]) }
    let second = try node()
    #expect(first != second, "it ended without a stop")
    try state.session { try $0.appendDurably([.stop(reason: "y")]) }
    #expect(try node() == second, "it ended with a stop")
  }
}

/// What the journal is laid on (bad-input catalogue 97), and whether it stays there.
@Suite struct GroundTests {
  @Test(arguments: ["nfs4", "fuse.sshfs", "cifs", "9p"])
  func `row 97: a network or user-space file system is refused unless any will do`(kind: String)
    throws
  {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.fileSystem = { _ in kind }
    options.allowsAnyFileSystem = false
    #expect(throws: JournalProblem.self) { try state.session(options: options) }
    options.allowsAnyFileSystem = true
    try state.session(options: options)
    options.fileSystem = { _ in "ext4" }
    options.allowsAnyFileSystem = false
    try state.session(options: options)
  }

  @Test func `row 97: a folder that everybody may write to is refused with exit 78`() throws {
    let state = try TemporaryState()
    try state.session()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: state.folder.journal)
    do {
      try state.session()
      Issue.record("it was opened")
    } catch let problem as JournalProblem {
      #expect(problem.exitCode == 78)
      #expect(problem.text.contains("everybody may write"))
    }
  }

  @Test func `row 97: so is a state folder that everybody may write to`() throws {
    let state = try TemporaryState()
    try state.session()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: state.folder.path)
    let problem = #expect(throws: JournalProblem.self) { try state.session() }
    #expect(problem?.exitCode == 78)
  }

  /// Opening a pipe waits for somebody to write to it: a service would never get ready.
  @Test(.timeLimit(.minutes(1)))
  func `row 97: a pipe in the place of any file holds nobody up`() throws {
    let names = ["journal/journal-000000000001.jsonl", "sealed/keys", "sealed/pack-000001.bin"]
    for name in names {
      let state = try TemporaryState()
      try state.session { journal throws in
        let reference = try journal.sealed.seal([1, 2], of: CustomerID("KH1"), purpose: "note")
        try journal.sealed.sync()
        #expect(journal.sealed.open(reference, of: CustomerID("KH1"), purpose: "note") == [1, 2])
        try journal.appendDurably([TemporaryState.note(1)])
      }
      let path = state.folder.path + "/" + name
      try FileManager.default.removeItem(atPath: path)
      #expect(unsafe mkfifo(path, 0o600) == 0)
      _ = JournalReading.origin(state.folder)
      #expect(throws: JournalProblem.self, "\(name)") {
        try state.session { journal throws in
          _ = try journal.sealed.seal([3], of: CustomerID("KH2"), purpose: "note")
          try journal.sealed.sync()
        }
      }
    }
  }

  @Test func `a journal whose folder was replaced writes nothing more`() throws {
    let state = try TemporaryState()
    try state.session { journal in
      #expect(journal.checkFolder() == nil)
      try FileManager.default.moveItem(
        atPath: state.folder.journal, toPath: state.folder.path + "/old")
      try FileManager.default.copyItem(
        atPath: state.folder.path + "/old", toPath: state.folder.journal)
      #expect(journal.checkFolder()?.exitCode == 75)
      #expect(throws: JournalProblem.self) { try journal.appendDurably([.beat]) }
    }
  }

  @Test func `the table of mounts is read by device`() {
    let table = """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      40 22 0:35 / /mnt/s rw,nosuid - fuse.sshfs host:/ rw
      """
    #expect(MountTable.kind(of: "0:35", in: table) == "fuse.sshfs")
    #expect(MountTable.kind(of: "254:0", in: table) == "ext4")
    #expect(MountTable.kind(of: "1:1", in: table) == nil)
  }
}
