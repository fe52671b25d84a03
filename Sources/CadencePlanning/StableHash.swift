/// Hashes that never change between runs, machines or releases: the planner spreads by them.
///
/// Swift's own hashing is seeded anew at every start, so that two starts would plan two years.
enum StableHash {
  /// FNV-1a over UTF-8 bytes (draft-eastlake-fnv), finished by ``mix(_:_:)``.
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let bytes = text.utf8.span
    for index in bytes.indices {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
    }
    return mix(hash, 0)
  }

  /// Joins a number to a hash: the SplitMix64 step (Steele, Lea, Flood 2014).
  static func mix(_ hash: UInt64, _ value: Int) -> UInt64 {
    var z = hash ^ (UInt64(truncatingIfNeeded: value) &* 0x9E37_79B9_7F4A_7C15)
    z = z &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An even pick from 0..<count; 0 where there is nothing to pick from.
  static func pick(_ hash: UInt64, below count: Int) -> Int {
    guard count > 0 else { return 0 }
    return Int(hash.multipliedFullWidth(by: UInt64(count)).high)
  }
}
