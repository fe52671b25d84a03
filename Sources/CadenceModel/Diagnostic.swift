/// A finding in a file that an admin edits: where it is, what is wrong, what to write instead.
package struct Diagnostic: Hashable, Sendable {
  /// Whether the finding stops the file from being used.
  package enum Severity: String, Sendable, Comparable {
    case error, warning

    /// Errors first.
    package static func < (left: Self, right: Self) -> Bool {
      left == .error && right == .warning
    }
  }

  /// The file as the admin would name it, relative to the config folder where possible.
  package var file: String
  /// Line from 1; 0 when the finding is about the whole file.
  package var line: Int
  /// Column from 1, in characters; 0 when the finding is about the whole line.
  package var column: Int
  /// Error or warning.
  package var severity: Severity
  /// One sentence: what is wrong, and what to write instead.
  package var text: String

  /// Describes one finding.
  package init(
    _ severity: Severity, file: String, line: Int = 0, column: Int = 0, _ text: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.text = text
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error|warning: text`, as the contract's `check` prints it.
  ///
  /// What is about a whole file or line is said of its beginning, where every editor can go.
  /// Always one line that a terminal shows as it is: what a file says may stand in it.
  package var description: String {
    "\(Self.shown(file)):\(max(1, line)):\(max(1, column)): \(severity.rawValue): "
      + Self.shown(text)
  }

  /// The most characters of a finding that are shown.
  private static let most = 600

  /// A text without control and direction characters, cut where it gets too long to read.
  private static func shown(_ text: String) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      guard index < most else { return shown + "…" }
      switch scalar {
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200B}", "\u{200E}", "\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2060}"..."\u{206F}", "\u{FEFF}":
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}

extension Diagnostic: Comparable {
  /// By file, line, column, then text, so that a listing has one order.
  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line, left.column, left.text)
      < (right.file, right.line, right.column, right.text)
  }
}
