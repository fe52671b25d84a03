import Foundation

/// The encodings a customer file may be in (contract section 4).
package enum TextEncoding: String, Hashable, Sendable {
  case utf8 = "UTF-8"
  case utf8WithBOM = "UTF-8 with BOM"
  case utf16LittleEndian = "UTF-16 LE"
  case utf16BigEndian = "UTF-16 BE"
  case gb18030 = "GB18030"

  /// Bytes to leave out at the start of the file.
  func markLength(_ head: [UInt8]) -> Int {
    switch self {
    case .utf8, .gb18030: 0
    case .utf8WithBOM: 3
    case .utf16LittleEndian: head.starts(with: [0xFF, 0xFE]) ? 2 : 0
    case .utf16BigEndian: head.starts(with: [0xFE, 0xFF]) ? 2 : 0
    }
  }

  /// Looks at the first piece of a file.
  ///
  /// A byte order mark decides. Without one, a NUL at every second byte of the first line means
  /// UTF-16, valid UTF-8 means UTF-8. Otherwise the lines vote: UTF-8 where most lines with
  /// non-ASCII bytes are valid (a few damaged lines do not turn a file into another encoding),
  /// else GB18030, whose bytes are hardly ever valid UTF-8 over a whole line.
  static func detect(_ head: [UInt8]) -> TextEncoding {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8WithBOM }
    if head.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if head.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    if let wide = wideWithoutMark(head) { return wide }
    var valid = 0
    var invalid = 0
    for line in head.split(separator: UInt8(ascii: "\n")).dropLast(head.count > 65_536 ? 1 : 0)
    where line.contains(where: { $0 >= 0x80 }) {
      if UTF8Check.firstInvalid(line.span) == nil { valid += 1 } else { invalid += 1 }
    }
    return invalid > valid ? .gb18030 : .utf8
  }

  /// UTF-16 without a mark shows in the NUL halves of ASCII separators and line ends.
  private static func wideWithoutMark(_ head: [UInt8]) -> TextEncoding? {
    var even = 0
    var odd = 0
    for (index, byte) in head.prefix(4096).enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { even += 1 } else { odd += 1 }
    }
    guard even + odd > 4 else { return nil }
    if odd > 8 * even { return .utf16LittleEndian }
    return even > 8 * odd ? .utf16BigEndian : nil
  }
}

/// Finds bytes that are no UTF-8 by the table 3-7 of the Unicode Standard.
enum UTF8Check {
  /// Offset of the first byte that does not belong; nil when all is well.
  static func firstInvalid(_ bytes: borrowing Span<UInt8>) -> Int? {
    firstInvalid(bytes, 0..<bytes.count)
  }

  /// The same within a range.
  static func firstInvalid(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    let end = range.upperBound
    while position < end {
      let lead = bytes[position]
      if lead < 0x80 {
        position += 1
        continue
      }
      let length: Int
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, low) = (3, 0xA0)
      case 0xED: (length, high) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, low) = (4, 0x90)
      case 0xF4: (length, high) = (4, 0x8F)
      case 0xF1...0xF3: length = 4
      default: return position
      }
      guard position + length <= end, bytes[position + 1] >= low, bytes[position + 1] <= high
      else { return position }
      for offset in 2..<max(2, length) where bytes[position + offset] & 0xC0 != 0x80 {
        return position
      }
      position += length
    }
    return nil
  }
}
