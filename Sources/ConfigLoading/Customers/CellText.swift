import Foundation

/// Cleans the text of a cell: what nobody sees goes, what everybody sees stays.
enum CellText {
  /// Zero-width, bidirectional and other formatting characters, and the byte order mark.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xAD, 0x61C, 0x180E,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// Marks that turn the direction of text, by which a name can be made to read otherwise.
  static func isBidirectional(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C: true
    default: false
    }
  }

  /// Ideographs, kana and full-width forms: between two of them a blank means nothing.
  static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x2FFF, 0x3005...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  /// Line ends, for whom notes keep U+2028.
  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar.value == 0x85 || scalar.value == 0x2028
      || scalar.value == 0x2029
  }

  /// Invisible and control characters removed, blanks between ideographs removed and others made
  /// one, ends trimmed, NFC.
  ///
  /// Line ends become U+2028 where `keepsLines`, else a blank.
  static func cleaned(_ text: String, keepsLines: Bool = false) -> String {
    var output = String.UnicodeScalarView()
    var blank: Unicode.Scalar?
    var afterCR = false
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
      defer { afterCR = scalar == "\r" }
      if isLineEnd(scalar) {
        if keepsLines {
          if scalar == "\n", afterCR { continue }
          while output.last == " " { output.removeLast() }
          output.append("\u{2028}")
          blank = nil
        } else {
          blank = " "
        }
        continue
      }
      if scalar.properties.isWhitespace || scalar == "\t" {
        blank = blank ?? scalar
        continue
      }
      if isInvisible(scalar) || scalar.properties.generalCategory == .control { continue }
      if blank != nil, let last = output.last, last.value != 0x2028 {
        if !(isIdeographic(last) && isIdeographic(scalar)) || keepsLines { output.append(" ") }
      }
      blank = nil
      output.append(scalar)
    }
    while output.last?.value == 0x2028 { output.removeLast() }
    while output.first?.value == 0x2028 { output.removeFirst() }
    return String(output)
  }

  /// Full-width ASCII made ASCII, invisible characters removed, blanks made plain, ends trimmed:
  /// for cells that hold numbers, dates, addresses and codes.
  static func plain(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E:
        if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { output.append(narrow) }
      case 0x21...0x7E: output.append(scalar)
      case _ where isInvisible(scalar): break
      case _ where scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F:
        if !output.isEmpty, output.last != " " { output.append(" ") }
      default: output.append(scalar)
      }
    }
    while output.last == " " { output.removeLast() }
    if output.first == "'" { output.removeFirst() }
    return String(output)
  }

  /// What people write for "nothing", and what spreadsheets show for errors.
  static func isPlaceholder(_ text: String) -> Bool {
    if text.isEmpty { return true }
    if text.utf8.first == UInt8(ascii: "#") {
      return text.utf8.allSatisfy { $0 == UInt8(ascii: "#") } || spreadsheetErrors.contains(text)
    }
    return text.utf8.count <= 18 && placeholders.contains(text.lowercased())
  }

  /// Whether bytes that should be a name are a placeholder, a bare salutation or without a letter.
  static func isNoName(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    if bytes[range.lowerBound] == UInt8(ascii: "#") { return true }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var hasLetter = false
    for position in range {
      let byte = bytes[position]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
      // Of ASCII all from the letters on, since a strange name stays a name; else the first bytes of
      // U+5000 to U+9FFF, where most ideographs are.
      hasLetter = hasLetter || (0x61...0x7E).contains(lower) || (0xE5...0xE9).contains(lower)
      hash = (hash ^ UInt64(lower)) &* 0x100_0000_01b3
    }
    if noNames.contains(hash) { return true }
    guard !hasLetter else { return false }
    // A dash or a picture is no name, whatever its bytes; letters of rarer scripts are.
    var name: [UInt8] = []
    for position in range { name.append(bytes[position]) }
    return !String(decoding: name, as: UTF8.self).unicodeScalars.contains {
      $0.properties.isAlphabetic || $0.properties.generalCategory == .privateUse
        || $0.value == 0xFFFD
    }
  }

  /// Hashes of what is no name; a list of 50 words does not collide by chance.
  private static let noNames: Set<UInt64> = {
    let words = placeholders.union([
      "先生", "女士", "小姐", "客户", "mr", "mrs", "ms", "mr.", "ms.", "空", "(空)", "（空）", "匿名",
      "待定", "不知道", "测试用户", "测试客户", "test user", "testuser", "anonymous", "n.a.", "tbd", "xxx", "佚名",
      "无名",
      "无名氏", "示例", "样例", "同上", "顾客", "用户", "姓名", "客户姓名", "customer", "client",
    ])
    return Set(
      words.map { word in
        word.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      })
  }()

  private static let spreadsheetErrors: Set<String> = [
    "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!",
  ]
  private static let placeholders: Set<String> = [
    "-", "--", "/", "?", "？", "null", "nil", "none", "n/a", "na", "unknown", "nan", "无", "未知",
    "不详", "暂无", "没有", "待补", "未填", "保密", "不明", "test", "测试", "(null)", "undefined",
  ]
}
