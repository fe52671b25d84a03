import CadenceModel
import MessageRendering
import Testing

struct ShippedTemplatesTests {
  private let greetings: Set<TemplateName> = [
    "greeting", "birthday", "birthday-family", "wedding-anniversary", "festival", "loyalty",
    "spring-festival", "mid-autumn", "dragon-boat", "christmas", "thanksgiving", "thanks",
  ]

  @Test func `every shipped text is valid and passes the lint in its own surroundings`() throws {
    let library = withAttachments(try library())
    let files = GoldenMail.shippedAttachments()
    let chinese = SMSFrame(signature: "永安木门", optOutSuffix: "拒收请回复R", maxSegments: 2)
    let english = SMSFrame(optOutSuffix: "Reply STOP to opt out", maxSegments: 2)
    for template in library.templates {
      let frame = template.identity.language == "en" ? english : chinese
      let lint = TemplateLint(frame: frame, greetings: greetings)
      #expect(lint.findings(about: template, files: files) == [])
    }
    #expect(library.templates.count >= 150)
  }

  @Test func `a Chinese signature on English texts is only warned about in a Chinese site`() throws
  {
    let frame = SMSFrame(signature: "永安木门", optOutSuffix: "拒收请回复R", maxSegments: 2)
    let lint = TemplateLint(frame: frame, greetings: greetings, language: "zh-CN")
    let findings = lint.findings(in: withAttachments(try library()))
    #expect(!findings.isEmpty)
    #expect(findings.allSatisfy { $0.severity == .warning && $0.file.contains("/en.") })
  }

  @Test(arguments: [
    ("greeting", "email", 8), ("greeting", "sms", 8), ("greeting", "chat", 4),
    ("birthday", "email", 4), ("birthday", "sms", 4), ("birthday-family", "email", 4),
    ("birthday-family", "sms", 4), ("wedding-anniversary", "email", 4),
    ("wedding-anniversary", "sms", 4), ("festival", "email", 4), ("festival", "sms", 4),
    ("visit-notice", "email", 2), ("visit-notice", "sms", 2), ("nurture-material", "email", 3),
    ("survey", "email", 2), ("survey", "sms", 2), ("invitation", "email", 2),
    ("referral-thanks", "sms", 2),
    ("thanks", "email", 2), ("thanks", "sms", 2),
  ])
  func `there are enough variants in Chinese and in English`(
    name: String, channel: String, count: Int
  ) throws {
    let library = try library()
    for language in ["zh-CN", "en"] {
      let variants = library.variants(
        of: TemplateName(name), on: try #require(Channel(name: channel)), language: language,
        fallback: "none")
      #expect(variants.count >= count, "\(name) \(channel) \(language)")
    }
  }

  @Test func `D3: no two texts say the same`() throws {
    var seen: [String: String] = [:]
    for template in try library().templates {
      let other = seen.updateValue(template.file, forKey: template.text.source)
      #expect(other == nil, "\(template.file)")
    }
  }

  @Test func `English SMS stay in the GSM alphabet and every SMS within two segments`() throws {
    for template in try library().templates where template.identity.channel == .sms {
      let language = template.identity.language
      let length = SMSText(try template.render(.sample(language: language)).text)
      #expect(length.encoding == (language == "en" ? .gsm7 : .ucs2), "\(template.file)")
      #expect(length.segments <= 2, "\(template.file)")
    }
  }

  @Test func `no shipped text speaks of an age`() throws {
    for template in try library().templates {
      #expect(
        !["岁生日", "周岁", "years old", "old age"].contains(where: template.text.source.contains))
    }
  }

  @Test func `the page of variables names each one with its meaning`() throws {
    let page = try GoldenMail.page("templates.md")
    for variable in TemplateVariable.allCases {
      #expect(page.contains("| `\(variable.rawValue)` | \(variable.meaning) |"))
    }
  }

  private func library() throws -> TemplateLibrary {
    var findings: [Diagnostic] = []
    let templates = try GoldenMail.shippedTemplates().compactMap { path, source in
      Template.parse(
        source, identity: try TemplateIdentity.parse(path: path).get(), file: path,
        findings: &findings)
    }
    #expect(findings == [])
    return TemplateLibrary(templates: templates)
  }

  private func withAttachments(_ library: TemplateLibrary) -> TemplateLibrary {
    let files = GoldenMail.shippedAttachments().map { ($0, [UInt8]()) }
    return TemplateLibrary(
      templates: library.templates, attachments: Dictionary(uniqueKeysWithValues: files))
  }
}
