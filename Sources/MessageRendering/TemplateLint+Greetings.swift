import CadenceModel

/// What greetings and wishes should be like (product rows D2 and D3).
extension TemplateLint {
  func greetingFindings(
    _ template: Template, _ context: MessageContext
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if let subject = template.subject, let line = try? subject.render(context), line.count > 60 {
      found.append(
        subject.place.warning("the subject has \(line.count) characters; phones show 60 at most"))
    }
    if let subject = template.subject, !Self.saysSomething(subject.source) {
      found.append(
        subject.place.warning(
          "the subject says nothing; name the occasion or the thought, so that it is opened"))
    }
    found += productFindings(template)
    if let text = try? template.text.render(context) {
      let sentences = Self.sentences(in: text)
      if sentences > 3 {
        found.append(
          template.text.place.warning("\(sentences) sentences; a greeting says it in three"))
      }
    }
    return found + advertising(in: template, "a greeting")
  }

  /// What is wrong with a letter: it is copied by hand, and nobody can follow a link on paper.
  func letterFindings(
    _ template: Template, _ context: MessageContext
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if let text = try? template.text.render(context) {
      let sentences = Self.sentences(in: text)
      if sentences > Self.mostInLetter {
        found.append(
          template.text.place.warning(
            "\(sentences) sentences; a letter written by hand says it in \(Self.mostInLetter)"))
      }
    }
    if greetings.contains(template.identity.name) { found += productFindings(template) }
    return found + advertising(in: template, "a letter")
  }

  private static let mostInLetter = 8

  /// Links and words of advertising, which neither greetings nor letters have.
  private func advertising(in template: Template, _ what: String) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for pattern in [template.subject, template.text, template.html].compactMap({ $0 }) {
      if let place = place(of: ["http://", "https://", "www."], in: pattern) {
        found.append(place.warning("\(what) carries no link"))
      }
      guard place(of: Self.salesWords, in: pattern) != nil else { continue }
      for word in Self.salesWords {
        guard let place = place(of: [word], in: pattern) else { continue }
        found.append(place.warning("“\(word)” sounds like advertising; \(what) sells nothing"))
      }
    }
    return found
  }

  /// Products are not a greeting's matter, and the company signs below it.
  private func productFindings(_ template: Template) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for pattern in [template.subject, template.text, template.html].compactMap({ $0 }) {
      for name in ["product", "material"] {
        let tags = ["{{\(name)}}", "{{#\(name)}}", "{{^\(name)}}"]
        guard let place = place(of: tags, in: pattern) else { continue }
        found.append(place.warning("{{\(name)}}: a greeting speaks of people, not of products"))
      }
      // An SMS has no signature of its own in most countries.
      guard template.identity.channel == .email else { continue }
      guard let place = place(of: ["{{company}}"], in: pattern) else { continue }
      found.append(place.warning("{{company}}: the company stands in the signature"))
    }
    return found
  }

  /// Whether a subject is more than an address and a hello.
  static func saysSomething(_ source: String) -> Bool {
    var rest = withoutTags(source).lowercased()
    for word in emptyWords { rest = removing(word, from: rest) }
    let letters = rest.filter(\.isLetter)
    let wide = letters.count { $0.unicodeScalars.contains { $0.value >= 0x2E80 } }
    return wide >= 2 || letters.count >= 4
  }

  /// Two variants with the same words are one text sent twice (product row D3).
  func repetitions(in library: TemplateLibrary) -> [Diagnostic] {
    var seen: [String: Template] = [:]
    var found: [Diagnostic] = []
    for template in library.templates {
      let identity = template.identity
      let words = Self.withoutTags(template.text.source).lowercased().filter {
        $0.isLetter || $0.isNumber
      }
      guard words.count >= 8 else { continue }
      let key = "\(identity.language) \(identity.channel.name) \(words)"
      if let first = seen[key] {
        found.append(
          template.text.place.warning(
            "says the same as \(first.identity.textID); nobody should read one text twice"))
      } else {
        seen[key] = template
      }
    }
    return found
  }

  private static let emptyWords = [
    "hello", "greetings", "greeting", "dear", "good day", "hi", "message", "wishes", "best",
    "您好", "你好", "问候", "祝福", "问好", "来信", "通知", "亲爱的", "尊敬的",
  ]

  /// The text without what stands in `{{…}}`.
  private static func withoutTags(_ source: String) -> String {
    var text = ""
    var rest = source[...]
    while let open = firstPair("{", in: rest) {
      text += rest[..<open]
      rest = rest[open...]
      guard let close = firstPair("}", in: rest) else { return text }
      rest = rest[close...].drop { $0 == "}" }
    }
    return text + rest
  }

  /// Where two of a character stand together.
  private static func firstPair(_ mark: Character, in text: Substring) -> Substring.Index? {
    text.indices.first { place in
      let next = text.index(after: place)
      return text[place] == mark && next < text.endIndex && text[next] == mark
    }
  }

  private static func removing(_ word: String, from text: String) -> String {
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix(word) {
        rest = rest.dropFirst(word.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  private static let salesWords = [
    "优惠", "促销", "打折", "折扣", "特价", "限时", "抢购", "团购", "满减", "赠品", "新品", "到店",
    "下单", "订购", "discount", "% off", "sale ", "special offer", "promotion", "coupon",
    "buy now", "limited time", "new range", "showroom",
  ]
}
