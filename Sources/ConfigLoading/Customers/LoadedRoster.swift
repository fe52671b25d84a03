package import CadenceModel

/// The customers of one or more files, and what was found on the way.
package struct LoadedRoster: Sendable {
  /// The customers, sorted by id.
  package var roster = Roster()
  /// What was found, in the order of files and records.
  package var findings: [CustomerFinding] = []
  /// How many of what.
  package var counts = Counts()
  /// Per file: what it was found to be.
  package var files: [FileSummary] = []
  /// The bytes of each file, as far as they were read.
  package var digests: [String: FileDigest] = [:]
  /// With ``CustomerContext/shelf``: where the rejected records, and the duplicates left out, are.
  var rejects: [RejectedPlace] = []
  /// With ``CustomerContext/shelf``: where the source of each customer of the roster is, in its order.
  var kept: [CellShelf.Place] = []
  /// Where the cells of both are.
  var shelf: CellShelf?

  /// Nothing loaded.
  package init() {}

  /// Whether every file could be read at all: no finding about a file as a whole is a reject.
  package var isComplete: Bool { !findings.contains { $0.record == 0 && $0.severity == .reject } }

  /// Numbers for summaries.
  package struct Counts: Hashable, Sendable {
    /// Records that are no blank rows.
    package var records = 0
    /// Customers in the roster.
    package var customers = 0
    /// Records set aside, duplicates not counted.
    package var rejected = 0
    /// Records left out because another one is the same customer.
    package var duplicates = 0
    /// Rows left out that are no customers: blank rows and totals.
    package var skippedRows = 0
    /// Warnings.
    package var warnings = 0
    /// Findings beyond ``CustomerContext/findingLimit``, counted but not listed.
    package var unlisted = 0
  }

  /// What a file was found to be.
  package struct FileSummary: Hashable, Sendable {
    /// The file as given.
    package var file: String
    /// Its encoding.
    package var encoding: TextEncoding
    /// Its separator.
    package var separator: Character
    /// Its header cells.
    package var header: [String]
    /// Whether its headers are Chinese.
    package var isChinese: Bool
  }
}

/// A record that was set aside, with its cells as they stood in the file.
struct RejectedRecord: Hashable, Sendable {
  /// Index into ``LoadedRoster/files``.
  var file: Int
  /// The record's number after the header, from 1.
  var record: Int
  /// The cells.
  var cells: PackedCells
  /// Why it was set aside.
  var reason: String
}

/// Where a record that was set aside is, in few bytes.
struct RejectedPlace: Hashable, Sendable {
  /// Index into ``LoadedRoster/files``.
  var file: UInt16
  /// The record's number after the header, from 1.
  var record: UInt32
  /// The cells.
  var cells: CellShelf.Place
  /// Why it was set aside, as the one cell that stands there.
  var reason: CellShelf.Place
}

/// What an accepted record looked like in its file.
package struct KeptCells: Hashable, Sendable {
  /// All cells as they stood in the file.
  package var source: PackedCells
  /// Cleaned texts that are written back as they came: those of ``columns``, in that order.
  package var cells: PackedCells

  /// The columns whose texts are written back as they came.
  static let columns: [CustomerColumn] = [
    .rep, .level, .country, .dealStatus, .optOutDate, .nextContact, .household, .latitude,
    .longitude,
  ]

  /// The cleaned text of a column; nil where there was none.
  func text(_ column: CustomerColumn) -> String? {
    guard let index = Self.columns.firstIndex(of: column) else { return nil }
    let text = cells.texts[index]
    return text.isEmpty ? nil : text
  }
}

extension LoadedRoster {
  /// The record that was set aside at a place.
  func rejected(_ place: RejectedPlace) -> RejectedRecord? {
    guard let shelf else { return nil }
    return RejectedRecord(
      file: Int(place.file), record: Int(place.record), cells: shelf.cells(at: place.cells).cells,
      reason: shelf.cells(at: place.reason).cells.texts.first ?? "")
  }

  /// What the record of the customer at an index looked like; nil where no cells are kept.
  func keptCells(at index: Int) -> KeptCells? {
    guard let shelf, index < kept.count else { return nil }
    let (source, next) = shelf.cells(at: kept[index])
    return KeptCells(source: source, cells: shelf.cells(at: next).cells)
  }
}
