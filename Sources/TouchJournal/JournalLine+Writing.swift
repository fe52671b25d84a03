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
    let start = bytes.count
    at = max(at, stamp.at)
    let number = head.number + 1
    bytes.append(contentsOf: "{\"v\":1,\"n\":".utf8)
    JSONValue.write(number, to: &bytes)
    bytes.append(contentsOf: ",\"d\":".utf8)
    JSONValue.write(durable, to: &bytes)
    bytes.append(contentsOf: ",\"at\":\"".utf8)
    bytes.append(contentsOf: at.rfc3339.utf8)
    bytes.append(contentsOf: "\",\"up\":".utf8)
    JSONValue.write(stamp.up, to: &bytes)
    bytes.append(contentsOf: ",\"run\":".utf8)
    JSONValue.write(Int64(stamp.run), to: &bytes)
    bytes.append(contentsOf: ",\"kind\":".utf8)
    JSONValue.write(draft.kind.name, to: &bytes)
    for field in draft.fields {
      bytes.append(UInt8(ascii: ","))
      JSONValue.write(field.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      field.value.write(to: &bytes)
    }
    let checksum = Digest.checksum(bytes[start...])
    head = ChainHead(number: number, hash: head.hash.following(checksum: checksum))
    bytes.append(contentsOf: ",\"c\":\"".utf8)
    Hex.append(checksum, width: 16, to: &bytes)
    bytes.append(contentsOf: "\",\"h\":\"".utf8)
    Hex.append(head.hash.value, width: 32, to: &bytes)
    bytes.append(contentsOf: "\"}\n".utf8)
    return JournalEntry(
      number: number, durable: durable, at: at, up: stamp.up, run: stamp.run, kind: draft.kind,
      fields: draft.fields, hash: head.hash)
  }
}
