import CadenceModel
import CivilTime

/// Writes what `import` made of customer files: clean records under our own headers, and rejects.
package struct CleanFileWriter {
  private let loaded: LoadedRoster
  private let isChinese: Bool
  private let columns: [CustomerColumn]

  /// A writer over a roster loaded with ``CustomerContext/keepsCells``; the headers are in the
  /// language of the first file.
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
    for column in [CustomerColumn.household, .latitude, .longitude]
    where loaded.keptCells.contains(where: { $0.text(column) != nil }) {
      further.append(column)
    }
    let hasEmployers = loaded.roster.customers.indices.contains {
      !loaded.roster.profile(at: $0)[.employer].isEmpty
    }
    return hasEmployers ? further + [.employer] : further
  }

  /// The clean records, sorted by id, as UTF-8 CSV (with a byte order mark under Chinese headers,
  /// which Excel needs).
  ///
  /// Cells that a spreadsheet would calculate begin with an apostrophe.
  package func cleanRecords() -> [UInt8] {
    var writer = CSVWriter()
    if isChinese { writer.writeMark() }
    writer.write(columns.map { isChinese ? $0.chineseHeader : $0.englishHeader })
    for index in loaded.roster.customers.indices {
      let row = Row(
        customer: loaded.roster.customers[index], profile: loaded.roster.profile(at: index),
        roster: loaded.roster, kept: index < loaded.keptCells.count ? loaded.keptCells[index] : nil,
        isChinese: isChinese)
      writer.write(columns.map { row.text($0) })
    }
    return writer.drain()
  }

  /// The rejected records and duplicates, one file for each set of headers: the original columns
  /// and `reason`.
  ///
  /// The first one is `rejects.csv`, then `rejects-2.csv`.
  package func rejects() -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    var headers: [[String]] = []
    for file in loaded.files where !headers.contains(file.header) { headers.append(file.header) }
    for (number, header) in headers.enumerated() {
      var writer = CSVWriter()
      writer.writeMark()
      writer.write(header + ["reason"])
      for reject in loaded.rejects where loaded.files[reject.file].header == header {
        var cells = reject.cells.texts
        while cells.count < header.count { cells.append("") }
        if cells.count > header.count {
          let rest = cells[(header.count - 1)...].joined(separator: ",")
          cells = cells.prefix(header.count - 1) + [rest]
        }
        writer.write(cells + [reject.reason])
      }
      files.append((number == 0 ? "rejects.csv" : "rejects-\(number + 1).csv", writer.drain()))
    }
    return files
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
