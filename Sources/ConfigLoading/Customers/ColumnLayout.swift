/// Which field of a record holds which column.
struct ColumnLayout: Sendable {
  /// The header's cells as in the file.
  let header: [String]
  /// Field by ``CustomerColumn/rawValue``, -1 where the file has no such column.
  private(set) var fields: [Int]
  /// Whether the headers are Chinese.
  let isChinese: Bool
  /// Whether the consent for chat is about WhatsApp, which reaches the mobile number.
  private(set) var chatIsWhatsApp = false

  /// What a header line was found to be.
  struct Reading: Sendable {
    var layout: ColumnLayout
    /// Headers that mean nothing here.
    var unknown: [String] = []
    /// Why the file cannot be used.
    var errors: [String] = []
  }

  private init(header: [String]) {
    self.header = header
    fields = Array(repeating: -1, count: CustomerColumn.allCases.count)
    isChinese = header.joined().unicodeScalars.contains { CellText.isIdeographic($0) }
  }

  /// The field that holds a column; nil where the file has none.
  func field(_ column: CustomerColumn) -> Int? {
    let field = fields[Int(column.rawValue)]
    return field < 0 ? nil : field
  }

  /// The file's own name for a column.
  func name(_ column: CustomerColumn) -> String {
    guard let field = field(column) else {
      return isChinese ? column.chineseHeader : column.englishHeader
    }
    return CellText.cleaned(header[field])
  }

  /// Finds the columns of a header line; `columns` are the site's own names and go first.
  static func read(_ header: [String], columns: [String: CustomerColumn]) -> Reading {
    var reading = Reading(layout: ColumnLayout(header: header))
    var own: [String: CustomerColumn] = [:]
    for (name, column) in columns { own[CustomerColumn.key(name)] = column }
    for (field, cell) in header.enumerated() {
      let key = CustomerColumn.key(cell)
      guard let column = own[key] ?? CustomerColumn.byHeader[key] else {
        if !key.isEmpty { reading.unknown.append(CellText.cleaned(cell)) }
        continue
      }
      if let other = reading.layout.field(column) {
        reading.errors.append(
          "columns \(other + 1) (\(CellText.cleaned(header[other]))) and \(field + 1) "
            + "(\(CellText.cleaned(cell))) both hold \(column.fieldName)")
        continue
      }
      reading.layout.fields[Int(column.rawValue)] = field
      if column == .chatConsent, key.contains("whatsapp") { reading.layout.chatIsWhatsApp = true }
    }
    reading.requireColumns()
    return reading
  }
}

extension ColumnLayout.Reading {
  /// Whether the first line is no header at all but a customer, whose cells go into no finding.
  var isNoHeader: Bool { unknown.count > 1 && layout.fields.allSatisfy { $0 < 0 } }

  /// What to do about a header that means nothing here.
  func advice(on header: String) -> String {
    let free = CustomerColumn.allCases.filter { layout.field($0) == nil }
    let near = free.map { ($0, distance(header, [$0.chineseHeader, $0.englishHeader])) }
      .min { $0.1 < $1.1 }
    guard let near, near.1 <= 2, near.1 * 3 < header.count else {
      return " (map it under columns: if it should be)"
    }
    return
      "; did you mean \(layout.isChinese ? near.0.chineseHeader : near.0.englishHeader)?"
  }

  /// A file needs ids and names.
  fileprivate mutating func requireColumns() {
    guard !isNoHeader else {
      errors.append(
        "the first line is no header: none of its \(layout.header.count) cells is a known column; "
          + "put one before it, with \(CustomerColumn.id.englishHeader) or "
          + "\(CustomerColumn.id.chineseHeader) and the others")
      return
    }
    if layout.field(.id) == nil {
      errors.append("no column for the customer's id" + hint(for: .id))
    }
    let hasName = layout.field(.name) ?? layout.field(.firstName) ?? layout.field(.lastName)
    if hasName == nil { errors.append("no column for the customer's name" + hint(for: .name)) }
  }

  /// What to write, or which unknown header comes near.
  private func hint(for column: CustomerColumn) -> String {
    let wanted = layout.isChinese ? column.chineseHeader : column.englishHeader
    let names = [column.chineseHeader, column.englishHeader] + column.otherHeaders
    let near = unknown.min { distance($0, names) < distance($1, names) }
    if let near, distance(near, names) <= max(1, near.count / 3) {
      return ": did you mean \(wanted) where the header says \(near)?"
    }
    return ": name it \(wanted), or map its header under columns:"
  }

  private func distance(_ text: String, _ names: [String]) -> Int {
    names.map { Self.editDistance(CustomerColumn.key(text), CustomerColumn.key($0)) }.min() ?? .max
  }

  /// Levenshtein's distance.
  private static func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.prefix(64).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = a == b ? diagonal : 1 + min(diagonal, above, row[j])
        diagonal = above
      }
    }
    return row[right.count]
  }
}
