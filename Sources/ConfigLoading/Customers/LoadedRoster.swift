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
  /// Who stays instead of duplicates, by the slot that ``RejectedPlace`` notes name.
  var winners: [Int32: DuplicateWinner] = [:]
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
struct RejectedPlace: Sendable {
  /// Index into ``LoadedRoster/files``, and the record's number in it: what they are sorted by.
  private let position: UInt64
  /// On the shelf: why it was set aside, and where its cells are.
  let note: CellShelf.Place

  init(file: Int, record: Int, note: CellShelf.Place) {
    position = UInt64(clamping: file) << 32 | UInt64(UInt32(clamping: record))
    self.note = note
  }

  /// Index into ``LoadedRoster/files``.
  var file: Int { Int(position >> 32) }
  /// The record's number after the header, from 1.
  var record: Int { Int(position & UInt64(UInt32.max)) }
  /// Whether it stands before another in the files.
  func precedes(_ other: RejectedPlace) -> Bool { position < other.position }
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
  /// Puts a record aside whose cells are on the shelf.
  mutating func setAside(file: Int, record: Int, cells: CellShelf.Place, _ reason: String) {
    guard let shelf else { return }
    let note = shelf.put(PackedCells([reason, String(cells)]))
    rejects.append(RejectedPlace(file: file, record: record, note: note))
  }

  /// Puts a duplicate aside whose cells are on the shelf; why is told by ``winners``, at the end.
  mutating func setAside(_ duplicate: DuplicateRecord, cells: CellShelf.Place) {
    guard let shelf else { return }
    let origin = duplicate.origin
    let note = shelf.put(
      PackedCells([
        duplicate.id.text, String(cells), String(origin.content), String(duplicate.slot),
      ]))
    rejects.append(
      RejectedPlace(file: Int(origin.file), record: Int(origin.record), note: note))
  }

  /// The record that was set aside at a place.
  func rejected(_ place: RejectedPlace) -> RejectedRecord? {
    guard let shelf else { return nil }
    let note = shelf.cells(at: place.note).cells.texts
    guard note.count >= 2, let cells = CellShelf.Place(note[1]) else { return nil }
    return RejectedRecord(
      file: place.file, record: place.record, cells: shelf.cells(at: cells).cells,
      reason: reason(note))
  }

  /// Why a record was set aside: as it was said then, or for a duplicate by who stayed.
  private func reason(_ note: [String]) -> String {
    guard note.count == 4, let content = UInt64(note[2]), let slot = Int32(note[3]),
      let winner = winners[slot]
    else { return note[0] }
    return winner.reason(for: CustomerID(note[0]), content: content)
  }

  /// What the record of the customer at an index looked like; nil where no cells are kept.
  func keptCells(at index: Int) -> KeptCells? {
    guard let shelf, index < kept.count else { return nil }
    let (source, next) = shelf.cells(at: kept[index])
    return KeptCells(source: source, cells: shelf.cells(at: next).cells)
  }
}
