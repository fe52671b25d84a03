package import CadenceModel

/// All templates of a site, valid ones only, and the files they may attach.
package struct TemplateLibrary: Sendable {
  /// Sorted by ``TemplateIdentity/textID``.
  package let templates: [Template]
  /// Files of `templates/attachments/` by name.
  package let attachments: [String: [UInt8]]
  private let byName: [TemplateName: [Template]]

  /// A library of templates in any order.
  package init(templates: [Template] = [], attachments: [String: [UInt8]] = [:]) {
    self.templates = templates.sorted { $0.identity.textID < $1.identity.textID }
    self.attachments = attachments
    byName = Dictionary(grouping: self.templates) { $0.identity.name }
  }

  /// The names for which there is any text, sorted.
  package var names: [TemplateName] { byName.keys.sorted() }

  /// The variants for one message, sorted by variant; empty if there are none.
  ///
  /// Language: the very tag, else the tag without region, else any of the same primary language
  /// (the first by name), else the same three with the site's language.
  package func variants(
    of name: TemplateName, on channel: Channel, language: String, fallback: String
  ) -> [Template] {
    let candidates = (byName[name] ?? []).filter { $0.identity.channel == channel }
    let tags = Set(candidates.map { $0.identity.language })
    guard let tag = Self.match(language, tags) ?? Self.match(fallback, tags) else { return [] }
    return candidates.filter { $0.identity.language == tag }
  }

  private static func match(_ wanted: String, _ tags: Set<String>) -> String? {
    let lowered = wanted.lowercased()
    let primary = LanguageTag.primary(wanted)
    return tags.sorted().first { $0.lowercased() == lowered }
      ?? tags.sorted().first { $0.lowercased() == primary }
      ?? tags.sorted().first { LanguageTag.primary($0) == primary }
  }

  /// The text of an id that ``TemplateIdentity/textID`` wrote; nil once the file is gone.
  package func template(textID: String) -> Template? {
    templates.first { $0.identity.textID == textID }
  }

  /// Errors about a name that a config file uses at `place`; empty when it is fine.
  package func findings(naming name: String, at place: SourcePlace) -> [Diagnostic] {
    guard byName[TemplateName(name)] == nil else { return [] }
    let hint = NearestName.hint(name, in: names.map(\.text))
    return [place.error("there is no template “\(name)”\(hint)")]
  }
}
