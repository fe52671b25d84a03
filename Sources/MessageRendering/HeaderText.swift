/// Writes texts into mail headers: RFC 5322 folding, RFC 2047 words, RFC 2231 parameters.
enum HeaderText {
  /// Longest line wanted, without CRLF (RFC 5322, 2.1.1 and RFC 2047, 2).
  static let lineLimit = 76

  /// The value of an unstructured header, folded; `used` columns of its first line are taken.
  static func unstructured(_ text: String, after used: Int) -> String {
    isPlainText(text)
      ? (fold(text, after: used) ?? words(text, after: used))
      : words(text, after: used)
  }

  /// A display name and an address, folded.
  static func mailbox(_ mailbox: Mailbox, after used: Int) -> String {
    let address = "<\(mailbox.address)>"
    guard !mailbox.name.isEmpty else { return mailbox.address }
    let name = phrase(mailbox.name, after: used)
    let lastLine = name.utf8.split(separator: UInt8(ascii: "\n")).last.map(\.count) ?? 0
    let column = lastLine == name.utf8.count ? used + lastLine : lastLine
    return name + (column + 1 + address.utf8.count > lineLimit ? "\r\n " : " ") + address
  }

  /// RFC 2047 words in base64 of UTF-8, each at most 75 long and a line of its own.
  static func words(_ text: String, after used: Int) -> String {
    var lines: [String] = []
    var bytes: [UInt8] = []
    var room = wordBytes(after: used)
    func flush() {
      lines.append("=?UTF-8?B?\(Base64.text(bytes))?=")
      bytes = []
      room = wordBytes(after: 1)
    }
    for piece in pieces(text) {
      if !bytes.isEmpty, bytes.count + piece.utf8.count > room { flush() }
      if bytes.isEmpty, piece.utf8.count > room, lines.isEmpty {
        // The header's name leaves too little room: begin on the next line.
        lines.append("")
        room = wordBytes(after: 1)
      }
      bytes += piece.utf8
    }
    flush()
    return lines.joined(separator: "\r\n ")
  }

  /// `; name="value"`, or RFC 2231's encoded pieces on lines of their own.
  static func parameter(_ name: String, _ value: String) -> String {
    if value.utf8.count <= 50, value.utf8.allSatisfy({ isAtom($0) || $0 == UInt8(ascii: ".") }) {
      return ";\r\n \(name)=\"\(value)\""
    }
    var pieces: [String] = [""]
    // Readers decode piece by piece, so no scalar may be split between two.
    for scalar in value.unicodeScalars {
      let piece = String(scalar).utf8.map { byte in
        isAttributeByte(byte) ? String(UnicodeScalar(byte)) : "%" + hex(byte)
      }.joined()
      if pieces[pieces.count - 1].utf8.count + piece.utf8.count > 50 { pieces.append("") }
      pieces[pieces.count - 1] += piece
    }
    guard pieces.count > 1 else { return ";\r\n \(name)*=UTF-8''\(pieces[0])" }
    return pieces.enumerated().map { index, piece in
      ";\r\n \(name)*\(index)*=\(index == 0 ? "UTF-8''" : "")\(piece)"
    }.joined()
  }

  /// RFC 5322 `atext`.
  static func isAtom(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  /// What a host name's labels consist of.
  static func isHostByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-")
  }

  /// RFC 2231 `attribute-char`.
  private static func isAttributeByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$&+-.^_`{|}~".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }

  private static func phrase(_ name: String, after used: Int) -> String {
    guard isPlainText(name), name.utf8.count <= 60 else { return words(name, after: used) }
    if name.utf8.allSatisfy({ isAtom($0) || $0 == UInt8(ascii: " ") }) { return name }
    var quoted = "\""
    for character in name {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    }
    return quoted + "\""
  }

  /// Printable ASCII with single inner spaces, and nothing that looks like an encoded word.
  private static func isPlainText(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
      && text.first != " " && text.last != " " && !text.contains("  ")
  }

  /// Folds at spaces; nil when a single word is too long for a line.
  private static func fold(_ text: String, after used: Int) -> String? {
    var result = ""
    var column = used
    for (index, word) in text.split(separator: " ").enumerated() {
      guard word.utf8.count < lineLimit else { return nil }
      if index > 0 {
        let fits = column + 1 + word.utf8.count <= lineLimit
        result += fits ? " " : "\r\n "
        column = fits ? column + 1 : 1
      } else if column + word.utf8.count > lineLimit {
        return nil
      }
      result += word
      column += word.utf8.count
    }
    return result
  }

  /// Bytes that fit into a word which begins at a column: base64 makes 4 of 3, `=?UTF-8?B?` and
  /// `?=` take 12.
  private static func wordBytes(after used: Int) -> Int {
    max(0, (min(75, lineLimit - used) - 12) / 4 * 3)
  }

  /// What must not be split: characters, or their scalars where a character fills a word alone.
  private static func pieces(_ text: String) -> [String] {
    text.flatMap { character in
      character.utf8.count <= 24
        ? [String(character)] : character.unicodeScalars.map { String($0) }
    }
  }
}
