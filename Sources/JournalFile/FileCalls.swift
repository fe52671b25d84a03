import Glibc

/// How the journal and the sealed data change the disk: the system's calls, or a test's, which
/// record them or fail on purpose.
///
/// Only the lock is not among them: nothing is read from its file. Codes are errno, 0 for success.
package struct FileCalls: Sendable {
  /// Opens a file for writing at its end: a descriptor, or a negated errno.
  package var open: @Sendable (_ path: String, _ flags: Int32) -> Int32
  /// Writes bytes from a place on: how many were taken, or a negated errno.
  package var write: @Sendable (_ file: Int32, _ bytes: [UInt8], _ from: Int) -> Int
  /// Makes written bytes durable.
  package var sync: @Sendable (_ file: Int32) -> Int32
  /// Cuts a file.
  package var truncate: @Sendable (_ file: Int32, _ length: Int64) -> Int32
  /// Puts a file in the place of another name.
  package var rename: @Sendable (_ path: String, _ other: String) -> Int32
  /// Removes a file's name.
  package var remove: @Sendable (_ path: String) -> Int32
  /// Makes a folder.
  package var makeFolder: @Sendable (_ path: String, _ mode: UInt32) -> Int32
  /// Makes the names in a folder durable; negated errno where it cannot even be opened.
  package var syncNames: @Sendable (_ folder: String) -> Int32

  /// The system's own.
  package static let system = FileCalls(
    open: { path, flags in
      let file = SystemCall.open(path, flags, mode: 0o600)
      return file >= 0 ? file : -errno
    },
    write: { SystemCall.write($0, $1, from: $2) },
    sync: { fdatasync($0) == 0 ? 0 : errno },
    truncate: { ftruncate($0, Int($1)) == 0 ? 0 : errno },
    rename: { SystemCall.rename($0, to: $1) == 0 ? 0 : errno },
    remove: { SystemCall.remove($0) == 0 ? 0 : errno },
    makeFolder: { SystemCall.makeFolder($0, mode: $1) == 0 ? 0 : errno },
    syncNames: { SystemCall.syncFolder($0) })
}

extension FileCalls {
  /// Writes all of the bytes, or cuts the file back to its length and throws.
  ///
  /// Where even that fails nobody knows what stands in the file: as after a failed sync.
  func writeAll(
    _ bytes: [UInt8], to file: Int32, _ path: String, length: Int64
  ) throws(JournalProblem) {
    var written = 0
    while written < bytes.count {
      let count = write(file, bytes, written)
      guard count > 0 else {
        let code = truncate(file, length)
        guard code == 0 else { throw .syncFailed(file: path, code: code) }
        throw .cannotWrite(file: path, call: "write", code: count < 0 ? Int32(-count) : ENOSPC)
      }
      written += count
    }
  }

  /// Makes written bytes durable, or throws.
  func syncBytes(of file: Int32, _ path: String) throws(JournalProblem) {
    let code = sync(file)
    guard code == 0 else { throw .syncFailed(file: path, code: code) }
  }

  /// Syncs a folder, so that names made, renamed or removed in it last.
  func syncFolder(_ path: String) throws(JournalProblem) {
    let code = syncNames(path)
    guard code >= 0 else { throw .cannotWrite(file: path, call: "open", code: -code) }
    guard code == 0 else { throw .syncFailed(file: path, code: code) }
  }

  /// Removes a file's name; that it is not there is no error.
  func removeFile(_ path: String) throws(JournalProblem) {
    let code = remove(path)
    guard code == 0 || code == ENOENT else {
      throw .cannotWrite(file: path, call: "remove", code: code)
    }
  }
}
