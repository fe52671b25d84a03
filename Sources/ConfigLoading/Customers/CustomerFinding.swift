package import CadenceModel

/// One thing found in a customer file: where it is, and why it matters.
package struct CustomerFinding: Hashable, Sendable {
  /// What became of it.
  package enum Severity: String, Sendable, CaseIterable {
    /// The record is set aside, or, for record 0, the file cannot be used.
    case reject
    /// The record is used without the cell, or with an assumption.
    case warning
    /// Worth knowing, nothing to do.
    case info
  }

  /// The file as given to the loader.
  package var file: String
  /// Number of the record after the header, from 1; 0: the file as a whole.
  package var record: Int
  /// The line the record begins on, from 1; 0: the file as a whole.
  package var line: Int
  /// The column's header as the file has it; empty: the whole record.
  package var column: String
  /// What became of it.
  package var severity: Severity
  /// Why, in words that may show parts of the cell: for the terminal only.
  package var reason: String
  /// Why, without personal data: for logs.
  package var publicReason: String
  /// The cell as it stands in the file, shortened; nil where there is none to show.
  package var value: String?

  /// A finding; `publicReason` stands for `reason` in logs where the reason shows the cell.
  package init(
    _ severity: Severity, file: String, record: Int = 0, line: Int = 0, column: String = "",
    _ reason: String, publicReason: String? = nil, value: String? = nil
  ) {
    self.file = file
    self.record = record
    self.line = line
    self.column = column
    self.severity = severity
    self.reason = reason
    self.publicReason = publicReason ?? reason
    self.value = value
  }

  /// One line for the terminal of the person who owns the file; may show the cell.
  package var terminalLine: String {
    let shown = value.map { " (\($0))" } ?? ""
    return place + severity.rawValue + ": " + subject + reason + shown
  }

  /// One line for logs: no cell, no name.
  package var logLine: String { place + severity.rawValue + ": " + subject + publicReason }

  /// The finding as a CSV record without its line end: file, record, line, column, severity,
  /// reason, value.
  package var csvLine: String {
    var writer = CSVWriter()
    writer.write(
      [file, "\(record)", "\(line)", column, severity.rawValue, reason, value ?? ""])
    return String(decoding: writer.drain().dropLast(2), as: UTF8.self)
  }

  /// The same for `check`: a reject is an error, information says nothing.
  package var diagnostic: Diagnostic? {
    guard severity != .info else { return nil }
    return Diagnostic(
      severity == .reject ? .error : .warning, file: file, line: line, subject + publicReason)
  }

  private var place: String { line > 0 ? "\(file):\(line): " : "\(file): " }

  private var subject: String {
    let columnPart = column.isEmpty ? "" : "column \(column): "
    return record > 0 ? "record \(record), \(columnPart)" : columnPart
  }
}
