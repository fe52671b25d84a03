package import TouchJournal

/// What checking the whole journal found, file by file.
package struct JournalReport: Sendable {
  /// One file's part.
  package struct File: Sendable {
    /// The file's name.
    package var name: String
    /// What it is worth.
    package var verdict: JournalVerdict
    /// Good entries in it.
    package var entries: Int
    /// The number of the last good entry, 0 without any.
    package var last: Int64
    /// Bytes of good lines, from the start.
    package var goodLength: Int
    /// Bytes in all.
    package var length: Int
    /// The first bad line.
    package var badLine: BadLine?

    /// `journal-….jsonl: torn at line 12 (number 512, byte 4096): the last line has no end`.
    package var text: String {
      guard let badLine else { return "\(name): \(verdict.rawValue), \(entries) entries" }
      return "\(name): \(verdict.rawValue) at line \(badLine.line) (number \(badLine.number), "
        + "byte \(badLine.offset)): \(badLine.problem.text)"
    }
  }

  /// The files in order.
  package var files: [File] = []
  /// The end of the good part.
  package var tail = JournalTail()
  /// The highest `d` of the good part.
  package var durable: Int64 = 0
  /// Whether the last file ends with a seal.
  package var isSealed = false

  /// The worst verdict; an empty journal is clean.
  package var verdict: JournalVerdict { files.map(\.verdict).max() ?? .clean }

  /// The first file that is not clean, in words.
  package var summary: String { files.first { $0.verdict > .clean }?.text ?? "clean" }
}
