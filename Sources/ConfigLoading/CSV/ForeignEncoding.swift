import Foundation

/// Tells bytes that are GB18030 from bytes of Big5, Shift-JIS and the like that only happen to be
/// valid there.
///
/// Text that people write consists of the characters of GB 2312 and, with traditional ones, of what
/// Big5 has as well. Bytes of another encoding fall all over the code table. Four-byte characters
/// speak for GB18030: nothing else has them.
enum ForeignEncoding {
  /// Characters looked at.
  private static let most = 4000
  /// The number that Foundation gives CoreFoundation's `kCFStringEncodingBig5` (0x0A03).
  private static let big5 = String.Encoding(rawValue: 0x8000_0A03)
  private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

  /// Whether more than one in twenty characters is one that nobody writes, or most ideographs are of
  /// the rarer half of GB 2312, as with Cyrillic bytes.
  static func isLikely(_ bytes: [UInt8]) -> Bool {
    var count = Count()
    var position = 0
    while position + 1 < bytes.count, count.all < most {
      guard bytes[position] > 0x80 else {
        position += 1
        continue
      }
      let isFour = (0x30...0x39).contains(bytes[position + 1])
      count.take(bytes[position], bytes[position + 1], isFour: isFour)
      position += isFour ? 4 : 2
    }
    let isScattered = count.odd >= 3 && count.odd * 20 > count.all
    return isScattered || (count.ideographs >= 8 && count.rare * 2 > count.ideographs)
  }

  private struct Count {
    var all = 0
    /// Neither in GB 2312 nor in Big5, or kana, Greek, Cyrillic and frames.
    var odd = 0
    /// In GB 2312.
    var ideographs = 0
    /// In its second level, sorted by radical.
    var rare = 0
    private var known: [UInt16: Bool] = [:]

    mutating func take(_ lead: UInt8, _ trail: UInt8, isFour: Bool) {
      all += 1
      guard !isFour else { return }
      switch (lead, trail) {
      case (0xA1...0xA3, 0xA1...0xFE): break
      case (0xB0...0xD7, 0xA1...0xFE): ideographs += 1
      case (0xD8...0xF7, 0xA1...0xFE):
        ideographs += 1
        rare += 1
      case (0xA1...0xA9, _), (0xAA...0xAF, 0xA1...0xFE), (0xF8...0xFE, 0xA1...0xFE): odd += 1
      default: if !isInBig5(lead, trail) { odd += 1 }
      }
    }

    private mutating func isInBig5(_ lead: UInt8, _ trail: UInt8) -> Bool {
      let key = UInt16(lead) << 8 | UInt16(trail)
      if let answer = known[key] { return answer }
      let text = String(data: Data([lead, trail]), encoding: ForeignEncoding.gb18030)
      let answer = text?.data(using: ForeignEncoding.big5) != nil
      known[key] = answer
      return answer
    }
  }
}
