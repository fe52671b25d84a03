extension Report {
  /// A page that needs nothing from elsewhere: tables, and bars as inline SVG.
  ///
  /// Long lists, such as that of the neglected customers, stop after ``mostRows`` rows.
  package func writeHTML(
    language: String, subtitle: String, _ line: (String) throws -> Void
  ) rethrows {
    let words = ReportWords(language: language)
    let title = Self.escaped(words.title(of: name))
    try line("<!DOCTYPE html>")
    try line("<html lang=\"\(Self.escaped(language))\"><head><meta charset=\"utf-8\">")
    try line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    try line("<title>\(title)</title>")
    try line("<style>\(Self.style)</style></head><body>")
    try line("<h1>\(title)</h1><p>\(Self.escaped(subtitle))</p>")
    for table in tables {
      try line("<h2>\(Self.escaped(words.heading(of: table.name, in: name)))</h2>")
      if let picture = ReportBars(table, words)?.svg { try line(picture) }
      try writeHTML(table, words, line)
    }
    try line("</body></html>")
  }

  /// The most rows of a table on a page.
  static let mostRows = 500

  private func writeHTML(
    _ table: ReportTable, _ words: ReportWords, _ line: (String) throws -> Void
  ) rethrows {
    guard table.count > 0 else { return try line("<p>\(Self.escaped(words.nothing))</p>") }
    let heads = table.columns.map { "<th>\(Self.escaped(words.column($0)))</th>" }.joined()
    try line("<table><thead><tr>\(heads)</tr></thead><tbody>")
    for row in 0..<min(table.count, Self.mostRows) {
      let cells = table[row].map { cell in
        "<td\(cell.isNumber ? " class=\"n\"" : "")>\(Self.escaped(words.cell(cell)))</td>"
      }
      try line("<tr>\(cells.joined())</tr>")
    }
    try line("</tbody></table>")
    if table.count > Self.mostRows {
      try line("<p>\(Self.escaped(words.more(table.count - Self.mostRows)))</p>")
    }
  }

  private static let style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
    + "color-scheme:light dark}table{border-collapse:collapse;font-size:.875rem;display:block;"
    + "overflow-x:auto}th,td{padding:.25rem .75rem .25rem 0;text-align:left;"
    + "border-bottom:1px solid #8884}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    + "svg{max-width:100%;height:auto}"

  /// Text in HTML or SVG.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}

/// The bars of a table's rows, as inline SVG.
struct ReportBars {
  private let bars: [(name: String, text: String, value: Double)]
  private let title: String

  /// The bars of the table's column; nil where it has none, or nothing to show.
  init?(_ table: ReportTable, _ words: ReportWords) {
    guard let bar = table.bar, let column = table.columns.firstIndex(of: bar),
      (1...40).contains(table.count)
    else { return nil }
    title = words.column(bar)
    bars = (0..<table.count).map { row in
      let cell = table[row][column]
      return (words.cell(table[row][0]), words.cell(cell), max(0, Double(cell.written) ?? 0))
    }
    if bars.allSatisfy({ $0.value == 0 }) { return nil }
  }

  private static let left = 160
  private static let width = 640
  private static let rowHeight = 24

  /// The picture.
  var svg: String {
    let most = bars.map(\.value).max() ?? 1
    let height = bars.count * Self.rowHeight + 28
    var svg =
      "<svg viewBox=\"0 0 \(Self.width) \(height)\" width=\"\(Self.width)\" height=\"\(height)\" "
      + "role=\"img\" font-size=\"13\" fill=\"currentColor\">"
      + "<title>\(Report.escaped(title))</title>"
      + "<text x=\"\(Self.left)\" y=\"16\">\(Report.escaped(title))</text>"
    for (row, bar) in bars.enumerated() {
      let top = 24 + row * Self.rowHeight
      let length = Int(Double(Self.width - Self.left - 90) * bar.value / most + 0.5)
      svg +=
        "<text x=\"\(Self.left - 8)\" y=\"\(top + 16)\" text-anchor=\"end\">"
        + "\(Report.escaped(bar.name))</text>"
        + "<rect x=\"\(Self.left)\" y=\"\(top + 3)\" width=\"\(length)\" height=\"17\" "
        + "fill=\"#3b76b8\"/>"
        + "<text x=\"\(Self.left + length + 6)\" y=\"\(top + 16)\">"
        + "\(Report.escaped(bar.text))</text>"
    }
    return svg + "</svg>"
  }
}
