import Foundation

/// Reads the bytes of mails in the charsets that customers' programs write.
package enum MailCharset {
  /// The text of some bytes; what cannot be read in the charset named is guessed.
  package static func decode(_ bytes: ArraySlice<UInt8>, _ charset: String) -> String {
    let bytes = Array(bytes)
    if let encoding = encodings[charset.filter { $0.isLetter || $0.isNumber }],
      let text = String(data: Data(bytes), encoding: encoding)
    {
      return text
    }
    return guess(bytes)
  }

  /// UTF-8 where every byte fits; else what Chinese programs write; else Western bytes, of which all fit.
  private static func guess(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    if let text = String(data: Data(bytes), encoding: gb18030) { return text }
    // Most of a damaged text is still readable.
    let damaged = String(decoding: bytes, as: UTF8.self)
    let holes = damaged.unicodeScalars.count { $0 == "\u{FFFD}" }
    if holes * 10 < damaged.unicodeScalars.count { return damaged }
    return String(data: Data(bytes), encoding: .windowsCP1252) ?? damaged
  }

  /// Foundation's numbers for CoreFoundation's GB 18030 (0x0632) and Big5 (0x0A03).
  private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
  private static let big5 = String.Encoding(rawValue: 0x8000_0A03)

  /// GB 18030 holds GBK and GB 2312, and Windows-1252 all that Latin-1 is used for.
  private static let encodings: [String: String.Encoding] = [
    "utf8": .utf8, "usascii": .utf8, "ascii": .utf8, "gb18030": gb18030, "gbk": gb18030,
    "gb2312": gb18030, "xgbk": gb18030, "cp936": gb18030, "windows936": gb18030, "ms936": gb18030,
    "big5": big5, "big5hkscs": big5, "iso88591": .windowsCP1252, "latin1": .windowsCP1252,
    "windows1252": .windowsCP1252, "iso885915": .windowsCP1252, "utf16": .utf16,
    "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian, "windows1251": .windowsCP1251,
    "iso2022jp": .iso2022JP, "shiftjis": .shiftJIS,
  ]
}
