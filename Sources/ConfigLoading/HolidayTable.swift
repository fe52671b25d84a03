package import CadenceModel
package import CivilTime

/// Reads one country's list of days: `date,kind,status,region,name,name_en,note`, a row a name.
///
/// The format needs no quoting: names hold no comma, and a quotation mark is refused rather than
/// misread.
package struct HolidayTable {
  /// The file's name in diagnostics.
  private let file: String
  /// The rows read so far.
  package private(set) var entries: [HolidayEntry] = []
  /// What is wrong, in order of line.
  package private(set) var diagnostics: [Diagnostic] = []
  /// The line being read, from 1.
  private var line = 0

  private static let header = ["date", "kind", "status", "region", "name", "name_en", "note"]

  /// A reader of one file.
  package init(file: String) { self.file = file }

  /// Reads the whole file: UTF-8 with or without BOM, lines ended by LF or CRLF.
  package mutating func read(_ bytes: [UInt8]) {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for var row in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if row.last == UInt8(ascii: "\r") { row = row.dropLast() }
      guard let text = String(validating: row, as: UTF8.self) else {
        report(1, "the line is not UTF-8")
        continue
      }
      if line == 1 {
        guard
          text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            == Self.header
        else {
          report(1, "the first line must be \(Self.header.joined(separator: ","))")
          return
        }
      } else if !text.isEmpty {
        readRow(text)
      }
    }
    if entries.isEmpty, diagnostics.isEmpty { report(0, "the file holds no days") }
  }

  /// Reads a row; one that is wrong is reported and left out.
  private mutating func readRow(_ text: String) {
    if let quote = text.unicodeScalars.firstIndex(of: "\"") {
      let column = text.unicodeScalars.distance(from: text.startIndex, to: quote) + 1
      return report(column, "quotation marks are not read here; write names without a comma")
    }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == Self.header.count else {
      return report(1, "\(fields.count) columns instead of \(Self.header.count)")
    }
    func column(_ field: Int) -> Int {
      fields[..<field].reduce(1) { $0 + $1.unicodeScalars.count + 1 }
    }
    guard let day = Day(iso: fields[0]) else {
      return report(1, "\(fields[0]) is no day; write YYYY-MM-DD")
    }
    guard let kind = HolidayEntry.Kind(rawValue: String(fields[1])) else {
      return report(column(1), Self.wrong("kind", fields[1], HolidayEntry.Kind.allCases))
    }
    guard let status = HolidayEntry.Status(rawValue: String(fields[2])) else {
      return report(column(2), Self.wrong("status", fields[2], HolidayEntry.Status.allCases))
    }
    guard !fields[4].isEmpty else { return report(column(4), "the name is missing") }
    entries.append(
      HolidayEntry(
        day: day, kind: kind, status: status,
        regions: fields[3].split(separator: "|").map(String.init), name: String(fields[4]),
        englishName: String(fields[5]), note: String(fields[6])))
  }

  private mutating func report(_ column: Int, _ text: String) {
    diagnostics.append(
      Diagnostic(.error, file: file, line: column == 0 ? 0 : line, column: column, text))
  }

  private static func wrong<Value: RawRepresentable<String>>(
    _ column: String, _ text: Substring, _ values: [Value]
  ) -> String {
    "\(column) \(text) is none of \(values.map(\.rawValue).joined(separator: ", "))"
  }
}
