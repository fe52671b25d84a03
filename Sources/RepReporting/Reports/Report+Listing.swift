import TouchJournal

extension Report {
  /// One JSON object a row, which begins with the report's and the table's name; a figure of which
  /// nothing can be said is null.
  package func writeJSON(_ line: (String) throws -> Void) rethrows {
    for table in tables {
      for place in 0..<table.count {
        var fields = [
          JournalField("report", .string(name.rawValue)),
          JournalField("table", .string(table.name)),
        ]
        for (column, cell) in zip(table.columns, table[place]) {
          fields.append(JournalField(column, cell.json))
        }
        var bytes: [UInt8] = []
        JSONValue.object(fields).write(to: &bytes)
        try line(String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  /// CSV (RFC 4180): the table's name, then a column for each that any of the tables has.
  package func writeCSV(_ line: (String) throws -> Void) rethrows {
    var columns: [String] = []
    for column in tables.flatMap(\.columns) where !columns.contains(column) {
      columns.append(column)
    }
    try line((["table"] + columns).joined(separator: ","))
    for table in tables {
      let places = columns.map { table.columns.firstIndex(of: $0) }
      for row in 0..<table.count {
        let cells = table[row]
        let texts = [table.name] + places.map { $0.map { cells[$0].written } ?? "" }
        try line(texts.map(Self.quoted).joined(separator: ","))
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension ReportCell {
  /// The value as JSON has it.
  fileprivate var json: JSONValue {
    switch self {
    case .none: .null
    case .text(let text): .string(text)
    case .count(let number): .integer(Int64(number))
    case .decimal: .number(written)
    }
  }

  /// Whether it stands to the right of its column.
  var isNumber: Bool {
    switch self {
    case .count, .decimal: true
    case .none, .text: false
    }
  }
}
