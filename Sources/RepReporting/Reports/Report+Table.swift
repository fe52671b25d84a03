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
      let heads = table.columns.map(words.column)
      let rows = (0..<table.count).lazy.map { table[$0].map(words.cell) }
      let widths = TextColumns.widths(heads: heads, rows: rows)
      try line(Self.line(heads, widths, isRight: table[0].map(\.isNumber)))
      for row in 0..<table.count {
        let cells = table[row]
        try line(Self.line(cells.map(words.cell), widths, isRight: cells.map(\.isNumber)))
      }
    }
  }

  private static func line(_ texts: [String], _ widths: [Int], isRight: [Bool]) -> String {
    let cells = texts.indices.map { place in
      "  " + TextColumns.pad(texts[place], to: widths[place], isRight: isRight[place])
    }
    return TextColumns.trimmed(cells.joined())
  }
}
