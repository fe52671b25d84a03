import CadenceModel
import CivilTime

/// Writes what `import` made of customer files: clean records under our own headers, and rejects.
package struct CleanFileWriter {
  private let loaded: LoadedRoster
  private let isChinese: Bool
  private let columns: [CustomerColumn]

  /// A writer over a roster loaded with ``CustomerContext/shelf``; the headers are in the language of
  /// the first file.
  package init(_ loaded: LoadedRoster) {
    self.loaded = loaded
    isChinese = loaded.files.first?.isChinese ?? true
    let hasNames = loaded.roster.customers.indices.contains {
      !loaded.roster.profile(at: $0)[.lastName].isEmpty
    }
    var columns = isChinese ? Self.chinese : Self.english(splitsNames: hasNames)
    if loaded.roster.customers.contains(where: \.keepsLeapDayOnMarch1),
      let birthday = columns.firstIndex(of: .birthday)
    {
      columns.insert(.feb29, at: birthday + 1)
    }
    self.columns = columns + Self.further(loaded)
  }

  /// Columns that few files have, where this one does.
  private static func further(_ loaded: LoadedRoster) -> [CustomerColumn] {
    var further: [CustomerColumn] = []
    if loaded.roster.customers.contains(where: { $0.tags != 0 }) { further.append(.tags) }
    var open: [CustomerColumn] = [.household, .latitude, .longitude]
    var found: Set<CustomerColumn> = []
    for index in loaded.kept.indices where !open.isEmpty {
      guard let cells = loaded.keptCells(at: index) else { continue }
      for column in open where cells.text(column) != nil { found.insert(column) }
      open.removeAll { found.contains($0) }
    }
    further += [.household, .latitude, .longitude].filter { found.contains($0) }
    let hasEmployers = loaded.roster.customers.indices.contains {
      !loaded.roster.profile(at: $0)[.employer].isEmpty
    }
    return hasEmployers ? further + [.employer] : further
  }

  /// The clean records, sorted by id, as UTF-8 CSV (with a byte order mark under Chinese headers,
  /// which Excel needs).
  ///
  /// Cells that a spreadsheet would calculate begin with an apostrophe. `body` gets the bytes piece
  /// by piece.
  package func cleanRecords(_ body: ([UInt8]) throws -> Void) rethrows {
    var writer = CSVWriter()
    if isChinese { writer.writeMark() }
    writer.write(columns.map { isChinese ? $0.chineseHeader : $0.englishHeader })
    for index in loaded.roster.customers.indices {
      let row = Row(
        customer: loaded.roster.customers[index], profile: loaded.roster.profile(at: index),
        roster: loaded.roster, kept: loaded.keptCells(at: index), isChinese: isChinese)
      writer.write(columns.map { row.text($0) })
      if writer.bytes.count >= Self.piece { try body(writer.drain()) }
    }
    try body(writer.drain())
  }

  /// Bytes that are handed over at a time.
  private static let piece = 1 << 20

  /// The rejected records and duplicates, one file for each set of headers: the original columns
  /// and `reason`.
  ///
  /// The first one is `rejects.csv`, then `rejects-2.csv`.
  package var rejectNames: [String] {
    headers.indices.map { $0 == 0 ? "rejects.csv" : "rejects-\($0 + 1).csv" }
  }

  /// Each set of headers once, in the order of the files.
  private var headers: [[String]] {
    var headers: [[String]] = []
    for file in loaded.files where !headers.contains(file.header) { headers.append(file.header) }
    return headers
  }

  /// The file of rejects with this number, from 0; `body` gets its bytes piece by piece.
  package func rejects(_ number: Int, _ body: ([UInt8]) throws -> Void) rethrows {
    let header = headers[number]
    let files = Set(loaded.files.indices.filter { loaded.files[$0].header == header })
    var writer = CSVWriter()
    writer.writeMark()
    writer.write(header + ["reason"])
    for place in loaded.rejects where files.contains(place.file) {
      guard let reject = loaded.rejected(place) else { continue }
      var cells = reject.cells.texts
      while cells.count < header.count { cells.append("") }
      if cells.count > header.count {
        let rest = cells[(header.count - 1)...].joined(separator: ",")
        cells = cells.prefix(header.count - 1) + [rest]
      }
      writer.write(cells + [reject.reason])
      if writer.bytes.count >= Self.piece { try body(writer.drain()) }
    }
    try body(writer.drain())
  }

  private static let chinese: [CustomerColumn] = [
    .id, .name, .salutation, .gender, .mobile, .phone, .email, .chat, .language, .zone, .country,
    .province, .city, .district, .address, .rep, .source, .level, .stage, .birthday,
    .weddingAnniversary, .spouseName, .spouseBirthday, .parentNames, .parentBirthdays, .childNames,
    .childBirthdays, .interests, .purchases, .products, .installDate, .warrantyUntil, .dealStatus,
    .lastContact, .nextContact, .bestTime, .smsConsent, .callConsent, .chatConsent, .emailConsent,
    .optOutChannels, .optOutDate, .notes, .created,
  ]

  private static func english(splitsNames: Bool) -> [CustomerColumn] {
    [.id, .salutation] + (splitsNames ? [.firstName, .lastName] : [.name]) + [
      .gender, .mobile, .phone, .email, .language, .zone, .country, .province, .city, .district,
      .address, .postalCode, .rep, .source, .level, .stage, .birthday, .weddingAnniversary,
      .spouseName, .spouseBirthday, .parentNames, .parentBirthdays, .childNames, .childBirthdays,
      .interests, .purchases, .products, .installDate, .warrantyUntil, .lastContact, .nextContact,
      .bestTime, .smsConsent, .callConsent, .chatConsent, .emailConsent, .optOutChannels,
      .optOutDate, .notes, .created,
    ]
  }
}

extension Customer {
  /// Whether somebody here keeps a 29 February on 1 March in common years.
  var keepsLeapDayOnMarch1: Bool {
    birthday?.feb29 == .mar1 || wedding?.feb29 == .mar1
      || family.contains { $0.date.feb29 == .mar1 }
  }
}
