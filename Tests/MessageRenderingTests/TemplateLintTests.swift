import CadenceModel
import MessageRendering
import Testing

struct TemplateLintTests {
  @Test(arguments: [
    ("您好，本周优惠", 3, 6, "“优惠” sounds like advertising; a greeting sells nothing"),
    (
      "Hello,\nsee our Special Offer", 4, 9,
      "“special offer” sounds like advertising; a greeting sells nothing"
    ),
    ("见 https://example.com", 3, 3, "a greeting carries no link"),
    ("一。二！三？四…", 3, 1, "4 sentences; a greeting says it in three"),
    ("One. Two! Three? Four", 3, 1, "4 sentences; a greeting says it in three"),
  ])
  func `a greeting that sells or chatters is warned about`(
    body: String, line: Int, column: Int, text: String
  ) throws {
    let greeting = try template("---\nsubject: a word\n---\n\(body)", channel: .email)
    let lint = TemplateLint(greetings: ["t"])
    let wanted = Diagnostic(.warning, file: "t", line: line + 1, column: column, text)
    #expect(lint.findings(about: greeting, files: []) == [wanted])
    #expect(TemplateLint().findings(about: greeting, files: []) == [])
  }

  @Test(arguments: ["Dear {{salutation}},\n\nOne! Two... Three?!\n", "“一。”二！\n\n三……", "Hello"])
  func `three sentences are fine however they end`(body: String) throws {
    let greeting = try template("---\nsubject: a word\n---\n\(body)", channel: .email)
    #expect(TemplateLint(greetings: ["t"]).findings(about: greeting, files: []) == [])
  }

  @Test func `a long subject is warned about`() throws {
    let long = String(repeating: "字", count: 61)
    let mail = try template("---\nsubject: \(long)\n---\nx", channel: .email)
    let found = TemplateLint(greetings: ["t"]).findings(about: mail, files: [])
    #expect(
      found.map(\.description) == [
        "t:2:10: warning: the subject has 61 characters; phones show 60 at most"
      ])
  }

  @Test(arguments: [
    ("您好", false), ("{{salutation}}，您好！", false), ("Hello {{first_name}}", false), ("Hi!", false),
    ("{{salutation}}，生日快乐", true), ("A quiet word", true), ("{{month}}里的一封短信", true),
  ])
  func `D2: a subject says something beyond hello`(subject: String, isFine: Bool) throws {
    let mail = try template("---\nsubject: {{! }}\(subject)\n---\nx", channel: .email)
    let found = TemplateLint(greetings: ["t"]).findings(about: mail, files: [])
    #expect(found.isEmpty == isFine, "\(found)")
  }

  @Test(arguments: ["{{product}}", "{{#material}}{{material}}{{/material}}", "{{company}}"])
  func `D2: a greeting speaks neither of products nor of the company`(tag: String) throws {
    let mail = try template("---\nsubject: a word\n---\nx \(tag)", channel: .email)
    let found = TemplateLint(greetings: ["t"]).findings(about: mail, files: [])
    #expect(found.map(\.line) == [4])
    #expect(TemplateLint().findings(about: mail, files: []) == [])
  }

  @Test func `D3: two variants with the same words are found whatever stands between them`() throws
  {
    let texts = [("a", "{{salutation}}, may this week be kind!"), ("b", "May this week be kind.")]
    let templates = try texts.map { variant, body in
      var findings: [Diagnostic] = []
      return try #require(
        Template.parse(
          body,
          identity: TemplateIdentity(
            name: "greeting", language: "en", variant: variant, channel: .sms),
          file: "greeting/en.\(variant).sms.mustache", findings: &findings))
    }
    let found = TemplateLint().findings(in: TemplateLibrary(templates: templates))
    #expect(found.map(\.file) == ["greeting/en.b.sms.mustache"])
  }

  @Test func `an SMS too long with sample values is an error before any customer gets it`() throws {
    let long = try template(String(repeating: "字", count: 135))
    #expect(
      TemplateLint().findings(about: long, files: []).map(\.text) == [
        "with sample values, the text takes 3 SMS segments, 2 are allowed"
      ])
  }

  @Test func `a signature in the text itself is an error with its place`() throws {
    let signed = try template("您好\n我是【永安】")
    #expect(
      TemplateLint().findings(about: signed, files: []).map(\.description) == [
        "t:2:3: error: 【】 is kept for the signature, which the gateway's settings add"
      ])
  }

  @Test func `an attachment that is not there is an error with its place`() throws {
    let mail = try template(
      "---\nsubject: a word\nattachments:\n  - puzle.pdf\n---\nx", channel: .email)
    #expect(
      TemplateLint().findings(about: mail, files: ["puzzle.pdf"]).map(\.description) == [
        "t:4:5: error: there is no templates/attachments/puzle.pdf; did you mean puzzle.pdf?"
      ])
  }
}
