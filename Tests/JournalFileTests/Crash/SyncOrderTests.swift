import CadenceModel
import Foundation
import Glibc
import JournalFile
import Testing
import TouchJournal

/// Rule A3 seen from the other side: at each promise nothing that is read again is only in the
/// system's memory, and no line is written before what it names.
///
/// ``CrashStateTests`` asks what a power cut would leave; this asks for each sync by itself, also
/// where another one happens to cover it.
@Suite struct SyncOrderTests {
  private static let histories = CrashScript.undisturbed + CrashScript.restarting

  @Test(arguments: histories)
  func `whatever was changed is synced before anybody is told of an entry`(
    _ script: CrashScript
  ) throws {
    let bench = try CrashBench()
    bench.disk.begin()
    try script.body(bench)
    #expect(try breaches(bench.disk).isEmpty)
  }

  @Test func `a new pack's name is durable before a line names what is in it`() throws {
    for left in [10, 0] as [Int64] {
      let bench = try CrashBench()
      try bench.before { try $0.sealed("KH1") }
      // Full but for a few bytes: the next data fill it, those after them begin the next pack.
      let pack = try bench.folder.sealed + "/pack-000001.bin"
      unsafe truncate(pack, Int(SealedStore.packSize - left))
      bench.disk.begin()
      try bench.session { session in
        try session.sealed("KH1")
        try session.sealed("KH1")
      }
      #expect(FileManager.default.fileExists(atPath: try bench.folder.sealed + "/pack-000002.bin"))
      #expect(try breaches(bench.disk).isEmpty)
    }
  }

  @Test func `a new pack beside an old table is named before a line names what is in it`() throws {
    let bench = try CrashBench()
    try bench.before { try $0.sealed("KH1") }
    try FileManager.default.removeItem(atPath: try bench.folder.sealed + "/pack-000001.bin")
    bench.disk.begin()
    try bench.session { try $0.sealed("KH1") }
    #expect(try breaches(bench.disk).isEmpty)
  }

  @Test func `a command is told of nothing before the names that a killed start left last`() throws
  {
    let bench = try CrashBench()
    try bench.session { try $0.notes(2) }
    bench.disk.begin()
    var isRenamed = false
    bench.disk.fault = { _, kind in
      defer { isRenamed = isRenamed || kind == "rename" }
      return isRenamed ? .gone : nil
    }
    try? bench.session { try $0.notes(1) }
    bench.disk.fault = { _, _ in nil }
    try #require(isRenamed, "a start after an unclean end writes the last file anew")
    try bench.session(.command) { try $0.notes(1) }
    #expect(try breaches(bench.disk).isEmpty)
  }

  @Test func `a state folder and its parents are named on the disk`() throws {
    let memory = try TemporaryFolderOnMemory()
    let path = memory.path + "/a/b/state"
    let synced = Collected<String>()
    var calls = FileCalls.system
    calls.syncNames = { folder in
      synced.append([folder])
      return FileCalls.system.syncNames(folder)
    }
    _ = try StateFolder(creating: path, calls)
    #expect(synced.values == [memory.path, memory.path + "/a", memory.path + "/a/b", path])
  }

  /// Where a promise was given, or a line written, too early.
  private func breaches(_ disk: RecordedDisk) throws -> [String] {
    var changes = UnsyncedChanges(disk.base.nodes)
    var found: [String] = []
    var promises = 0
    for (index, step) in disk.steps.enumerated() {
      switch step {
      case .promise:
        promises += 1
        let open = changes.open(in: ["", "journal", "sealed"])
        if !open.isEmpty { found.append("step \(index): promised without sync of \(open)") }
      case .write(let file, _, _) where changes.isSegment(file):
        let open = changes.open(in: ["sealed"])
        if !open.isEmpty { found.append("step \(index): a line before the sync of \(open)") }
      default: break
      }
      changes.follow(step)
    }
    try #require(promises > 0)
    return found
  }
}

/// What no sync has made durable yet: files with new bytes, and folders with new names.
private struct UnsyncedChanges {
  private var nodes: [String: DiskNode]
  private var files: Set<Int> = []
  private var folders: Set<String> = []

  init(_ nodes: [String: DiskNode]) { self.nodes = nodes }

  mutating func follow(_ step: DiskStep) {
    switch step {
    case .write(let file, _, _), .cut(let file, _): files.insert(file)
    case .sync(let file, failed: false): files.remove(file)
    case .names(let folder, let changes):
      folders.insert(folder)
      for (name, node) in changes { nodes[name] = node == .nothing ? nil : node }
    case .syncNames(let folder): folders.remove(folder)
    case .sync, .promise: break
    }
  }

  /// Names of what is open in some folders; a half-made `.new` file is read by nobody.
  func open(in places: Set<String>) -> [String] {
    let written = nodes.compactMap { name, node -> String? in
      guard case .file(let file) = node, files.contains(file), !name.hasSuffix(".new") else {
        return nil
      }
      return places.contains(name.split(separator: "/").dropLast().joined(separator: "/"))
        ? name : nil
    }
    return (written + folders.intersection(places).map { "folder \($0)" }).sorted()
  }

  func isSegment(_ file: Int) -> Bool {
    nodes.contains { $0.value == .file(file) && $0.key.hasSuffix(".jsonl") }
  }
}
