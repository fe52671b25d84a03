/// Where something stands in a file: line and column from 1.
package struct ConfigPosition: Hashable, Sendable, Comparable {
  /// The line, from 1.
  package var line: Int
  /// The column, from 1, in Unicode scalars.
  package var column: Int

  /// A position.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The beginning of a file.
  package static let start = ConfigPosition(line: 1, column: 1)

  /// By line, then column.
  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A value of a YAML file with its place; scalars stay the text that was written.
package struct ConfigNode: Sendable {
  /// What stands there.
  package indirect enum Content: Sendable {
    /// The text; `isPlain` when it was written without quotation marks.
    case scalar(String, isPlain: Bool)
    case list([ConfigNode])
    case map([Entry])
  }

  /// A key and its value.
  package struct Entry: Sendable {
    /// The key as written.
    package var key: String
    /// Where the key stands.
    package var position: ConfigPosition
    /// What it is set to.
    package var value: ConfigNode
  }

  /// What stands there.
  package var content: Content
  /// Where it begins.
  package var position: ConfigPosition

  /// Whether nothing was written: `key:` and the rest of the line empty, or YAML's `~`.
  ///
  /// `null` and `Null` are the texts that they are: somebody may be called that.
  package var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~"
  }

  /// The entry of a key, when this is a map that has it.
  package subscript(key: String) -> Entry? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }
  }

  /// The text, when this is a scalar.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }
}

/// A value together with where it was written, for checks that need other files.
package struct Located<Value: Sendable>: Sendable {
  /// The value.
  package var value: Value
  /// Where it stands.
  package var position: ConfigPosition

  /// A value at a place.
  package init(_ value: Value, at position: ConfigPosition = .start) {
    self.value = value
    self.position = position
  }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
