/// Plain decimal numbers of a cell, read without floating point.
enum DecimalCell {
  /// Hundredths of `1280`, `-12.5` or `0.999`; digits beyond the second are cut off.
  ///
  /// Nil for any other text, and for more than twelve digits before the point: no shop sells that.
  static func hundredths(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, mayBeNegative: Bool = true
  ) -> Int64? {
    fixed(span, range, places: 2, mayBeNegative: mayBeNegative)
  }

  /// Millionths of a degree.
  static func millionths(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
    fixed(span, range, places: 6, mayBeNegative: true)
  }

  private static func fixed(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, places: Int, mayBeNegative: Bool
  ) -> Int64? {
    var position = range.lowerBound
    var isNegative = false
    if mayBeNegative, position < range.upperBound, span[position] == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    var value: Int64 = 0
    let first = position
    while position < range.upperBound, let digit = digit(span[position]) {
      value = value * 10 + digit
      position += 1
      guard position - first <= 12 else { return nil }
    }
    guard position > first else { return nil }
    var left = places
    if position < range.upperBound {
      guard span[position] == UInt8(ascii: "."), position + 1 < range.upperBound else {
        return nil
      }
      position += 1
      while position < range.upperBound {
        guard let digit = digit(span[position]) else { return nil }
        if left > 0 {
          value = value * 10 + digit
          left -= 1
        }
        position += 1
      }
    }
    for _ in 0..<left { value *= 10 }
    return isNegative ? -value : value
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    (0x30...0x39).contains(byte) ? Int64(byte - 0x30) : nil
  }
}

/// Cells of a grid over the earth, by which visits are grouped where coordinates are known.
enum GridCell {
  /// The cell of a place in millionths of a degree, by its south-west corner: `28.85 120.05`.
  ///
  /// A twentieth of a degree is between five and six kilometres from south to north.
  static func name(latitude: Int64, longitude: Int64) -> String {
    "\(corner(latitude)) \(corner(longitude))"
  }

  private static func corner(_ place: Int64) -> String {
    let size: Int64 = 50_000
    let steps = place >= 0 ? place / size : -((-place + size - 1) / size)
    let hundredths = steps * 5
    let sign = hundredths < 0 ? "-" : ""
    let rest = abs(hundredths % 100)
    return "\(sign)\(abs(hundredths / 100)).\(rest < 10 ? "0" : "")\(rest)"
  }
}
