import Foundation
import Glibc
import JournalFile

/// One thing that was asked of the disk, or promised to somebody meanwhile.
enum DiskStep {
  case write(file: Int, at: Int, bytes: [UInt8])
  case cut(file: Int, length: Int)
  /// A sync; one that failed leaves pages that are marked clean and may never have been written.
  case sync(file: Int, failed: Bool)
  /// Names that now stand for other files, or for none.
  case names(folder: String, [String: DiskNode])
  case syncNames(folder: String)
  case promise(DiskPromise)
}

/// What a name stands for.
enum DiskNode: Hashable {
  case folder
  case file(Int)
  case nothing
}

/// How a call goes wrong.
enum CallFault {
  case error(Int32)
  /// The process is no more: nothing happens.
  case gone
  /// Only so many bytes are taken.
  case short(Int)
}

/// Passes calls on to the system, records them, and lets some go wrong.
///
/// `@unchecked Sendable`: everything is used under `lock`.
final class RecordedDisk: @unchecked Sendable {
  let root: String
  private let lock = NSRecursiveLock()
  private(set) var steps: [DiskStep] = []
  /// The files that were there when recording began, and their bytes.
  private(set) var base: (nodes: [String: DiskNode], bytes: [Int: [UInt8]]) = ([:], [:])
  /// Whatever was written, also before recording began anew.
  private(set) var pieces: [[UInt8]] = []
  /// Calls so far, and by kind how many went wrong.
  private(set) var count = 0
  private(set) var faults: [String: Int] = [:]
  /// Says of a call by its number, from 1, and kind whether it goes wrong.
  var fault: (Int, String) -> CallFault? = { _, _ in nil }
  /// Descriptors whose sync failed and was asked for again: one strike only.
  private(set) var secondSyncs: [String] = []

  private var nodes: [String: DiskNode] = [:]
  private var files: [Int32: Int] = [:]
  private var paths: [Int: String] = [:]
  private var failed: Set<Int32> = []
  private var lastFile = 0

  init(root: String) { self.root = root }

  /// Takes what is on the disk now for durable and begins to record.
  func begin() {
    steps = steps.filter { if case .promise = $0 { true } else { false } }
    nodes = [:]
    var bytes: [Int: [UInt8]] = [:]
    for name in (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? [] {
      var isFolder: ObjCBool = false
      unsafe _ = FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
      if isFolder.boolValue {
        nodes[name] = .folder
      } else if !name.hasSuffix("/lock") {
        lastFile += 1
        nodes[name] = .file(lastFile)
        bytes[lastFile] = Self.bytes(root + "/" + name)
      }
    }
    base = (nodes, bytes)
  }

  /// Notes what somebody relies on from now on.
  func promise(_ promise: DiskPromise) { locked { steps.append(.promise(promise)) } }

  static func bytes(_ path: String) -> [UInt8] {
    FileManager.default.contents(atPath: path).map { Array($0) } ?? []
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  private func next(_ kind: String) -> CallFault? {
    count += 1
    guard let fault = fault(count, kind) else { return nil }
    faults[kind, default: 0] += 1
    return fault
  }

  private func relative(_ path: String) -> String { String(path.dropFirst(root.utf8.count + 1)) }

  private static func folder(of name: String) -> String {
    name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
  }

  private func change(_ changes: [String: DiskNode]) {
    for (name, node) in changes { nodes[name] = node == .nothing ? nil : node }
    guard let first = changes.keys.first else { return }
    steps.append(.names(folder: Self.folder(of: first), changes))
  }

  private static func code(_ fault: CallFault) -> Int32 {
    if case .error(let code) = fault { return code }
    return EIO
  }
}

extension RecordedDisk {
  /// The calls to open a journal with.
  var calls: FileCalls {
    var calls = FileCalls.system
    calls.open = { [self] path, flags in locked { open(path, flags) } }
    calls.write = { [self] file, bytes, from in locked { write(file, bytes, from) } }
    calls.sync = { [self] file in locked { sync(file) } }
    calls.truncate = { [self] file, length in locked { cut(file, length) } }
    calls.rename = { [self] path, other in locked { rename(path, other) } }
    calls.remove = { [self] path in locked { remove(path) } }
    calls.makeFolder = { [self] path, mode in locked { makeFolder(path, mode) } }
    calls.syncNames = { [self] path in locked { syncNames(path) } }
    return calls
  }

  private func open(_ path: String, _ flags: Int32) -> Int32 {
    if let fault = next("open") { return -Self.code(fault) }
    let file = FileCalls.system.open(path, flags)
    guard file >= 0 else { return file }
    let name = relative(path)
    if case .file(let number) = nodes[name] {
      files[file] = number
    } else {
      lastFile += 1
      files[file] = lastFile
      change([name: .file(lastFile)])
    }
    paths[files[file] ?? 0] = name
    failed.remove(file)
    return file
  }

  private func write(_ file: Int32, _ bytes: [UInt8], _ from: Int) -> Int {
    var upTo = bytes.count
    if let fault = next("write") {
      guard case .short(let count) = fault else { return -Int(Self.code(fault)) }
      upTo = min(bytes.count, from + count)
      if upTo == from { return 0 }
    }
    var status = stat()
    unsafe fstat(file, &status)
    let taken = FileCalls.system.write(file, Array(bytes[from..<upTo]), 0)
    if taken > 0 {
      pieces.append(Array(bytes[from..<from + taken]))
      steps.append(
        .write(
          file: files[file] ?? 0, at: Int(status.st_size), bytes: Array(bytes[from..<from + taken]))
      )
    }
    return taken
  }

  private func sync(_ file: Int32) -> Int32 {
    if failed.contains(file) { secondSyncs.append(paths[files[file] ?? 0] ?? "") }
    if let fault = next("sync") {
      if case .error = fault {
        failed.insert(file)
        steps.append(.sync(file: files[file] ?? 0, failed: true))
      }
      return Self.code(fault)
    }
    let code = FileCalls.system.sync(file)
    steps.append(.sync(file: files[file] ?? 0, failed: code != 0))
    return code
  }

  private func cut(_ file: Int32, _ length: Int64) -> Int32 {
    if let fault = next("cut") { return Self.code(fault) }
    let code = FileCalls.system.truncate(file, length)
    if code == 0 { steps.append(.cut(file: files[file] ?? 0, length: Int(length))) }
    return code
  }

  private func rename(_ path: String, _ other: String) -> Int32 {
    if let fault = next("rename") { return Self.code(fault) }
    let code = FileCalls.system.rename(path, other)
    let node = nodes[relative(path)] ?? .nothing
    if code == 0 { change([relative(path): .nothing, relative(other): node]) }
    return code
  }

  private func remove(_ path: String) -> Int32 {
    if let fault = next("remove") { return Self.code(fault) }
    let code = FileCalls.system.remove(path)
    if code == 0 { change([relative(path): .nothing]) }
    return code
  }

  private func makeFolder(_ path: String, _ mode: UInt32) -> Int32 {
    if let fault = next("folder") { return Self.code(fault) }
    let code = FileCalls.system.makeFolder(path, mode)
    if code == 0 { change([relative(path): .folder]) }
    return code
  }

  private func syncNames(_ path: String) -> Int32 {
    if let fault = next("names") { return Self.code(fault) }
    let code = FileCalls.system.syncNames(path)
    if code == 0 { steps.append(.syncNames(folder: path == root ? "" : relative(path))) }
    return code
  }
}
