import Foundation

/// A path whose last part may hold `*` for any run of characters.
struct FilePattern {
  private let folder: String
  private let parts: [Substring]
  private let path: String

  init(_ path: String) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    folder = slash.map { String(path[..<$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    parts = name.split(separator: "*", omittingEmptySubsequences: false)
  }

  /// The files that fit, sorted by name; hidden ones only if the pattern begins with a dot.
  func matches() -> [String] {
    guard parts.count > 1 else {
      return FileManager.default.fileExists(atPath: path) ? [path] : []
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { fits($0) }.sorted().map { "\(folder)/\($0)" }
  }

  private func fits(_ name: String) -> Bool {
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first),
      name.hasSuffix(last), name.utf8.count >= first.utf8.count + last.utf8.count,
      !name.hasPrefix(".") || first.hasPrefix(".")
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
