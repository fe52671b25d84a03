import Foundation

/// Diagnostics and progress go here, results to standard output (contract section 1).
enum StandardError {
  /// Writes one line.
  static func write(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
