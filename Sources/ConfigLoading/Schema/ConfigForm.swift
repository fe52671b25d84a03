/// How a value is written: one declaration gives reading, schema and reference.
package struct ConfigForm<Value: Sendable>: Sendable {
  /// The reference's words for what may be written, such as `whole number 0 to 30`.
  package let words: String
  /// JSON Schema of what may be written.
  package let schema: SchemaTree
  /// The section that belongs to it, when the value is one or a list of one.
  package let outline: SectionOutline?
  /// Reads a node; nil when a finding says why not.
  package let read: @Sendable (ConfigNode, inout ConfigFindings) -> Value?
  /// A value as an admin would write it, for defaults; nil where that says nothing.
  package let show: @Sendable (Value) -> String?

  /// A form of these parts.
  package init(
    words: String, schema: SchemaTree, outline: SectionOutline? = nil,
    show: @escaping @Sendable (Value) -> String? = { _ in nil },
    read: @escaping @Sendable (ConfigNode, inout ConfigFindings) -> Value?
  ) {
    self.words = words
    self.schema = schema
    self.outline = outline
    self.read = read
    self.show = show
  }
}

/// Why a text is not a value of its form: one sentence that names the text.
package struct ConfigComplaint: Error, Sendable {
  /// The sentence.
  package var text: String

  /// A complaint in these words.
  package init(_ text: String) { self.text = text }
}

extension ConfigForm {
  /// A form of one text, read by a function that throws a ``ConfigComplaint``.
  package static func scalar(
    _ words: String, schema: SchemaTree = .of(["type": .string("string")]),
    show: @escaping @Sendable (Value) -> String? = { "\($0)" },
    _ parse: @escaping @Sendable (String) throws(ConfigComplaint) -> Value
  ) -> ConfigForm {
    ConfigForm(words: words, schema: schema, show: show) { node, findings in
      guard let text = node.text else {
        findings.error("expected \(words), not a \(node.kindName)", at: node.position)
        return nil
      }
      guard !node.isEmpty else {
        findings.error("expected \(words); leave the key out for the default", at: node.position)
        return nil
      }
      do throws(ConfigComplaint) {
        return try parse(text)
      } catch {
        findings.error(error.text, at: node.position)
        return nil
      }
    }
  }

  /// The same, with where it stands.
  package var located: ConfigForm<Located<Value>> {
    let read = read
    let show = show
    return ConfigForm<Located<Value>>(
      words: words, schema: schema, outline: outline, show: { show($0.value) }
    ) { node, findings in
      read(node, &findings).map { Located($0, at: node.position) }
    }
  }

  /// A list of such values; one that is wrong leaves the others readable.
  package func list(atLeast least: Int = 0, atMost most: Int = 1000) -> ConfigForm<[Value]> {
    let read = read
    let show = show
    let words = "list of \(words)"
    return ConfigForm<[Value]>(
      words: words, schema: listSchema(least: least, most: most), outline: outline,
      show: { values in
        let texts = values.compactMap(show)
        guard !texts.isEmpty else { return nil }
        return "[" + texts.joined(separator: ", ") + "]"
      }
    ) { node, findings in
      guard case .list(let nodes) = node.isEmpty ? .list([]) : node.content else {
        findings.error(
          "expected a \(words), not a \(node.kindName); write it as [a, b] or one - a line",
          at: node.position)
        return nil
      }
      guard nodes.count >= least, nodes.count <= most else {
        findings.error(
          nodes.count < least
            ? "needs at least \(least == 1 ? "one" : "\(least)")" : "at most \(most) are allowed",
          at: node.position)
        return nil
      }
      return nodes.compactMap { read($0, &findings) }
    }
  }

  private func listSchema(least: Int, most: Int) -> SchemaTree {
    let list = SchemaTree.of(["type": .string("array"), "items": schema])
    return least > 0 ? list.adding("minItems", .integer(least)) : list
  }

  /// A map from any text to such values, in the order of the file.
  package func map(keys: String) -> ConfigForm<[Located<ConfigPair<Value>>]> {
    let read = read
    let words = "map from \(keys) to \(words)"
    return ConfigForm<[Located<ConfigPair<Value>>]>(
      words: words,
      schema: .of(["type": .strings(["object", "null"]), "additionalProperties": schema]),
      outline: outline
    ) { node, findings in
      guard case .map(let entries) = node.isEmpty ? .map([]) : node.content else {
        findings.error("expected a \(words), not a \(node.kindName)", at: node.position)
        return nil
      }
      return entries.compactMap { entry in
        read(entry.value, &findings).map {
          Located(ConfigPair(name: entry.key, value: $0), at: entry.position)
        }
      }
    }
  }
}

/// A name of the admin's choice and what it is set to.
package struct ConfigPair<Value: Sendable>: Sendable {
  /// The key.
  package var name: String
  /// The value.
  package var value: Value
}

extension ConfigNode {
  /// What stands there, in a word for a complaint.
  var kindName: String {
    switch content {
    case .scalar: "single value"
    case .list: "list"
    case .map: "section of keys"
    }
  }
}
