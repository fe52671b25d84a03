extension Report {
  /// For people: each table with a heading, columns in words of the language, figures to the right.
  package func writeTable(language: String, _ line: (String) throws -> Void) rethrows {
    let words = ReportWords(language: language)
    try line(words.title(of: name))
    for table in tables {
      try line("")
      try line(words.heading(of: table.name, in: name))
      guard table.count > 0 else {
        try line("  \(words.nothing)")
        continue
      }
      let widths = Self.widths(table, words)
      try line(
        Self.line(table.columns.map(words.column), widths, isRight: table[0].map(\.isNumber)))
      for row in 0..<table.count {
        let cells = table[row]
        try line(Self.line(cells.map(words.cell), widths, isRight: cells.map(\.isNumber)))
      }
    }
  }

  private static func widths(_ table: ReportTable, _ words: ReportWords) -> [Int] {
    var widths = table.columns.map { TextColumns.count(words.column($0)) }
    for row in 0..<table.count {
      for (place, cell) in table[row].enumerated() {
        widths[place] = max(widths[place], TextColumns.count(words.cell(cell)))
      }
    }
    return widths
  }

  private static func line(_ texts: [String], _ widths: [Int], isRight: [Bool]) -> String {
    var line = ""
    for (place, text) in texts.enumerated() {
      let pad = String(repeating: " ", count: max(0, widths[place] - TextColumns.count(text)))
      line += "  " + (isRight[place] ? pad + text : text + pad)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
