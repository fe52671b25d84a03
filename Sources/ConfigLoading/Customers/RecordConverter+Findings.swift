extension RecordConverter {
  /// Sets the record aside for its shape.
  mutating func reject(_ reason: String) { add(.reject, "", reason) }

  /// Sets the record aside for one of its cells.
  mutating func reject(
    _ column: CustomerColumn, _ reason: String, publicReason: String? = nil,
    _ range: Range<Int>? = nil
  ) {
    add(.reject, layout.name(column), reason, publicReason: publicReason, range)
  }

  /// Tells of a cell that is left out, or of an assumption.
  mutating func warn(
    _ column: CustomerColumn, _ reason: String, publicReason: String? = nil,
    _ range: Range<Int>? = nil
  ) {
    add(.warning, layout.name(column), reason, publicReason: publicReason, range)
  }

  /// Files a finding about the present record.
  mutating func add(
    _ severity: CustomerFinding.Severity, _ column: String, _ reason: String,
    publicReason: String? = nil, _ range: Range<Int>? = nil
  ) {
    if severity == .reject {
      rejections.append(column.isEmpty ? reason : "\(column): \(reason)")
    }
    if severity == .warning { result.counts.warnings += 1 }
    guard budget.take(severity) else {
      result.counts.unlisted += 1
      return
    }
    result.findings.append(
      CustomerFinding(
        severity, file: file, record: Int(record.number), line: Int(record.line), column: column,
        reason, publicReason: publicReason, value: range.map { shown($0) }))
  }

  /// Tells once of a value that many records share.
  mutating func warnOnce(
    _ column: CustomerColumn, key shared: String? = nil, _ reason: String,
    publicReason: String? = nil, _ range: Range<Int>
  ) {
    let key = "\(column.rawValue)|\(shared ?? text(range))"
    if result.grouped[key] != nil {
      result.grouped[key]?.records += 1
      return
    }
    // A column in which every record has a word of its own is told record by record.
    guard result.grouped.count < BatchResult.mostGroups else {
      return warn(column, reason, publicReason: publicReason, range)
    }
    result.grouped[key] = BatchResult.GroupedFinding(
      finding: CustomerFinding(
        .warning, file: file, record: Int(record.number), line: Int(record.line),
        column: layout.name(column), reason, publicReason: publicReason, value: shown(range)),
      records: 1)
  }

  /// A cell as a terminal may show it: short, on one line, nothing that moves the cursor.
  private func shown(_ range: Range<Int>) -> String {
    let clean = CellText.cleaned(text(range))
    return clean.count > 60 ? clean.prefix(60) + "…" : clean
  }
}
