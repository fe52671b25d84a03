/// Brings a text part into 7-bit lines of at most 76 (RFC 2045, 6.7 and 6.8), whatever is in it.
enum BodyEncoding: String {
  case quotedPrintable = "quoted-printable"
  case base64 = "base64"

  /// The shorter of the two for this text; quoted-printable stays readable in the outbox.
  static func best(for text: String) -> BodyEncoding {
    let foreign = text.utf8.reduce(into: 0) { count, byte in if byte > 0x7E { count += 1 } }
    return foreign * 6 > text.utf8.count ? .base64 : .quotedPrintable
  }

  /// Appends the encoded text; line ends become CRLF, NUL and other control characters go.
  func append(_ text: String, to result: inout [UInt8]) {
    let lines = SafeText.block(text).utf8
      .split(separator: 10, omittingEmptySubsequences: false)
    switch self {
    case .quotedPrintable:
      let complete = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
      for line in complete { Self.appendQuoted(line, to: &result) }
    case .base64:
      Base64.appendLines(Array(lines.joined(separator: [13, 10])), to: &result)
    }
  }

  private static func appendQuoted(_ line: Substring.UTF8View, to result: inout [UInt8]) {
    var column = 0
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let next = line.index(after: index)
      let isLast = next == line.endIndex
      let isPlain =
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        || (byte == 0x20 || byte == 0x09) && !isLast
      let width = isPlain ? 1 : 3
      // One column stays free for the “=” of a soft line break.
      if column + width > (isLast ? 76 : 75) {
        result += [UInt8(ascii: "="), 13, 10]
        column = 0
      }
      if isPlain { result.append(byte) } else { result += "=\(HeaderText.hex(byte))".utf8 }
      column += width
      index = next
    }
    result += [13, 10]
  }
}
