/// Compares BCP 47 tags as far as templates need it.
package enum LanguageTag {
  /// The primary language: `zh` of `zh-CN`, in lower case.
  package static func primary(_ tag: String) -> String {
    String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
  }

  /// Whether a tag is of Chinese, whatever the script.
  package static func isChinese(_ tag: String) -> Bool { primary(tag) == "zh" }

  /// The text for a language, of texts by tag: that of the very tag, else of its primary language,
  /// else of the first related one; nil where there is none.
  package static func text(_ texts: [String: String], in language: String) -> String? {
    if let text = texts[language] ?? texts[primary(language)] { return text }
    return texts.filter { primary($0.key) == primary(language) }.min { $0.key < $1.key }?.value
  }

  /// Whether the text has the shape of a tag: letters first, then parts of letters and digits.
  package static func isWellFormed(_ tag: some StringProtocol) -> Bool {
    let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy(isLetter)
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      (2...8).contains(part.count) && part.allSatisfy { isLetter($0) || isDigit($0) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
