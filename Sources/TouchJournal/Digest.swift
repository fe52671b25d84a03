import Crypto

/// SHA-256 as the journal uses it: cut to its first bytes, read as one number.
enum Digest {
  /// The first 8 bytes of the digest, most significant first: a line's `c`.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    for byte in SHA256.hash(data: bytes).prefix(8) { value = value << 8 | UInt64(byte) }
    return value
  }

  /// The first 16 bytes of the digest, most significant first: a line's `h`.
  static func chain(_ bytes: [UInt8]) -> UInt128 {
    var value: UInt128 = 0
    for byte in SHA256.hash(data: bytes).prefix(16) { value = value << 8 | UInt128(byte) }
    return value
  }
}
