/// Takes back what mail programs do to bytes on their way (RFC 2045).
///
/// Damaged input gives what can be read of it, never a failure.
enum TransferDecoding {
  /// The bytes of a body under its `Content-Transfer-Encoding`.
  static func bytes(_ body: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
    switch encoding.lowercased().filter({ !$0.isWhitespace }) {
    case "base64": base64(body)
    case "quoted-printable": quotedPrintable(body)
    default: Array(body)
    }
  }

  /// Everything that is no letter of the alphabet is passed over; it ends with the first `=`.
  static func base64(_ text: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(ofBase64: byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func value(ofBase64 byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// A `=` that nothing sensible follows stays as it is; one at the end of a line goes with it.
  static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      guard byte == UInt8(ascii: "=") else {
        result.append(byte)
        continue
      }
      if let high = hex(text, place), let low = hex(text, place + 1) {
        result.append(high << 4 | low)
        place += 2
      } else if let end = softBreak(text, place) {
        place = end
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// Where the next line begins, if nothing but blanks stands before it.
  private static func softBreak(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
    var place = start
    while place < text.endIndex, [0x20, 0x09, 0x0D].contains(text[place]) { place += 1 }
    if place == text.endIndex { return place }
    return text[place] == 0x0A ? place + 1 : nil
  }

  private static func hex(_ text: ArraySlice<UInt8>, _ place: Int) -> UInt8? {
    guard place < text.endIndex else { return nil }
    switch text[place] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return text[place] - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return text[place] - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return text[place] - UInt8(ascii: "a") + 10
    default: return nil
    }
  }
}
