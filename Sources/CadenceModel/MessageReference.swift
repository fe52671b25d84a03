/// A touch's id in letters, digits, `-` and `_` (base64url without padding), for places that do strange
/// things to other characters, such as the `%` of an address.
package enum MessageReference {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// A touch's text as a reference.
  package static func text(of touch: String) -> String {
    String(decoding: encode(Array(touch.utf8)), as: UTF8.self)
  }

  /// The touch that a gateway's word means: its id as it stands, or as a reference; nil for neither.
  package static func touch(in word: String) -> TouchID? {
    if word.utf8.contains(UInt8(ascii: "/")) { return TouchID(text: word) }
    return decode(Array(word.utf8)).flatMap { String(validating: $0, as: UTF8.self) }
      .flatMap { TouchID(text: $0) }
  }

  /// Bytes in base64url.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        result.append(digits[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { result.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
    return result
  }

  /// The bytes of base64url without padding; nil for any spelling that ``encode(_:)`` does not make.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in text {
      guard let value = value(digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return encode(result) == text ? result : nil
  }

  private static func value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
