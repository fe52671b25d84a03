import Foundation
import Testing

/// Compares a text with a file beside the tests.
///
/// With `FIFTHCALL_WRITE_GOLDEN=1` the files are written anew; the difference is then read in git.
func expectGolden(
  _ text: String, _ name: String, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  let url = folder.appendingPathComponent("Golden/\(name)")
  if ProcessInfo.processInfo.environment["FIFTHCALL_WRITE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
  let wanted = try String(contentsOf: url, encoding: .utf8)
  #expect(text == wanted, "differs from Golden/\(name)", sourceLocation: sourceLocation)
}
