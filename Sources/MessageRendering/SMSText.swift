/// The length of a short message as networks count it.
///
/// 3GPP TS 23.038: 160 septets of the GSM alphabet in one message, 153 in each of several; a
/// character of the extension table takes two. With any other character the whole text goes as
/// UCS-2: 70 code units in one message, 67 in each of several; a character beyond the BMP takes two.
/// A character of two units is never split between segments.
package struct SMSText: Hashable, Sendable {
  /// How the text is coded.
  package enum Encoding: String, Sendable {
    case gsm7 = "GSM-7"
    case ucs2 = "UCS-2"

    /// Units that fit into a message of one segment.
    package var single: Int { self == .gsm7 ? 160 : 70 }
    /// Units that fit into each of several segments, beside the header that joins them.
    package var joined: Int { self == .gsm7 ? 153 : 67 }
  }

  /// How the text is coded.
  package let encoding: Encoding
  /// Septets or UTF-16 code units.
  package let units: Int
  /// Messages to pay for; an empty text still is one.
  package let segments: Int

  /// Measures a text.
  package init(_ text: String) {
    let septets = Self.septets(of: text)
    encoding = septets == nil ? .ucs2 : .gsm7
    units = septets ?? text.utf16.count
    segments = Self.segments(of: text, encoding: encoding, units: units)
  }

  private static func segments(of text: String, encoding: Encoding, units: Int) -> Int {
    guard units > encoding.single else { return 1 }
    var full = 0
    var room = encoding.joined
    for scalar in text.unicodeScalars {
      let width = encoding == .gsm7 ? (GSMAlphabet.septets(of: scalar) ?? 1) : utf16Width(scalar)
      if width > room {
        full += 1
        room = encoding.joined
      }
      room -= width
    }
    return full + 1
  }

  /// Septets of the whole text; nil when a character is not in the alphabet.
  private static func septets(of text: String) -> Int? {
    var sum = 0
    for scalar in text.unicodeScalars {
      guard let septets = GSMAlphabet.septets(of: scalar) else { return nil }
      sum += septets
    }
    return sum
  }

  private static func utf16Width(_ scalar: Unicode.Scalar) -> Int {
    scalar.value > 0xFFFF ? 2 : 1
  }
}
