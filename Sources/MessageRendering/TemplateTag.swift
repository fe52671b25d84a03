package import CadenceModel

/// A tag found in a template's source, with its place.
struct TemplateTag: Equatable {
  /// What the tag asks for.
  enum Kind: Equatable {
    case variable, section, inverted, close
  }

  var kind: Kind
  var name: String
  var place: SourcePlace
}

/// Where something stands in a file.
package struct SourcePlace: Hashable, Sendable {
  /// The file as the admin would name it.
  package var file: String
  /// Line from 1.
  package var line: Int
  /// Column from 1, in characters.
  package var column: Int

  /// A place in a file; its start unless said otherwise.
  package init(file: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// An error at this place.
  package func error(_ text: String) -> Diagnostic {
    Diagnostic(.error, file: file, line: line, column: column, text)
  }

  /// A warning at this place.
  package func warning(_ text: String) -> Diagnostic {
    Diagnostic(.warning, file: file, line: line, column: column, text)
  }

  /// Moves past one character.
  mutating func advance(over character: Character) {
    if character.isNewline {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
}
