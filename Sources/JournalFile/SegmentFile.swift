import TouchJournal

/// The name of a journal file: `journal-000000000001.jsonl`, by the number of its first entry.
package struct SegmentFile: Hashable, Comparable, Sendable {
  /// The number of the first entry.
  package let first: Int64

  /// The file that begins with that number.
  package init(first: Int64) { self.first = first }

  /// Reads a file name; nil for any other file.
  package init?(name: String) {
    let digits = name.dropFirst(8).prefix(12)
    guard name.hasPrefix("journal-"), name.hasSuffix(".jsonl"), name.utf8.count == 26,
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let first = Int64(digits), first > 0
    else { return nil }
    self.first = first
  }

  /// The file name.
  package var name: String {
    let digits = String(first)
    return "journal-\(String(repeating: "0", count: max(0, 12 - digits.count)))\(digits).jsonl"
  }

  /// The journal's files in order; empty where there are none.
  package static func list(in folder: StateFolder) -> [SegmentFile] {
    (SystemCall.names(in: folder.journal) ?? []).compactMap { SegmentFile(name: $0) }.sorted()
  }

  /// Bytes of a journal file by name; nil where there is none.
  package static func length(of name: String, in folder: StateFolder) -> Int64? {
    SystemCall.length(at: folder.journal + "/" + name)
  }

  /// The earlier entries first.
  package static func < (left: Self, right: Self) -> Bool { left.first < right.first }
}
