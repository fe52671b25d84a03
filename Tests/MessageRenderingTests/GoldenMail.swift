import Foundation
import Testing

/// The files beside these tests, and the shipped templates.
enum GoldenMail {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let root = tests.deletingLastPathComponent().deletingLastPathComponent()

  /// Compares bytes with `Golden/NAME`; with `FIFTHCALL_WRITE_GOLDEN=1` it writes them instead.
  static func expect(_ bytes: [UInt8], equals name: String) throws {
    let file = tests.appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["FIFTHCALL_WRITE_GOLDEN"] == "1" {
      try Data(bytes).write(to: file)
    }
    let wanted = [UInt8](try Data(contentsOf: file))
    #expect(
      bytes == wanted, "\(name) differs:\n\(String(decoding: bytes, as: UTF8.self))")
  }

  /// Paths relative to `templates/` and sources of all shipped texts.
  static func shippedTemplates() throws -> [(path: String, source: String)] {
    let folder = root.appending(path: "templates")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    return try names.filter { $0 != "attachments" && !$0.contains(".") }.flatMap { name in
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())
        .sorted().map { file in
          let path = "\(name)/\(file)"
          return (path, try String(contentsOf: folder.appending(path: path), encoding: .utf8))
        }
    }
  }

  /// The names of the files that the shipped texts may attach.
  static func shippedAttachments() -> Set<String> {
    let folder = root.appending(path: "templates/attachments").path()
    return Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
  }

  /// The bytes of a file that the shipped texts may attach.
  static func attachment(_ name: String) -> [UInt8]? {
    try? [UInt8](Data(contentsOf: root.appending(path: "templates/attachments/\(name)")))
  }

  /// A page of `docs/`.
  static func page(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
  }
}
