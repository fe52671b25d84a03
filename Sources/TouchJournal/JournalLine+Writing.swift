package import CivilTime

/// The text form of an entry (contract section 6).
package enum JournalLine {
  /// Bytes of `,"c":"…","h":"…"}` at the end of every line.
  static let tailLength = 63
  /// The longest line that is written, without its line feed.
  package static let longest = 65_535
}

/// Where writing goes on: the end of the chain and the last moment written.
package struct JournalTail: Hashable, Sendable {
  /// The end of the chain.
  package var head: ChainHead
  /// The last entry's wall clock; the next one's is never before it.
  package var at: Instant

  /// Goes on behind that head.
  package init(head: ChainHead = .start, at: Instant = Instant(milliseconds: 0)) {
    self.head = head
    self.at = at
  }

  /// Appends the next line with its line feed and answers the entry; `durable` is its `d`.
  package mutating func write(
    _ draft: JournalDraft, stamp: JournalStamp, durable: Int64, to bytes: inout [UInt8]
  ) -> JournalEntry {
    at = max(at, stamp.at)
    var entry = JournalEntry(
      number: head.number + 1, durable: durable, at: at, up: stamp.up, run: stamp.run,
      kind: draft.kind, fields: draft.fields, hash: head.hash)
    let checksum = entry.writeBody(to: &bytes)
    entry.hash = head.hash.following(checksum: checksum)
    entry.writeTail(checksum, to: &bytes)
    head = entry.head
    return entry
  }
}

extension JournalEntry {
  /// Appends the line as it stands in the journal, with its line feed.
  package func write(to bytes: inout [UInt8]) {
    writeTail(writeBody(to: &bytes), to: &bytes)
  }

  /// Appends what the checksum covers, and answers the checksum.
  func writeBody(to bytes: inout [UInt8]) -> UInt64 {
    let start = bytes.count
    bytes.append(contentsOf: "{\"v\":1,\"n\":".utf8)
    JSONValue.write(number, to: &bytes)
    bytes.append(contentsOf: ",\"d\":".utf8)
    JSONValue.write(durable, to: &bytes)
    bytes.append(contentsOf: ",\"at\":\"".utf8)
    bytes.append(contentsOf: at.rfc3339.utf8)
    bytes.append(contentsOf: "\",\"up\":".utf8)
    JSONValue.write(up, to: &bytes)
    bytes.append(contentsOf: ",\"run\":".utf8)
    JSONValue.write(Int64(run), to: &bytes)
    bytes.append(contentsOf: ",\"kind\":".utf8)
    JSONValue.write(kind.name, to: &bytes)
    for field in fields {
      bytes.append(UInt8(ascii: ","))
      JSONValue.write(field.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      field.value.write(to: &bytes)
    }
    return Digest.checksum(bytes[start...])
  }

  /// Appends checksum and chain.
  func writeTail(_ checksum: UInt64, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: ",\"c\":\"".utf8)
    Hex.append(checksum, to: &bytes)
    bytes.append(contentsOf: "\",\"h\":\"".utf8)
    Hex.append(hash.value, to: &bytes)
    bytes.append(contentsOf: "\"}\n".utf8)
  }
}
