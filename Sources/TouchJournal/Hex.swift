/// Lower-case hexadecimal digits of fixed width.
enum Hex {
  /// Appends the digits of a number, `width` of them, the lowest ones.
  static func append(_ value: UInt64, width: Int = 16, to bytes: inout [UInt8]) {
    var shift = UInt64(width * 4)
    while shift > 0 {
      shift -= 4
      let digit = UInt8(truncatingIfNeeded: value &>> shift) & 15
      bytes.append(digit &+ (digit < 10 ? 48 : 87))
    }
  }

  /// Appends the 32 digits of a number.
  static func append(_ value: UInt128, to bytes: inout [UInt8]) {
    append(UInt64(truncatingIfNeeded: value >> 64), to: &bytes)
    append(UInt64(truncatingIfNeeded: value), to: &bytes)
  }

  /// Reads 16 digits from a place; nil where one is no lower-case digit.
  static func word(in bytes: Span<UInt8>, at start: Int) -> UInt64? {
    guard start >= 0, start + 16 <= bytes.count else { return nil }
    var value: UInt64 = 0
    for index in start..<start + 16 {
      let byte = bytes[index]
      switch byte {
      case 48...57: value = value << 4 | UInt64(byte - 48)
      case 97...102: value = value << 4 | UInt64(byte - 87)
      default: return nil
      }
    }
    return value
  }
}
