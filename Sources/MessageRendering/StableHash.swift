/// A hash that is the same on every machine and in every run, unlike `Hasher`'s.
enum StableHash {
  /// FNV-1a over the UTF-8 bytes, then the finaliser of SplitMix64 so that the low bits are good.
  static func of(_ text: String, salt: UInt64 = 0) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ salt
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }

  /// 32 hex digits: two such hashes.
  static func hex128(_ text: String) -> String {
    [of(text), of(text, salt: 0x9e37_79b9_7f4a_7c15)].map { hash in
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
