import Glibc

/// A file of 64 KiB that holds room for the last words: it is given up when the disk is full, so
/// that what has crossed still gets its outcome and the hold its line (the study of reliable
/// services, section 3.4).
struct DiskReserve: Sendable {
  /// Bytes of the file: some two hundred lines.
  static let size = 64 << 10
  /// A disk smaller than so many reserves needs its room itself.
  static let leastShare: UInt64 = 16

  private let folder: StateFolder
  private let calls: FileCalls
  private var path: String { folder.path + "/reserve" }

  init(_ folder: StateFolder, calls: FileCalls) {
    self.folder = folder
    self.calls = calls
  }

  /// Whether the file is there.
  var isThere: Bool { SystemCall.length(at: path) == Int64(Self.size) }

  /// Whether the disk is large enough for one.
  var isWorthwhile: Bool {
    (folder.room?.total ?? 0) >= UInt64(Self.size) * Self.leastShare
  }

  /// Makes the file, or tries whether another one would find room; answers whether it is there, with
  /// as much again to spare.
  ///
  /// Whatever goes wrong is no error: the service is as it was before there were reserves.
  func make() -> Bool {
    let new = path + ".new"
    try? calls.removeFile(new)
    guard let file = try? folder.openForAppending(new, calls, exclusively: true) else {
      return false
    }
    defer { close(file) }
    do throws(JournalProblem) {
      try calls.writeAll(Self.bytes, to: file, new, length: 0)
      try calls.syncBytes(of: file, new)
      if isThere {
        try calls.removeFile(new)
      } else if calls.rename(new, path) != 0 {
        throw .cannotWrite(file: path, call: "rename", code: EIO)
      }
      try calls.syncFolder(folder.path)
      return true
    } catch {
      try? calls.removeFile(new)
      return false
    }
  }

  /// Gives the room up; answers whether there was any.
  func release() -> Bool {
    guard isThere, (try? calls.removeFile(path)) != nil else { return false }
    // Where the names of a folder wait for their sync the room may do so, too.
    try? calls.syncFolder(folder.path)
    return true
  }

  /// No two blocks alike and none empty, so that no file system keeps them in less room.
  private static var bytes: [UInt8] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while bytes.count < size {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: state >> shift))
      }
    }
    return bytes
  }
}
