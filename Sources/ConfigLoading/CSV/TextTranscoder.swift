import Foundation

/// Turns pieces of a file into UTF-8, whole lines at a time.
struct TextTranscoder {
  /// The file's encoding.
  let encoding: TextEncoding

  /// A piece in UTF-8.
  struct Piece {
    /// The text; damaged places are U+FFFD.
    var bytes: [UInt8]
    /// Lines of the piece, counted from 0 by LF, that hold bytes foreign to the encoding.
    var badLines: [Int] = []
  }

  /// Foundation's number for CoreFoundation's `kCFStringEncodingGB_18030_2000` (0x0632).
  private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

  /// How many leading bytes form whole lines; all of them at the end of the file.
  func wholeLines(_ bytes: [UInt8], isLast: Bool) -> Int {
    if isLast { return bytes.count }
    switch encoding {
    case .utf8, .utf8WithBOM: return bytes.count
    case .gb18030:
      // 0x0A is never part of a character of two or four bytes.
      guard let last = bytes.lastIndex(of: 0x0A) else { return 0 }
      return last + 1
    case .utf16LittleEndian, .utf16BigEndian:
      let lf: [UInt8] = encoding == .utf16LittleEndian ? [0x0A, 0] : [0, 0x0A]
      var position = bytes.count / 2 * 2 - 2
      while position >= 0, bytes[position] != lf[0] || bytes[position + 1] != lf[1] {
        position -= 2
      }
      return position + 2
    }
  }

  /// Reads whole lines.
  ///
  /// UTF-8 is passed on as it is: its cells are checked one by one.
  func utf8(_ bytes: [UInt8]) -> Piece {
    switch encoding {
    case .utf8, .utf8WithBOM: Piece(bytes: bytes)
    case .gb18030: fromGB18030(bytes)
    case .utf16LittleEndian, .utf16BigEndian: fromUTF16(bytes)
    }
  }

  private func fromGB18030(_ bytes: [UInt8]) -> Piece {
    if let text = String(data: Data(bytes), encoding: Self.gb18030) {
      return Piece(bytes: Array(text.utf8))
    }
    var piece = Piece(bytes: [])
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { piece.bytes.append(0x0A) }
      if let text = String(data: Data(line), encoding: Self.gb18030) {
        piece.bytes.append(contentsOf: text.utf8)
      } else {
        piece.badLines.append(index)
        for byte in line {
          if byte < 0x80 { piece.bytes.append(byte) } else { piece.bytes += [0xEF, 0xBF, 0xBD] }
        }
      }
    }
    return piece
  }

  private func fromUTF16(_ bytes: [UInt8]) -> Piece {
    let low = encoding == .utf16LittleEndian ? 0 : 1
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var position = 0
    while position + 1 < bytes.count {
      units.append(UInt16(bytes[position + low]) | UInt16(bytes[position + 1 - low]) << 8)
      position += 2
    }
    var piece = Piece(bytes: Array(String(decoding: units, as: UTF16.self).utf8))
    guard String(validating: units, as: UTF16.self) == nil || bytes.count % 2 == 1
    else { return piece }
    for (index, line) in units.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where String(validating: line, as: UTF16.self) == nil { piece.badLines.append(index) }
    // Half a character at the end: the line that it belonged to is not whole.
    if !bytes.count.isMultiple(of: 2) { piece.badLines.append(units.count { $0 == 0x0A }) }
    return piece
  }
}
