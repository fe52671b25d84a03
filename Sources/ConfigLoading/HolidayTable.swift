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
    let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for var row in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if row.last == UInt8(ascii: "\r") { row = row.dropLast() }
      let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      if line == 1 {
        guard fields.map({ String(decoding: $0, as: UTF8.self) }) == Self.header else {
          report(1, "the first line must be \(Self.header.joined(separator: ","))")
          return
        }
      } else if !row.isEmpty {
        readRow(row, fields)
      }
    }
    if entries.isEmpty, diagnostics.isEmpty { report(0, "the file holds no days") }
  }

  /// Reads a row; one that is wrong is reported and left out.
  private mutating func readRow(_ row: ArraySlice<UInt8>, _ fields: [ArraySlice<UInt8>]) {
    var texts: [String] = []
    texts.reserveCapacity(fields.count)
    for field in fields {
      guard let text = String(validating: field, as: UTF8.self) else {
        return report(
          texts.reduce(1) { $0 + $1.unicodeScalars.count + 1 }, "not UTF-8; save the file as UTF-8")
      }
      texts.append(text)
    }
    func column(_ field: Int) -> Int {
      texts[..<field].reduce(1) { $0 + $1.unicodeScalars.count + 1 }
    }
    if let quoted = texts.firstIndex(where: { $0.utf8.contains(UInt8(ascii: "\"")) }) {
      return report(
        column(quoted), "quotation marks are not read here; write names without a comma")
    }
    guard texts.count == Self.header.count else {
      return report(1, "\(texts.count) columns instead of \(Self.header.count)")
    }
    guard let day = Day(iso: texts[0]) else {
      return report(1, "\(texts[0]) is no day; write YYYY-MM-DD")
    }
    guard let kind = HolidayEntry.Kind(rawValue: texts[1]) else {
      return report(column(1), Self.wrong("kind", texts[1], HolidayEntry.Kind.allCases))
    }
    guard let status = HolidayEntry.Status(rawValue: texts[2]) else {
      return report(column(2), Self.wrong("status", texts[2], HolidayEntry.Status.allCases))
    }
    guard !texts[4].isEmpty else { return report(column(4), "the name is missing") }
    let regions = texts[3].isEmpty ? [] : texts[3].split(separator: "|").map(String.init)
    entries.append(
      HolidayEntry(
        day: day, kind: kind, status: status, regions: regions, name: texts[4],
        englishName: texts[5], note: texts[6]))
  }

  private mutating func report(_ column: Int, _ text: String) {
    diagnostics.append(
      Diagnostic(.error, file: file, line: column == 0 ? 0 : line, column: column, text))
  }

  private static func wrong<Value: RawRepresentable<String>>(
    _ column: String, _ text: String, _ values: [Value]
  ) -> String {
    "\(column) \(text) is none of \(values.map(\.rawValue).joined(separator: ", "))"
  }
}
