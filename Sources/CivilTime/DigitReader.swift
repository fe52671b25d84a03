/// Reads fixed-width decimal fields from ASCII; everything else is a refusal, never a guess.
///
/// It works on a copy of the text's bytes: stepping through a string's own view costs ten times
/// as much. Texts longer than ``capacity`` never come to an end, and so are refused.
struct DigitReader {
  /// More than any date, period or zone rule needs.
  private static let capacity = 96

  private var bytes = InlineArray<96, UInt8>(repeating: 0)
  private let count: Int
  private var position = 0

  /// Starts at the first byte of a text.
  init(_ text: Substring) { self.init(text.utf8Span.span) }

  /// Starts at the first byte.
  init(_ source: Span<UInt8>) {
    count = source.count
    for index in 0..<min(count, Self.capacity) { bytes[index] = source[index] }
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { position == count }

  /// The next byte, unread.
  var next: UInt8? { position < min(count, Self.capacity) ? bytes[position] : nil }

  /// Reads exactly `width` digits.
  mutating func number(_ width: Int) -> Int? {
    var value = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Reads one digit or more, up to `limit` of them.
  mutating func longNumber(limit: Int = 9) -> Int? {
    guard var value = digit() else { return nil }
    var read = 1
    while let more = digit() {
      read += 1
      guard read <= limit else { return nil }
      value = value * 10 + more
    }
    return value
  }

  /// Reads one digit; leaves anything else.
  mutating func digit() -> Int? {
    guard let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    else { return nil }
    position += 1
    return Int(byte - UInt8(ascii: "0"))
  }

  /// Reads this one byte; leaves any other.
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = next, byte == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  /// Reads the next byte, whatever it is.
  mutating func byte() -> UInt8? {
    guard let byte = next else { return nil }
    position += 1
    return byte
  }
}

extension [UInt8] {
  /// Appends a number with leading zeros; a minus sign where it is negative.
  mutating func appendDigits(_ value: Int, width: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    let value = value.magnitude
    // The fields of dates and times; dividing by constants is several times faster.
    if width == 2, value < 100 { return appendPair(value) }
    if width == 4, value < 10_000 {
      appendPair(value / 100)
      return appendPair(value % 100)
    }
    var divisor: UInt = 1
    var digits = 1
    while digits < width || value / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends 0…99 as two digits.
  private mutating func appendPair(_ value: UInt) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
  }
}
