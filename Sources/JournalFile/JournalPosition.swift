import Crypto
import TouchJournal

/// Where writing stands: the chain, and the present file with what its seal will say.
struct JournalPosition {
  /// The end of the chain.
  var tail = JournalTail()
  /// The present file.
  var segment = SegmentFile(first: 1)
  /// Its bytes.
  var length: Int64 = 0
  /// Its lines.
  var entries = 0
  /// The digest over its bytes, going on.
  var digest = SHA256()
  /// Whether it is sealed, so that the next line begins the next file.
  var isSealed = false

  /// The digest as hexadecimal digits.
  var digestText: String { FileDigest.text(digest.finalize()) }

  /// Takes in lines that were read from the present file.
  mutating func read(_ bytes: [UInt8]) {
    digest.update(data: bytes)
    length += Int64(bytes.count)
  }

  /// Appends a line.
  mutating func write(
    _ draft: JournalDraft, _ stamp: JournalStamp, durable: Int64, to bytes: inout [UInt8]
  ) -> JournalEntry {
    let start = bytes.count
    let entry = tail.write(draft, stamp: stamp, durable: durable, to: &bytes)
    digest.update(data: bytes[start...])
    length += Int64(bytes.count - start)
    entries += 1
    isSealed = draft.kind == .seal
    return entry
  }

  /// Begins the next file, or the first; answers its head line's draft.
  mutating func begin() -> JournalDraft {
    let next = SegmentFile(first: tail.head.number + 1)
    let hasPrevious = tail.head.number > 0
    let draft = JournalDraft.segment(
      file: next.name, previous: hasPrevious ? segment.name : nil,
      digest: hasPrevious ? digestText : nil)
    segment = next
    length = 0
    entries = 0
    digest = SHA256()
    isSealed = false
    return draft
  }
}

/// SHA-256 of files as text.
enum FileDigest {
  /// The digest of bytes as 64 hexadecimal digits.
  static func text(_ bytes: ArraySlice<UInt8>) -> String { text(SHA256.hash(data: bytes)) }

  /// A digest as 64 hexadecimal digits.
  static func text(_ digest: SHA256.Digest) -> String {
    var digits: [UInt8] = []
    for byte in digest {
      for digit in [byte >> 4, byte & 15] { digits.append(digit < 10 ? 48 + digit : 87 + digit) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
