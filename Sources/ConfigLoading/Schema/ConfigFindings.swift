package import CadenceModel

/// Collects what is wrong with one file.
package struct ConfigFindings: Sendable {
  /// The file's name in diagnostics.
  package let file: String
  /// What was found, in order of reading.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Nothing found yet in a file.
  package init(file: String) { self.file = file }

  /// Whether anything stops the file from being used.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Notes an error.
  package mutating func error(_ text: String, at position: ConfigPosition) {
    add(.error, text, at: position)
  }

  /// Notes a warning.
  package mutating func warning(_ text: String, at position: ConfigPosition) {
    add(.warning, text, at: position)
  }

  private mutating func add(
    _ severity: Diagnostic.Severity, _ text: String, at position: ConfigPosition
  ) {
    diagnostics.append(
      Diagnostic(severity, file: file, line: position.line, column: position.column, text))
  }
}
