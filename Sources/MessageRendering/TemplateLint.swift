package import CadenceModel

/// What a text should be like beyond being well-formed (product rows D2, D3 and X8).
package struct TemplateLint: Sendable {
  /// What each gateway puts around an SMS.
  package var frame: SMSFrame
  /// Templates that are wishes and greetings: no advertisement, no link, three sentences at most.
  package var greetings: Set<TemplateName>

  /// The site's language; texts in others only warn when the site's own signature and suffix make
  /// them too long, because most sites never send them.
  package var language: String?

  /// A lint for a site.
  package init(
    frame: SMSFrame = SMSFrame(), greetings: Set<TemplateName> = [], language: String? = nil
  ) {
    self.frame = frame
    self.language = language
    self.greetings = greetings
  }

  /// Findings about all texts of a library, in file order.
  package func findings(in library: TemplateLibrary) -> [Diagnostic] {
    library.templates.flatMap { findings(about: $0, files: Set(library.attachments.keys)) }
      + repetitions(in: library)
  }

  /// Findings about one text, where `files` are the names in `templates/attachments/`.
  package func findings(about template: Template, files: Set<String>) -> [Diagnostic] {
    var found = template.attachments.filter { !files.contains($0.fileName) }.map { rule in
      let hint = NearestName.hint(rule.fileName, in: files.sorted())
      return rule.place.error("there is no templates/attachments/\(rule.fileName)\(hint)")
    }
    found += bracketFindings(template)
    let context = MessageContext.sample(language: template.identity.language)
    if found.isEmpty { found += lengthFindings(template, context) }
    switch template.identity.channel {
    // A card is a wish, whatever brings it about.
    case .card: found += greetingFindings(template, context)
    case .letter: found += letterFindings(template, context)
    default:
      if greetings.contains(template.identity.name) { found += greetingFindings(template, context) }
    }
    return found
  }

  private func bracketFindings(_ template: Template) -> [Diagnostic] {
    guard template.identity.channel == .sms else { return [] }
    guard let place = place(of: ["【", "】"], in: template.text) else { return [] }
    return [place.error("【】 is kept for the signature, which the gateway's settings add")]
  }

  private func lengthFindings(
    _ template: Template, _ context: MessageContext
  ) -> [Diagnostic] {
    do throws(RenderFailure) {
      _ = try template.render(context, sms: frame)
      return []
    } catch {
      let isForeign =
        language.map {
          LanguageTag.primary($0) != LanguageTag.primary(template.identity.language)
        } ?? false
      let place = template.text.place
      let text = "with sample values, \(error)"
      return [isForeign ? place.warning(text) : place.error(text)]
    }
  }

  /// Sentence ends that something follows, plus the last one; the address does not count.
  static func sentences(in text: String) -> Int {
    var count = 0
    var isOpen = false
    for character in text {
      if "。！？!?…".contains(character) || character == "." {
        if isOpen { count += 1 }
        isOpen = false
      } else if character == "\n" {
        continue
      } else if !character.isWhitespace, !"，,、～~”’\"".contains(character) {
        isOpen = true
      }
    }
    return count + (isOpen ? 1 : 0)
  }

  /// The first place of any of these words, as written in the source.
  func place(of words: [String], in pattern: TextPattern) -> SourcePlace? {
    let lowered = pattern.source.lowercased()
    // Nearly every text holds none of them: bytes tell that fast, and only then is a place needed.
    let bytes = Array(lowered.utf8)
    guard words.contains(where: { Self.holds(bytes, Array($0.utf8)) }) else { return nil }
    var place = pattern.place
    var rest = lowered[...]
    while let character = rest.first {
      if words.contains(where: { rest.hasPrefix($0) }) { return place }
      place.advance(over: character)
      rest.removeFirst()
    }
    return nil
  }

  /// Whether a word's bytes occur in a text's.
  private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard let first = word.first, text.count >= word.count else { return false }
    for start in 0...(text.count - word.count) where text[start] == first {
      if text[start..<start + word.count].elementsEqual(word) { return true }
    }
    return false
  }
}
