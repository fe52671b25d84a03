import Glibc

/// The folder that the service writes to, and the places in it (contract section 1).
package struct StateFolder: Sendable {
  /// Its path.
  package let path: String
  /// Where the journal's segments are.
  package var journal: String { path + "/journal" }
  /// Where sealed personal data are.
  package var sealed: String { path + "/sealed" }
  /// The projection's database file.
  package var ledger: String { path + "/ledger.sqlite" }

  /// Whether there is a projection.
  package var hasLedger: Bool { !SystemCall.isMissing(ledger) }

  /// Removes the projection; the next start builds it again.
  package func removeLedger() {
    for suffix in ["", "-wal", "-shm"] { SystemCall.remove(ledger + suffix) }
  }

  /// An existing state folder (exit 69 where there is none).
  package init(existing path: String) throws(JournalProblem) {
    self.path = path
    guard SystemCall.isFolder(path) else { throw .noStateFolder(path: path) }
  }

  /// A state folder, made with its parents where it is missing.
  package init(
    creating path: String, _ calls: FileCalls = .system
  ) throws(JournalProblem) {
    self.path = path
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      partial += "/\(part)"
      let parent = partial.dropLast(part.utf8.count + 1)
      guard try Self.makeFolder(partial, mode: 0o755, calls) else { continue }
      try calls.syncFolder(parent.isEmpty ? "/" : String(parent))
    }
    try makeFolders(calls)
  }

  /// Makes the folders inside, for their owner only.
  ///
  /// Their names are on the disk afterwards, even if an earlier process was killed before it saw to
  /// that.
  package func makeFolders(_ calls: FileCalls = .system) throws(JournalProblem) {
    for folder in [journal, sealed] where !SystemCall.isFolder(folder) {
      try Self.makeFolder(folder, mode: 0o700, calls)
      if geteuid() == 0, let owner = SystemCall.owner(of: path),
        SystemCall.give(folder, to: owner) != 0
      {
        throw .cannotWrite(file: folder, call: "chown", code: errno)
      }
    }
    try calls.syncFolder(path)
  }

  /// Makes a folder unless it is there; answers whether it was made.
  @discardableResult
  private static func makeFolder(
    _ path: String, mode: mode_t, _ calls: FileCalls
  ) throws(JournalProblem) -> Bool {
    let code = calls.makeFolder(path, mode)
    guard code != 0 else { return true }
    guard code == EEXIST, SystemCall.isFolder(path) else {
      throw .cannotWrite(file: path, call: "create", code: code)
    }
    return false
  }

  /// Opens a file for writing at its end, made with mode 0600 where it is missing; a file made by
  /// root goes to the state folder's owner.
  func openForAppending(
    _ file: String, _ calls: FileCalls, exclusively: Bool = false
  ) throws(JournalProblem) -> Int32 {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | (exclusively ? O_EXCL : 0)
    let descriptor = calls.open(file, flags)
    guard descriptor >= 0 else {
      throw .cannotWrite(file: file, call: "create", code: -descriptor)
    }
    guard SystemCall.isPlainFile(descriptor) else {
      close(descriptor)
      throw .unsuitable(folder: file, why: "it is no plain file; look who put it there")
    }
    if geteuid() == 0, let owner = SystemCall.owner(of: path),
      fchown(descriptor, owner.user, owner.group) != 0
    {
      let code = errno
      close(descriptor)
      throw .cannotWrite(file: file, call: "chown", code: code)
    }
    return descriptor
  }
}

extension StateFolder {
  /// The room on the folder's disk, in bytes and inodes.
  package struct Room: Sendable, Equatable {
    /// Bytes in all.
    package var total: UInt64
    /// Bytes that this user may still take.
    package var free: UInt64
    /// Inodes in all; 0 where there is no fixed number.
    package var inodes: UInt64
    /// Inodes that this user may still take.
    package var freeInodes: UInt64
  }

  /// The room on the disk; nil when the system does not tell.
  package var room: Room? {
    var status = statvfs()
    let answer = unsafe statvfs(path, &status)
    guard answer == 0 else { return nil }
    let block = UInt64(status.f_frsize)
    return Room(
      total: UInt64(status.f_blocks) * block, free: UInt64(status.f_bavail) * block,
      inodes: UInt64(status.f_files), freeInodes: UInt64(status.f_favail))
  }

  /// Refuses a folder that the journal cannot live in.
  ///
  /// `fileSystem` is the kind it is on; `allowsForeign` is whether somebody said that any will do.
  func checkGround(fileSystem: String?, allowsForeign: Bool) throws(JournalProblem) {
    if !allowsForeign, let name = fileSystem, MountTable.isForeign(name) {
      throw .unsuitable(
        folder: path,
        why: "it is on \(name), where locks and syncs cannot be relied on; choose a local disk, or "
          + "set FIFTHCALL_ANY_FILESYSTEM=1")
    }
    for folder in [path, journal, sealed] {
      if let mode = SystemCall.mode(of: folder), mode & 0o002 != 0 {
        throw .unsuitable(
          folder: folder, why: "everybody may write to it; chmod o-rwx it and look what is inside")
      }
    }
    for folder in [journal, sealed] {
      let me = geteuid()
      if me != 0, let owner = SystemCall.owner(of: folder), owner.user != me {
        throw .unsuitable(
          folder: folder, why: "it belongs to user \(owner.user), and this is user \(me)")
      }
    }
  }
}
