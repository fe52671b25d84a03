/// Takes out of a text what could break a line, a header or the reader's eye.
///
/// Works on scalars: `"\r\n"` is one `Character`, and a check of characters lets it through.
package enum SafeText {
  /// One line without control characters, bidirectional controls and invisible marks, trimmed.
  package static func line(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isLineBreak(scalar) || scalar == "\t" {
        scalars.append(" ")
      } else if !isControl(scalar), !isInvisibleMark(scalar) {
        scalars.append(scalar)
      }
    }
    return trim(String(scalars))
  }

  /// Several lines ended by `\n`, without control characters and bidirectional controls.
  package static func block(_ text: String) -> String {
    if isPlain(text.utf8) { return text }
    var scalars = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      if isLineBreak(scalar) {
        if !(scalar == "\n" && wasReturn) { scalars.append("\n") }
      } else if scalar == "\t" || !(isControl(scalar) || isBidirectional(scalar)) {
        scalars.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    return String(scalars)
  }

  /// Whether nothing has to be taken out of a block; for some texts that need nothing, too, no.
  private static func isPlain(_ bytes: String.UTF8View) -> Bool {
    var (before, previous): (UInt8, UInt8) = (0, 0)
    for byte in bytes {
      if byte < 0x80 {
        if byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F { return false }
      } else if previous == 0xC2 && byte < 0xA0 || previous == 0xD8 && byte == 0x9C {
        // C1 controls and U+061C.
        return false
      } else if before == 0xE2, previous == 0x80, byte == 0x8E || byte == 0x8F || byte >= 0xA8 {
        // U+200E, U+200F and U+2028 to U+202E; what else comes behind is looked at closely.
        return false
      } else if before == 0xE2, previous == 0x81, byte >= 0xA6 {
        // U+2066 to U+2069.
        return false
      }
      (before, previous) = (previous, byte)
    }
    return true
  }

  /// Whether a header value holding this scalar must be refused.
  package static func isForbiddenInHeader(_ scalar: Unicode.Scalar) -> Bool {
    isControl(scalar) || isLineBreak(scalar) || isBidirectional(scalar)
  }

  private static func trim(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  private static func isBidirectional(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isInvisibleMark(_ scalar: Unicode.Scalar) -> Bool {
    // The zero-width joiner U+200D stays: it holds emoji together.
    isBidirectional(scalar) || scalar.value == 0x200B || scalar.value == 0xFEFF
  }
}
