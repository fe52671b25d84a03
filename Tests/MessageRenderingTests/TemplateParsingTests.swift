import CadenceModel
import MessageRendering
import Testing

struct TemplateParsingTests {
  @Test(arguments: [
    ("Hello {{salutaton}}!", 1, 7, "unknown variable “salutaton”; did you mean salutation?"),
    ("Hello {{zzz}}!", 1, 7, "unknown variable “zzz”"),
    ("您好，\n{{name", 2, 1, "this “{{” is never closed by “}}”"),
    ("a {{name {{city}}", 1, 3, "this “{{” is never closed by “}}”"),
    ("{{#product}}x", 1, 1, "this section is never closed by “{{/product}}”"),
    ("{{/product}}", 1, 1, "“{{/product}}” closes nothing"),
    (
      "{{#product}}x{{/city}}", 1, 14,
      "“{{/city}}” closes nothing; “{{/product}}” is expected here"
    ),
    ("{{#product}}{{cty}}{{/product}}", 1, 13, "unknown variable “cty”; did you mean city?"),
    ("{{^product}}{{cty}}{{/product}}", 1, 13, "unknown variable “cty”; did you mean city?"),
    ("{{{name}}}", 1, 1, "unescaped values are not allowed; write {{name}}"),
    ("{{&name}}", 1, 1, "unescaped values are not allowed; write {{name}}"),
    ("{{> footer}}", 1, 1, "“{{>” (includes, delimiters) is not supported"),
    ("{{=<% %>=}}", 1, 1, "“{{=” (includes, delimiters) is not supported"),
    ("{{% CONTENT_TYPE:TEXT}}", 1, 1, "“{{%” (includes, delimiters) is not supported"),
    ("{{uppercased(name)}}", 1, 1, "unknown variable “uppercased(name)”"),
    ("{{.}}", 1, 1, "unknown variable “.”"),
    ("{{}}", 1, 1, "“{{}}” names nothing"),
    ("a }} b", 1, 3, "“}}” without “{{”"),
    ("Hi {name}", 1, 4, "write {{name}} with two braces on each side"),
    ("😀👨‍👩‍👧字{{x}}", 1, 4, "unknown variable “x”"),
    ("", 1, 1, "the text is empty"),
  ])
  func `a slip in a text is found with its place`(
    source: String, line: Int, column: Int, text: String
  ) throws {
    let findings = try findings(in: source, channel: .sms)
    let wanted = Diagnostic(.error, file: "t", line: line, column: column, text)
    #expect(findings.contains(wanted), "\(findings)")
  }

  @Test(arguments: [
    ("Hello", 1, 1, "an e-mail needs a “subject:” between --- lines"),
    (
      "---\nsubject: Hi {{nam}}\n---\nHello", 2, 13, "unknown variable “nam”; did you mean name?"
    ),
    ("---\nsubject: \"{{nam}}\"\n---\nx", 2, 11, "unknown variable “nam”; did you mean name?"),
    ("---\nsubjet: Hi\n---\nx", 2, 1, "unknown key “subjet”; did you mean subject?"),
    ("---\nsubject: a\nsubject: b\n---\nx", 3, 1, "“subject” stands here twice"),
    ("---\nsubject: Hi\nHello", 1, 1, "the front matter is never closed by a second “---”"),
    ("---\nsubject: Hi\nHello\n---\nx", 3, 1, "“key: value” is expected here"),
    ("---\n  any: x\n---\nx", 2, 3, "this indented line belongs to no key"),
    (
      "---\nsubject: x\nattachments:\n  any: ../etc\n---\nx", 4, 8,
      "“../etc” is not a file name in templates/attachments/"
    ),
    (
      "---\nsubject: x\ntemplate_id: SMS_1\n---\nx", 3, 14,
      "write the gateway's name before the id: “aliyun: SMS_1”"
    ),
    (
      "---\r\nsubject: x\r\n---\r\n\r\nHi\r\n{{nam}}", 6, 1,
      "unknown variable “nam”; did you mean name?"
    ),
    (
      "---\nsubject: x\n---\nHi\n--- html ---\n<p>\n{{nam}}</p>", 7, 1,
      "unknown variable “nam”; did you mean name?"
    ),
  ])
  func `a slip in a mail's front matter or parts is found with its place`(
    source: String, line: Int, column: Int, text: String
  ) throws {
    let findings = try findings(in: source, channel: .email)
    let wanted = Diagnostic(.error, file: "t", line: line, column: column, text)
    #expect(findings.contains(wanted), "\(findings)")
  }

  @Test func `subject, attachments and HTML belong to e-mail only`() throws {
    let source = "---\nsubject: x\nattachments: a.pdf\n---\nHi\n--- html ---\n<p>"
    let texts = try findings(in: source, channel: .sms).map(\.text)
    #expect(
      texts == [
        "only an e-mail has a subject", "only an e-mail has an HTML part",
        "only an e-mail can carry attachments",
      ])
  }

  @Test func `all slips of a text are told at once`() throws {
    #expect(try findings(in: "{{a}} {{b}} {{{name}}} }}", channel: .chat).count == 4)
  }

  @Test(arguments: [
    ("greeting/zh-CN.a.sms.mustache", "greeting/zh-CN.a.sms"),
    ("visit-notice/en.long_2.email.mustache", "visit-notice/en.long_2.email"),
    ("x/zh-Hans-CN.1.chat.mustache", "x/zh-Hans-CN.1.chat"),
  ])
  func `a path tells name, language, variant and channel`(path: String, textID: String) throws {
    #expect(try TemplateIdentity.parse(path: path).get().textID == textID)
  }

  @Test(arguments: [
    ("en.a.sms.mustache", TemplateIdentity.PathProblem.notInAFolder),
    ("Greeting/en.a.sms.mustache", .notInAFolder), ("a/b/en.a.sms.mustache", .notInAFolder),
    ("greeting/en.sms.mustache", .wrongShape), ("greeting/en.a.sms.txt", .wrongShape),
    ("greeting/english.a.sms.mustache", .badLanguage("english")),
    ("greeting/en_US.a.sms.mustache", .badLanguage("en_US")),
    ("greeting/en.A b.sms.mustache", .badVariant("A b")),
    ("greeting/en.a.mail.mustache", .badChannel("mail")),
    ("greeting/en.a.visit.mustache", .badChannel("visit")),
  ])
  func `a path of another shape is refused`(
    path: String, problem: TemplateIdentity.PathProblem
  ) {
    #expect(throws: problem) { try TemplateIdentity.parse(path: path).get() }
  }

  @Test func `language falls back to its region's sisters and then to the site`() throws {
    let tags = ["zh-CN", "en", "en-GB"]
    let library = TemplateLibrary(
      templates: try tags.map { try template("Hi", language: $0) })
    let rows = [
      ("zh-CN", "zh-CN"), ("zh-HK", "zh-CN"), ("zh", "zh-CN"), ("en-GB", "en-GB"),
      ("EN-gb", "en-GB"), ("en-US", "en"), ("fr", "en"), ("", "en"),
    ]
    for (wanted, tag) in rows {
      let found = library.variants(of: "t", on: .sms, language: wanted, fallback: "en")
      #expect(found.map(\.identity.language) == [tag])
    }
    #expect(library.variants(of: "t", on: .sms, language: "fr", fallback: "de").isEmpty)
    #expect(library.variants(of: "t", on: .email, language: "en", fallback: "en").isEmpty)
    #expect(
      library.findings(naming: "tt", at: SourcePlace(file: "c.yaml", line: 3, column: 5)).map(
        \.description) == ["c.yaml:3:5: error: there is no template “tt”; did you mean t?"])
  }

  private func findings(in source: String, channel: Channel) throws -> [Diagnostic] {
    var findings: [Diagnostic] = []
    let identity = TemplateIdentity(name: "t", language: "en", variant: "a", channel: channel)
    let template = Template.parse(source, identity: identity, file: "t", findings: &findings)
    #expect((template == nil) == !findings.isEmpty)
    return findings
  }
}

/// Parses a text that must be valid.
func template(
  _ source: String, language: String = "en", variant: String = "a", channel: Channel = .sms
) throws -> Template {
  var findings: [Diagnostic] = []
  let identity = TemplateIdentity(
    name: "t", language: language, variant: variant, channel: channel)
  let template = Template.parse(source, identity: identity, file: "t", findings: &findings)
  return try #require(template, "\(findings)")
}
