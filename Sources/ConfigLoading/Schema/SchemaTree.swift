/// JSON with the order of its keys kept, for the generated schema.
package indirect enum SchemaTree: Sendable, Hashable {
  case string(String)
  case integer(Int)
  case flag(Bool)
  case array([SchemaTree])
  case object([SchemaMember])

  /// An object of these members, in this order.
  package static func of(_ members: KeyValuePairs<String, SchemaTree>) -> SchemaTree {
    .object(members.map { SchemaMember(name: $0.key, value: $0.value) })
  }

  /// An array of texts.
  package static func strings(_ texts: [String]) -> SchemaTree { .array(texts.map { .string($0) }) }

  /// The same object with a member more at its end.
  package func adding(_ name: String, _ value: SchemaTree) -> SchemaTree {
    guard case .object(let members) = self else { return self }
    return .object(members + [SchemaMember(name: name, value: value)])
  }
}

/// A member of a JSON object.
package struct SchemaMember: Sendable, Hashable {
  /// The key.
  package var name: String
  /// The value.
  package var value: SchemaTree

  /// A member.
  package init(name: String, value: SchemaTree) {
    self.name = name
    self.value = value
  }
}

extension SchemaTree {
  /// The text with two spaces a level, without a newline at the end.
  package func text(level: Int = 0) -> String {
    switch self {
    case .string(let text): return Self.quoted(text)
    case .integer(let number): return String(number)
    case .flag(let flag): return flag ? "true" : "false"
    case .array(let items):
      if items.allSatisfy(\.isShort) {
        return "[" + items.map { $0.text() }.joined(separator: ", ") + "]"
      }
      return Self.block("[", items.map { $0.text(level: level + 1) }, "]", level)
    case .object(let members):
      let lines = members.map { "\(Self.quoted($0.name)): \($0.value.text(level: level + 1))" }
      return Self.block("{", lines, "}", level)
    }
  }

  private var isShort: Bool {
    switch self {
    case .string, .integer, .flag: true
    case .array, .object: false
    }
  }

  private static func block(
    _ open: String, _ lines: [String], _ close: String, _ level: Int
  ) -> String {
    guard !lines.isEmpty else { return open + close }
    let indent = String(repeating: "  ", count: level + 1)
    let end = String(repeating: "  ", count: level)
    return "\(open)\n" + lines.map { indent + $0 }.joined(separator: ",\n") + "\n\(end)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
