/// Finds the end of a head as bytes arrive, and what no head may hold, without waiting for more.
struct HeadScanner {
  /// The bytes so far.
  private(set) var bytes: [UInt8] = []

  /// Takes one byte; true when the head is complete with it.
  mutating func take(_ byte: UInt8) throws(RequestFault) -> Bool {
    let previous = bytes.last
    // A line feed of its own, a lone carriage return, a leading empty line, and anything that is no
    // text are what parsers disagree about.
    if byte == 10, previous != 13 { throw .malformed }
    if byte != 10, previous == 13 { throw .malformed }
    if byte < 0x20, byte != 13, byte != 10, byte != 9 { throw .malformed }
    if byte == 10, bytes.count == 1 { throw .malformed }
    guard bytes.count < WebLimits.head else { throw .headTooLarge }
    bytes.append(byte)
    return byte == 10 && bytes.count >= 4 && bytes[bytes.count - 3] == 10
  }
}
