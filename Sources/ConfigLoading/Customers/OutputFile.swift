import Foundation
import Glibc

/// A file that is written piece by piece and is there either whole or not at all.
package enum OutputFile {
  /// Writes a file under another name and then puts it in its place.
  ///
  /// `pieces` is given what takes the bytes; if it throws, or the disk does, nothing is changed.
  package static func write(
    _ path: String, _ pieces: (([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let url = URL(fileURLWithPath: path)
    let draft = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).part")
    try Data().write(to: draft)
    do {
      let file = try FileHandle(forWritingTo: draft)
      try pieces { try file.write(contentsOf: $0) }
      try file.close()
      guard unsafe rename(draft.path, path) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw error
    }
  }
}
