/// Reads header texts with encoded words (RFC 2047): `=?gb2312?B?zba y9s=?=`.
enum EncodedWords {
  /// The text of a field; what is no encoded word is decoded as it stands.
  static func text(_ bytes: [UInt8], _ decode: MailReply.Decoder) -> String {
    var result = ""
    var plain: [UInt8] = []
    // A character may be split between two words of one charset.
    var run: (charset: String, bytes: [UInt8])?
    func endRun() {
      if let done = run { result += decode(done.bytes[...], done.charset) }
      run = nil
    }
    func endAll() {
      endRun()
      result += decode(plain[...], "")
      plain = []
    }
    var place = 0
    while place < bytes.count {
      guard let word = word(bytes, at: place) else {
        plain.append(bytes[place])
        place += 1
        continue
      }
      place = word.end
      // Blanks between two encoded words are none of the text.
      if run != nil, plain.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { plain = [] } else { endAll() }
      if run?.charset != word.charset { endRun() }
      run = (word.charset, (run?.bytes ?? []) + word.bytes)
    }
    endAll()
    return SafeText.line(result)
  }

  /// The encoded word that begins at a place.
  private static func word(
    _ bytes: [UInt8], at start: Int
  ) -> (charset: String, bytes: [UInt8], end: Int)? {
    guard start + 6 < bytes.count, bytes[start] == UInt8(ascii: "="),
      bytes[start + 1] == UInt8(ascii: "?")
    else { return nil }
    let mark = UInt8(ascii: "?")
    guard let first = bytes[(start + 2)...].firstIndex(of: mark), first + 2 < bytes.count,
      bytes[first + 2] == mark,
      let last = bytes[(first + 3)...].firstIndex(of: mark), last + 1 < bytes.count,
      bytes[last + 1] == UInt8(ascii: "=")
    else { return nil }
    // RFC 2231 lets a language follow the charset: `utf-8*en`.
    let charset = String(decoding: bytes[(start + 2)..<first].prefix { $0 != 0x2A }, as: UTF8.self)
    let text = bytes[(first + 3)..<last]
    switch bytes[first + 1] {
    case UInt8(ascii: "B"), UInt8(ascii: "b"):
      return (charset.lowercased(), TransferDecoding.base64(text), last + 2)
    case UInt8(ascii: "Q"), UInt8(ascii: "q"):
      let blanks = text.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      return (charset.lowercased(), TransferDecoding.quotedPrintable(blanks[...]), last + 2)
    default: return nil
    }
  }
}
