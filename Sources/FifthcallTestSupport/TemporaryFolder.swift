import Foundation

/// A folder of a test's own, gone with it.
package final class TemporaryFolder: Sendable {
  /// The folder; servers of other users may enter it.
  package let path: String

  /// Makes the folder.
  package init() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("fifthcall-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A file's text.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }

  /// Writes a file.
  package func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }
}
