import CadenceModel
import Foundation
import JournalFile
import Testing
import TouchJournal

/// Destroying what is sealed of a person (docs/journal-format.md, "Erasing a person").
struct ErasureTests {
  private func table(_ state: TemporaryState) throws -> String {
    try String(contentsOfFile: state.folder.sealed + "/keys", encoding: .utf8)
  }

  @Test func `an erased person's data never open again, everybody else's do`() throws {
    let state = try TemporaryState()
    let store = SealedStore(state.folder)
    let gone = try store.seal([1], of: "KH1", purpose: "p")
    let kept = try store.seal([2], of: "KH2", purpose: "p")
    try store.sync()
    let unsynced = try store.seal([3], of: "KH3", purpose: "p")
    try store.erase(["KH1"])
    try store.sync()
    #expect(!(try table(state)).contains("KH1"))
    for store in [store, SealedStore(state.folder)] {
      #expect(store.open(gone, of: "KH1", purpose: "p") == nil)
      #expect(store.open(kept, of: "KH2", purpose: "p") == [2])
      #expect(store.open(unsynced, of: "KH3", purpose: "p") == [3])
    }
    #expect(throws: JournalProblem.self) { try store.seal([4], of: "KH1", purpose: "p") }
    #expect(!(try table(state)).contains("KH1"))
  }

  @Test func `owners whose keys are dropped may seal again, under another key`() throws {
    let state = try TemporaryState()
    let store = SealedStore(state.folder)
    let old = try store.seal([1], of: "rep:zhou", purpose: "p")
    try store.sync()
    try store.erase([], dropping: ["rep:zhou"])
    let new = try store.seal([2], of: "rep:zhou", purpose: "p")
    try store.sync()
    let again = SealedStore(state.folder)
    #expect(again.open(old, of: "rep:zhou", purpose: "p") == nil)
    #expect(again.open(new, of: "rep:zhou", purpose: "p") == [2])
  }

  @Test func `a crash between the entry and the end of the key is made good by the next start`()
    throws
  {
    let state = try TemporaryState()
    var reference: SealedReference?
    try state.session { journal throws in
      reference = try journal.sealed.seal([1], of: "KH1", purpose: "p")
      try journal.appendDurably([.hold(cause: "x", sealed: reference), .erased(customer: "KH1")])
    }
    let sealed = try #require(reference)
    #expect(SealedStore(state.folder).open(sealed, of: "KH1", purpose: "p") == [1])
    try state.session(.command) { journal throws in
      #expect(throws: JournalProblem.self) {
        try journal.sealed.seal([2], of: "KH1", purpose: "p")
      }
    }
    #expect(SealedStore(state.folder).open(sealed, of: "KH1", purpose: "p") == nil)
    #expect(try JournalReading.read(state.folder).verdict == .clean)
  }

  @Test func `a table that cannot be written anew stays whole`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    let store = SealedStore(state.folder, calls: disk.calls)
    let reference = try store.seal([1], of: "KH1", purpose: "p")
    let other = try store.seal([2], of: "KH2", purpose: "p")
    try store.sync()
    disk.left = 0
    #expect(throws: JournalProblem.self) { try store.erase(["KH1"]) }
    #expect(store.open(other, of: "KH2", purpose: "p") == [2])
    #expect(SealedStore(state.folder).open(reference, of: "KH1", purpose: "p") == [1])
    disk.left = 1 << 20
    try store.erase(["KH1"])
    #expect(SealedStore(state.folder).open(reference, of: "KH1", purpose: "p") == nil)
  }

  @Test func `an erasure that fails loses no key of data that wait to be synced`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    let store = SealedStore(state.folder, calls: disk.calls)
    _ = try store.seal([1], of: "KH1", purpose: "p")
    try store.sync()
    let waiting = try store.seal([2], of: "KH2", purpose: "p")
    disk.left = 0
    #expect(throws: JournalProblem.self) { try store.erase(["KH1"]) }
    disk.left = 1 << 20
    try store.sync()
    #expect(SealedStore(state.folder).open(waiting, of: "KH2", purpose: "p") == [2])
  }

  @Test func `the key of the marks is made once and never stands in the journal`() throws {
    let state = try TemporaryState()
    #expect(AddressMarks(reading: state.folder) == nil)
    let mark = try AddressMarks(making: state.folder).mark("tel:8615400010001")
    #expect(mark.utf8.count == 32)
    #expect(try AddressMarks(making: state.folder).mark("tel:8615400010001") == mark)
    #expect(AddressMarks(reading: state.folder)?.mark("tel:8615400010002") != mark)
    let other = try TemporaryState()
    #expect(try AddressMarks(making: other.folder).mark("tel:8615400010001") != mark)
  }

  @Test func `a key of the marks that cannot be read is never replaced`() throws {
    let state = try TemporaryState()
    let path = state.folder.sealed + "/pepper"
    #expect(FileManager.default.createFile(atPath: path, contents: Data([1, 2, 3])))
    #expect(throws: JournalProblem.self) { try AddressMarks(making: state.folder) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
  }
}
