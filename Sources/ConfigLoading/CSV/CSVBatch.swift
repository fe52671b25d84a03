/// What is wrong with the shape of a record, before anybody looks at its cells.
enum CSVProblem: Hashable, Sendable {
  /// A quotation mark opened on this line, in this column counted from 1, is never closed.
  case unterminatedQuote(line: Int, column: Int)
  /// The same, not within ``CSVLimits/field`` bytes: a lost quotation mark, or a cell too long.
  case overlongQuote(line: Int, column: Int)
  /// A quoted cell that began on this line, in this column from 1, goes on after its quote.
  case textAfterQuote(line: Int, column: Int)
  /// This column, from 1, holds more than ``CSVLimits/field`` bytes.
  case hugeField(column: Int)
  /// More than ``CSVLimits/record`` bytes without an end of the record.
  case hugeRecord
  /// More than ``CSVLimits/columns`` columns.
  case tooManyColumns
  /// Bytes that mean nothing in the encoding of the file, first on this line.
  case badEncoding(line: Int)

  /// One sentence for a finding; holds nothing from the file.
  var text: String {
    switch self {
    case .unterminatedQuote(let line, let column):
      "the quotation mark opened on line \(line) in column \(column) is never closed"
    case .overlongQuote(let line, let column):
      "the quotation mark opened on line \(line) in column \(column) is not closed within 64 KiB"
    case .textAfterQuote(let line, let column):
      "text follows the closing quotation mark of the cell that began on line \(line) in "
        + "column \(column); quotation marks inside a quoted cell are doubled"
    case .hugeField(let column): "column \(column) holds more than 64 KiB"
    case .hugeRecord: "the record is longer than 1 MiB"
    case .tooManyColumns: "more than \(CSVLimits.columns) columns"
    case .badEncoding(let line): "line \(line) holds bytes that do not fit the file's encoding"
    }
  }
}

/// One record of a batch.
struct CSVRecord: Hashable, Sendable {
  /// Index of its first field in the batch.
  var firstField: UInt32
  /// How many fields it has.
  var fieldCount: UInt32
  /// The line it begins on, from 1.
  var line: UInt32
  /// Its number from 1 after the header, counting quoted newlines as part of one record.
  var number: UInt32
  /// What is wrong with its shape; its fields are then those of its first line, cut at separators.
  var problem: CSVProblem?
}

/// Records that were read together, as byte ranges into one piece of UTF-8: no string is made.
struct CSVBatch: Sendable {
  /// The text of the records; unescaped copies of cells with doubled quotes stand at its end.
  var bytes: [UInt8]
  /// How many bytes at the start of ``bytes`` the records were read from.
  var used = 0
  /// Where each field begins and ends (exclusive) in ``bytes``.
  var starts: [UInt32] = []
  /// See ``starts``.
  var ends: [UInt32] = []
  /// The records in the order of the file.
  var records: [CSVRecord] = []

  /// The byte range of a record's field; nil where the record has fewer fields.
  func range(_ record: CSVRecord, _ field: Int) -> Range<Int>? {
    guard field < Int(record.fieldCount) else { return nil }
    let index = Int(record.firstField) + field
    return Int(starts[index])..<Int(ends[index])
  }

  /// The text of a record's field, damaged bytes repaired; `""` where the record has fewer.
  func text(_ record: CSVRecord, _ field: Int) -> String {
    guard let range = range(record, field) else { return "" }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// All fields of a record as texts.
  func texts(_ record: CSVRecord) -> [String] {
    (0..<Int(record.fieldCount)).map { text(record, $0) }
  }
}
