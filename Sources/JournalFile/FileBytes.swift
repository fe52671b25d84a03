import Glibc

/// Whole files of moderate size.
enum FileBytes {
  /// The first `count` bytes of a file.
  static func read(_ path: String, count: Int) throws(JournalProblem) -> [UInt8] {
    let file = SystemCall.open(path, O_RDONLY)
    guard file >= 0 else { throw .cannotWrite(file: path, call: "open", code: errno) }
    defer { close(file) }
    guard let bytes = SystemCall.read(file, at: 0, count: count), bytes.count == count else {
      throw .cannotWrite(file: path, call: "read", code: EIO)
    }
    return bytes
  }

  /// Writes a new file durably.
  static func write(
    _ bytes: [UInt8], to path: String, _ folder: StateFolder, _ calls: FileCalls
  ) throws(JournalProblem) {
    let file = try folder.openForAppending(path, calls)
    defer { close(file) }
    let code = calls.truncate(file, 0)
    guard code == 0 else { throw .cannotWrite(file: path, call: "truncate", code: code) }
    do throws(JournalProblem) {
      try calls.writeAll(bytes, to: file, path, length: 0)
    } catch {
      try? calls.removeFile(path)
      throw error
    }
    try calls.syncBytes(of: file, path)
  }

  /// Puts a new file in the place of one of that name: written and synced before it is renamed.
  static func replace(
    _ name: String, in parent: String, with bytes: [UInt8], _ folder: StateFolder,
    _ calls: FileCalls
  ) throws(JournalProblem) {
    let path = parent + "/" + name
    try write(bytes, to: path + ".new", folder, calls)
    let code = calls.rename(path + ".new", path)
    guard code == 0 else { throw .cannotWrite(file: path, call: "rename", code: code) }
    try calls.syncFolder(parent)
  }
}
