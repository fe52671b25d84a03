/// Characters that have no business in a file that people edit.
enum HiddenCharacter {
  /// Whether a character breaks lines unseen, turns the direction of reading, shows nothing or is
  /// none at all.
  ///
  /// The joiners U+200C and U+200D stay: emoji and some scripts are written with them.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{AD}",
      "\u{61C}", "\u{180E}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}",
      "\u{2060}"..."\u{206F}", "\u{FEFF}", "\u{FFF9}"..."\u{FFFB}":
      true
    // No characters: these, and the last two of every plane.
    default: (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// What to say of it.
  static func complaint(_ scalar: Unicode.Scalar) -> String {
    "the invisible character \(code(scalar)) must not stand here"
  }

  /// What makes a text look like another one: its first character beyond ASCII, by number, since on
  /// a screen it may be the twin of a Latin letter or not to be seen; empty where there is none.
  static func twin(in text: String) -> String {
    guard let scalar = text.unicodeScalars.first(where: { !$0.isASCII }) else { return "" }
    return " (it holds the character \(code(scalar)))"
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
