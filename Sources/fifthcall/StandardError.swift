import Foundation

/// Diagnostics and progress go here, results to standard output (contract section 1).
enum StandardError {
  /// Writes one line.
  static func write(_ line: String) { put(line + "\n") }

  /// Writes a text as it is.
  ///
  /// Where it cannot be written there is nobody to tell, and the command goes on.
  static func put(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Why a file could not be written, in words that help.
  static func words(of error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "the folder does not exist"
    case .fileWriteNoPermission: "permission denied"
    case .fileWriteOutOfSpace: "no space left on the disk"
    case .fileWriteVolumeReadOnly: "the file system is read-only"
    case .fileWriteFileExists: "there is a file in the place of the folder"
    default: error.localizedDescription
    }
  }
}
