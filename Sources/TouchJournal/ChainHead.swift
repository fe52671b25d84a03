/// The hash chain's value behind a line: the `h` of the journal (contract section 6).
package struct ChainHash: Hashable, Sendable, CustomStringConvertible {
  /// The first 16 bytes of the SHA-256, most significant first; 0 before the first line.
  package let value: UInt128

  /// A hash of this value.
  package init(value: UInt128) { self.value = value }

  /// The hash before the first line: 32 zeros.
  package static let start = ChainHash(value: 0)

  /// Reads 32 lower-case hexadecimal digits; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 32, let hash = Self.read(in: bytes.span, at: 0) else { return nil }
    self = hash
  }

  /// Reads 32 digits from a place in a line.
  static func read(in bytes: Span<UInt8>, at start: Int) -> ChainHash? {
    guard let high = Hex.word(in: bytes, at: start), let low = Hex.word(in: bytes, at: start + 16)
    else { return nil }
    return ChainHash(value: UInt128(high) << 64 | UInt128(low))
  }

  /// The hash after one more line with this checksum: over both as text.
  package func following(checksum: UInt64) -> ChainHash {
    var text: [UInt8] = []
    text.reserveCapacity(48)
    Hex.append(value, to: &text)
    Hex.append(checksum, to: &text)
    return ChainHash(value: Digest.chain(text))
  }

  /// 32 lower-case hexadecimal digits.
  package var description: String {
    var text: [UInt8] = []
    Hex.append(value, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}

/// The end of a journal, as digests print it and `journal verify --witness N:H` checks it.
package struct ChainHead: Hashable, Sendable, CustomStringConvertible {
  /// The last entry's number, 0 for an empty journal.
  package var number: Int64
  /// The chain behind that entry.
  package var hash: ChainHash

  /// A head of these parts.
  package init(number: Int64, hash: ChainHash) {
    self.number = number
    self.hash = hash
  }

  /// The head of an empty journal.
  package static let start = ChainHead(number: 0, hash: .start)

  /// Reads `N:H` with all 32 digits; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int64(parts[0]), number >= 0,
      let hash = ChainHash(parts[1])
    else { return nil }
    self.init(number: number, hash: hash)
  }

  /// `N:H`.
  package var description: String { "\(number):\(hash)" }
}
