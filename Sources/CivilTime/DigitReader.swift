/// Reads fixed-width decimal fields from ASCII; everything else is a refusal, never a guess.
struct DigitReader<Bytes: Collection> where Bytes.Element == UInt8 {
  /// What has not been read.
  private(set) var rest: Bytes.SubSequence

  /// Starts at the first byte.
  init(_ bytes: Bytes) { rest = bytes[...] }

  /// Whether everything has been read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next byte, unread.
  var next: UInt8? { rest.first }

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
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    else { return nil }
    rest = rest.dropFirst()
    return Int(byte - UInt8(ascii: "0"))
  }

  /// Reads this one byte; leaves any other.
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, byte == UInt8(ascii: scalar) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Reads the next byte, whatever it is.
  mutating func byte() -> UInt8? {
    guard let byte = rest.first else { return nil }
    rest = rest.dropFirst()
    return byte
  }
}

extension [UInt8] {
  /// Appends a number with leading zeros; a minus sign where it is negative.
  mutating func appendDigits(_ value: Int, width: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = count
    var written = 0
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      written += 1
    } while rest > 0 || written < width
    self[start...].reverse()
  }
}
