/// Breaks lines for terminals, where Chinese characters are two columns wide.
struct TextColumns {
  /// Most columns in a line.
  let width: Int

  init(width: Int = 72) { self.width = width }

  /// Columns that a text takes.
  static func count(_ text: String) -> Int { text.reduce(0) { $0 + columns($1) } }

  /// The text with blanks up to a width: on its left for figures, else on its right.
  static func pad(_ text: String, to width: Int, isRight: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count(text)))
    return isRight ? blanks + text : text + blanks
  }

  /// How wide the columns of a table are.
  static func widths(heads: [String], rows: some Sequence<[String]>) -> [Int] {
    var widths = heads.map(count)
    for row in rows {
      for (place, cell) in row.enumerated() {
        if place == widths.count { widths.append(0) }
        widths[place] = max(widths[place], count(cell))
      }
    }
    return widths
  }

  /// Columns of one character: 2 for the wide blocks of East Asian text and for emoji.
  private static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Whether a line must not begin with the character.
  private static func clings(_ character: Character) -> Bool {
    "，。；：！？、）」』》”’…".contains(character)
  }

  /// The text in lines; the first begins with `first`, the others are indented by `indent` blanks.
  func wrap(_ text: String, first: String = "", indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line = first
    var used = Self.count(first)
    var isEmpty = true
    for piece in Self.pieces(text) {
      let columns = Self.count(piece)
      let fits = used + Self.count(Self.trimmed(piece)) <= width
      if !fits, !isEmpty, !(piece.first.map(Self.clings) ?? false) {
        lines.append(Self.trimmed(line))
        line = String(repeating: " ", count: indent)
        used = indent
        isEmpty = true
        if piece == " " { continue }
      }
      line += piece
      used += columns
      isEmpty = false
    }
    lines.append(Self.trimmed(line))
    return lines
  }

  /// Words with the blank behind them; wide characters each by themselves.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    for character in text {
      if columns(character) == 2 {
        if !word.isEmpty { pieces.append(word) }
        pieces.append(String(character))
        word = ""
      } else {
        word.append(character)
        if character == " " {
          pieces.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { pieces.append(word) }
    return pieces
  }

  /// The line without blanks at its end.
  static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
