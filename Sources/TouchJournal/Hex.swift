/// Lower-case hexadecimal digits of fixed width.
enum Hex {
  /// Appends the digits of a number, `width` of them, the lowest ones.
  static func append<Number: FixedWidthInteger>(
    _ value: Number, width: Int, to bytes: inout [UInt8]
  ) {
    for place in stride(from: (width - 1) * 4, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> Number(place)) & 15
      bytes.append(digit < 10 ? 48 + digit : 87 + digit)
    }
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
