import Glibc

/// The right to write to a state folder: one process has it at a time, until it ends.
package final class StateLock: Sendable {
  private let file: Int32
  /// The lock file.
  let path: String

  /// Takes the lock without waiting.
  package init(_ folder: StateFolder) throws(JournalProblem) {
    path = folder.journal + "/lock"
    file = try Self.locked(path, folder)
    // For humans only: the lock itself is the open file's and ends with the process.
    if ftruncate(file, 0) == 0 { _ = SystemCall.write(file, Array("\(getpid())\n".utf8), from: 0) }
  }

  /// The lock file, opened and locked.
  ///
  /// Not in the initialiser: one that throws once all is set runs `deinit` as well, and what it had
  /// closed already would be closed again, by then perhaps a file that another thread has opened.
  private static func locked(_ path: String, _ folder: StateFolder) throws(JournalProblem) -> Int32
  {
    let file = try folder.openForAppending(path, .system)
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = holder(file)
      close(file)
      throw .locked(process: holder)
    }
    return file
  }

  /// Whether some process holds the lock of a state folder.
  package static func isHeld(_ folder: StateFolder) -> Bool {
    let file = SystemCall.open(folder.journal + "/lock", O_RDONLY)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0
  }

  /// Whether the path still names the file that is locked: not once somebody put another folder, such
  /// as a backup, in its place.
  package var isInPlace: Bool { SystemCall.isSame(file, path) }

  /// Gives the right back; nothing may be written any more.
  package func release() { _ = flock(file, LOCK_UN) }

  private static func holder(_ file: Int32) -> String {
    let bytes = SystemCall.read(file, at: 0, count: 20) ?? []
    let text = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    return text.isEmpty ? "unknown" : text
  }

  deinit { close(file) }
}
