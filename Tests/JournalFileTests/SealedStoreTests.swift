import CadenceModel
import Foundation
import Glibc
import JournalFile
import Synchronization
import Testing
import TouchJournal

struct SealedStoreTests {
  @Test func `sealed data open again, also after a restart`() throws {
    let state = try TemporaryState()
    let store = SealedStore(state.folder)
    let message = Array("王小明 您好".utf8)
    let reference = try store.seal(message, of: "KH 1%", purpose: "intent")
    #expect(store.open(reference, of: "KH 1%", purpose: "intent") == message)
    try store.sync()
    #expect(SealedStore(state.folder).open(reference, of: "KH 1%", purpose: "intent") == message)
    #expect(SealedReference(reference.description) == reference)
  }

  @Test func `data open only for their customer and purpose`() throws {
    let state = try TemporaryState()
    let store = SealedStore(state.folder)
    let reference = try store.seal([1, 2, 3], of: "KH1", purpose: "intent")
    _ = try store.seal([4], of: "KH2", purpose: "intent")
    #expect(store.open(reference, of: "KH2", purpose: "intent") == nil)
    #expect(store.open(reference, of: "KH1", purpose: "note") == nil)
    #expect(store.open(reference, of: "KH3", purpose: "intent") == nil)
    let beyond = SealedReference(pack: 1, offset: 5000, length: 40)
    #expect(store.open(beyond, of: "KH1", purpose: "intent") == nil)
  }

  @Test func `nothing is written through a link`() throws {
    let state = try TemporaryState()
    let outside = state.folder.path + "/outside"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: outside))
    try FileManager.default.createSymbolicLink(
      atPath: state.folder.sealed + "/pack-000001.bin", withDestinationPath: outside)
    let store = SealedStore(state.folder)
    #expect(throws: JournalProblem.self) { try store.seal([1], of: "KH1", purpose: "intent") }
    #expect(try Data(contentsOf: URL(fileURLWithPath: outside)) == Data("mine".utf8))
  }

  @Test func `no plain text reaches the disk`() throws {
    let state = try TemporaryState()
    try state.session { journal throws in
      let reference = try journal.sealed.seal(
        Array("canary-4711".utf8), of: "KH1", purpose: "intent")
      try journal.appendDurably([.hold(cause: "x", sealed: reference)])
    }
    for folder in [state.folder.sealed, state.folder.journal] {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        #expect(bytes.range(of: Data("canary".utf8)) == nil)
      }
    }
  }

  @Test func `sealed data are synced before the line that names them is written`() throws {
    let state = try TemporaryState()
    let order = Collected<String>()
    var options = Journal.Options()
    options.calls.write = { file, bytes, from in
      order.append([bytes.first == UInt8(ascii: "{") ? "line" : "data"])
      return FileCalls.system.write(file, bytes, from)
    }
    options.calls.sync = { file in
      order.append(["sync"])
      return FileCalls.system.sync(file)
    }
    try state.session(options: options) { journal throws in
      let reference = try journal.sealed.seal([7], of: "KH1", purpose: "intent")
      try journal.appendDurably([.hold(cause: "x", sealed: reference)])
    }
    // Data, key, key's sync, data's sync, line, line's sync.
    #expect(order.values == ["data", "data", "sync", "sync", "line", "sync"])
  }

  @Test func `after a failed sync nothing more is sealed or said to be durable`() throws {
    let state = try TemporaryState()
    let disk = FullDisk()
    let store = SealedStore(state.folder, calls: disk.calls)
    _ = try store.seal([7], of: "KH1", purpose: "intent")
    disk.failsSync = true
    #expect(throws: JournalProblem.self) { try store.sync() }
    disk.failsSync = false
    #expect(throws: JournalProblem.self) { try store.sync() }
    #expect(throws: JournalProblem.self) { try store.seal([8], of: "KH1", purpose: "intent") }
  }

  @Test func `a key line cut by a crash is no key, and the next one is whole`() throws {
    let state = try TemporaryState()
    let store = SealedStore(state.folder)
    let first = try store.seal([1], of: "KH1", purpose: "p")
    try store.sync()
    let path = state.folder.sealed + "/keys"
    let table = try Data(contentsOf: URL(fileURLWithPath: path))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: table.prefix(40))
    try handle.close()
    let next = SealedStore(state.folder)
    let second = try next.seal([2], of: "KH2", purpose: "p")
    try next.sync()
    let last = SealedStore(state.folder)
    #expect(last.open(first, of: "KH1", purpose: "p") == [1])
    #expect(last.open(second, of: "KH2", purpose: "p") == [2])
  }

  @Test func `where the next pack cannot be made, what is sealed already becomes durable`() throws {
    let state = try TemporaryState()
    let pack = state.folder.sealed + "/pack-000001.bin"
    let size = Int(SealedStore.packSize) - 10
    try Data().write(to: URL(fileURLWithPath: pack))
    try FileHandle(forWritingTo: URL(fileURLWithPath: pack)).truncate(atOffset: UInt64(size))
    let isOutOfFiles = Atomic(true)
    var calls = FileCalls.system
    calls.open = { path, flags in
      path.hasSuffix("pack-000002.bin") && isOutOfFiles.load(ordering: .relaxed)
        ? -EMFILE : FileCalls.system.open(path, flags)
    }
    let store = SealedStore(state.folder, calls: calls)
    let first = try store.seal([1], of: "KH1", purpose: "p")
    let problem = #expect(throws: JournalProblem.self) {
      try store.seal([2], of: "KH1", purpose: "p")
    }
    #expect(problem?.text.contains("pack-000002.bin") == true)
    // The full pack is closed: nothing of it may be asked to be synced.
    try store.sync()
    isOutOfFiles.store(false, ordering: .relaxed)
    let second = try store.seal([2], of: "KH1", purpose: "p")
    try store.sync()
    #expect(second.pack == 2)
    let later = SealedStore(state.folder)
    #expect(later.open(first, of: "KH1", purpose: "p") == [1])
    #expect(later.open(second, of: "KH1", purpose: "p") == [2])
  }
}
