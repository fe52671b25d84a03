import CadenceModel

/// A key of a section: its one declaration.
package struct ConfigField<Root: Sendable>: Sendable {
  let name: String
  let isRequired: Bool
  let form: FieldForm
  /// Reads the key's value into the section's value.
  let read: @Sendable (ConfigNode, inout ConfigFindings, inout Root) -> Void
  /// The default as an admin would write it.
  let showDefault: @Sendable (Root) -> String?

  /// A key that sets a property; without the key the property keeps its default.
  package init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ form: ConfigForm<Value>,
    required: Bool = false, _ doc: String
  ) {
    self.name = name
    isRequired = required
    self.form = FieldForm(
      words: form.words, doc: doc, schema: form.schema, outline: form.outline)
    read = { node, findings, root in
      if let value = form.read(node, &findings) { root[keyPath: path] = value }
    }
    showDefault = { required ? nil : form.show($0[keyPath: path]) }
  }

  /// A key that sets an optional property.
  package init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, _ form: ConfigForm<Value>,
    required: Bool = false, _ doc: String
  ) {
    self.name = name
    isRequired = required
    self.form = FieldForm(
      words: form.words, doc: doc, schema: form.schema, outline: form.outline)
    read = { node, findings, root in
      if let value = form.read(node, &findings) { root[keyPath: path] = value }
    }
    showDefault = { $0[keyPath: path].flatMap(form.show) }
  }
}

/// Collects keys one by one; as one array literal they would take the compiler minutes.
@resultBuilder
package enum ConfigFieldBuilder<Root: Sendable> {
  /// A key.
  package static func buildExpression(_ field: ConfigField<Root>) -> ConfigField<Root> { field }

  /// The keys in order.
  package static func buildBlock(_ fields: ConfigField<Root>...) -> [ConfigField<Root>] { fields }
}

extension ConfigField {
  /// A list of keys, for sections that share some.
  package static func list(
    @ConfigFieldBuilder<Root> _ fields: () -> [ConfigField<Root>]
  ) -> [ConfigField<Root>] { fields() }
}

/// What the reference and the schema say about a key.
package struct FieldForm: Sendable {
  let words: String
  let doc: String
  let schema: SchemaTree
  let outline: SectionOutline?
}

/// A set of keys that make one value.
package struct ConfigSection<Root: Sendable>: Sendable {
  /// The name in reference and schema, such as `policy`.
  package let name: String
  /// What it is for.
  package let doc: String
  /// A value with all defaults.
  package let defaults: Root
  /// The keys, in the order of the reference.
  package let fields: [ConfigField<Root>]
  /// What to say of keys that people write and that are not keys here.
  package let hints: [String: String]

  /// A section of these keys.
  package init(
    _ name: String, _ doc: String, defaults: Root, hints: [String: String] = [:],
    fields: [ConfigField<Root>]
  ) {
    self.name = name
    self.doc = doc
    self.defaults = defaults
    self.hints = hints
    self.fields = fields
  }

  /// A section of the keys that are written down one after the other.
  package init(
    _ name: String, _ doc: String, defaults: Root, hints: [String: String] = [:],
    @ConfigFieldBuilder<Root> _ fields: () -> [ConfigField<Root>]
  ) {
    self.init(name, doc, defaults: defaults, hints: hints, fields: fields())
  }

  /// Reads a node over a value that is already begun; every wrong, missing and unknown key is found.
  package func read(_ node: ConfigNode, into root: inout Root, _ findings: inout ConfigFindings) {
    guard case .map(let entries) = node.isEmpty ? .map([]) : node.content else {
      findings.error(
        "\(name) must be a section of keys, not a \(node.kindName)", at: node.position)
      return
    }
    for entry in entries {
      guard let field = fields.first(where: { $0.name == entry.key }) else {
        findings.error(unknown(entry.key), at: entry.position)
        continue
      }
      guard !field.isRequired || !entry.value.isEmpty else {
        findings.error("\(field.name) is missing: \(field.form.doc)", at: entry.value.position)
        continue
      }
      field.read(entry.value, &findings, &root)
    }
    for field in fields where field.isRequired && !entries.contains(where: { $0.key == field.name })
    {
      findings.error("\(field.name) is missing: \(field.form.doc)", at: node.position)
    }
  }

  /// What to say of a key that is not one.
  private func unknown(_ key: String) -> String {
    if let hint = hints[key] { return "unknown key \(key): \(hint)" }
    let hint = NearestName.hint(key, in: fields.map(\.name))
    guard hint.isEmpty else { return "unknown key \(key)\(hint)" }
    return "unknown key \(key); here are \(fields.map(\.name).joined(separator: ", "))"
  }

  /// The section as a value of a key.
  package var form: ConfigForm<Root> {
    ConfigForm(
      words: "section \(name)", schema: .of(["$ref": .string("#/definitions/\(name)")]),
      outline: outline
    ) { node, findings in
      var root = defaults
      read(node, into: &root, &findings)
      return root
    }
  }

  /// The same, telling the value when something in it was wrong, so that no second finding follows
  /// from the first.
  package func form(
    marking isDamaged: any WritableKeyPath<Root, Bool> & Sendable
  ) -> ConfigForm<Root> {
    ConfigForm(
      words: "section \(name)", schema: form.schema, outline: outline
    ) { node, findings in
      var root = defaults
      let before = findings.diagnostics.count
      read(node, into: &root, &findings)
      root[keyPath: isDamaged] = findings.diagnostics.count > before
      return root
    }
  }

  /// What reference and schema need, without the type.
  package var outline: SectionOutline {
    SectionOutline(
      name: name, doc: doc,
      fields: fields.map { field in
        FieldOutline(
          name: field.name, isRequired: field.isRequired, words: field.form.words,
          doc: field.form.doc, defaultText: field.showDefault(defaults),
          schema: field.form.schema, section: field.form.outline)
      })
  }
}

/// A section as reference and schema show it.
package struct SectionOutline: Sendable {
  /// Its name.
  package var name: String
  /// What it is for.
  package var doc: String
  /// Its keys.
  package var fields: [FieldOutline]
}

/// A key as reference and schema show it.
package struct FieldOutline: Sendable {
  /// The key.
  package var name: String
  /// Whether it must be given.
  package var isRequired: Bool
  /// What may be written.
  package var words: String
  /// What it does.
  package var doc: String
  /// What holds without it.
  package var defaultText: String?
  /// JSON Schema of its value.
  package var schema: SchemaTree
  /// The section behind it.
  package var section: SectionOutline?
}
