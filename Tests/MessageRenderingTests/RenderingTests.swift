import CadenceModel
import CivilTime
import MessageRendering
import Testing

struct RenderingTests {
  private let anna = MessageContext(
    language: "en", interests: ["Fishing", "baking"],
    values: [.salutation: "Ms Parker", .firstName: "Anna", .city: "Leeds"])

  @Test func `a missing value holds the message instead of leaving a hole`() throws {
    let text = try template("Hello {{name}}, welcome")
    #expect(throws: RenderFailure.missingValue(.name)) { try text.render(anna) }
    let subject = try template(
      "---\nsubject: For {{person}}\n---\nHi", channel: .email)
    #expect(throws: RenderFailure.missingValue(.person)) { try subject.render(anna) }
  }

  @Test(arguments: [
    ("{{#product}}your {{product}}{{/product}}{{^product}}your doors{{/product}}", "your doors"),
    ("{{#city}}in {{city}}{{/city}}{{^city}}at home{{/city}}", "in Leeds"),
    ("{{#city}}{{#product}}{{product}} {{/product}}{{first_name}}{{/city}}", "Anna"),
    ("A\n{{#city}}\nB\n{{/city}}\nC", "A\nB\nC"), ("{{! note }}Hi", "Hi"),
    ("{{ city }}", "Leeds"), ("a & <b> \"c\" {{salutation}}", "a & <b> \"c\" Ms Parker"),
  ])
  func `sections guard what may be missing`(source: String, text: String) throws {
    #expect(try template(source).render(anna).text == text)
  }

  @Test func `an empty result is no message`() throws {
    let text = try template("{{#product}}{{product}}{{/product}}")
    #expect(throws: RenderFailure.emptyText) { try text.render(anna) }
  }

  @Test func `values are escaped in HTML and only there`() throws {
    var context = anna
    context[.salutation] = "<script>alert('x')</script> & \"Co\""
    let mail = try template(
      "---\nsubject: To {{salutation}}\n---\nDear {{salutation}},", channel: .email)
    let own = try template(
      "---\nsubject: x\n---\nDear\n--- html ---\n<b title=\"{{salutation}}\">x</b>", channel: .email
    )
    let message = try mail.render(context)
    #expect(message.subject == "To <script>alert('x')</script> & \"Co\"")
    #expect(message.text.hasPrefix("Dear <script>"))
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Co&quot;"
    #expect(try #require(message.html).contains("Dear \(escaped),"))
    #expect(try #require(try own.render(context).html).contains("<b title=\"\(escaped)\">x</b>"))
  }

  @Test(arguments: [
    ("Wang\r\nBcc: x@example.com", "Wang  Bcc: x@example.com"), ("a\u{202E}b", "ab"),
    ("\u{FEFF} 王 \u{200B}", "王"), ("a\u{0}\u{7}b", "ab"), ("👨‍👩‍👧", "👨‍👩‍👧"), ("{{city}}", "{{city}}"),
    ("a\u{2028}b", "a b"),
  ])
  func `a value is one harmless line`(value: String, text: String) throws {
    var context = anna
    context[.name] = value
    #expect(try template("{{name}}").render(context).text == text)
  }

  @Test func `a value of nothing but control characters is no value`() throws {
    var context = anna
    context[.name] = "\u{200F}\r\n "
    #expect(context[.name] == nil)
  }

  @Test func `an SMS that grows over the limit is held, not cut`() throws {
    let text = try template(String(repeating: "字", count: 60) + "{{name}}")
    var context = anna
    context[.name] = "王"
    let frame = SMSFrame(signature: "永安木门", optOutSuffix: "拒收请回复R", maxSegments: 1)
    context[.name] = String(repeating: "王", count: 9)
    #expect(throws: RenderFailure.tooManySegments(2, most: 1)) {
      try text.render(context, sms: frame)
    }
    let message = try text.render(context, sms: SMSFrame(signature: "永安木门"))
    #expect(message.length?.segments == 2)
    #expect(message.length?.units == 75)
    #expect(message.parameters == [.init(name: "name", value: String(repeating: "王", count: 9))])
  }

  @Test func `a value cannot bring a second signature`() throws {
    var context = anna
    context[.name] = "【银行】"
    #expect(throws: RenderFailure.signatureBracket) {
      try template("您好{{name}}").render(context)
    }
  }

  @Test func `an attachment is chosen by interest, else the one for everybody`() throws {
    let source = """
      ---
      subject: x
      attachments:
        walking: walks.pdf
        fishing: lakes.pdf
        any: puzzle.pdf
      ---
      Hi
      """
    let mail = try template(source, channel: .email)
    #expect(try mail.render(anna).attachment == "lakes.pdf")
    #expect(try mail.render(MessageContext(language: "en")).attachment == "puzzle.pdf")
  }

  @Test func `the company stands in the signature below a mail`() throws {
    var context = anna
    context[.company] = "Oakfield Doors"
    context[.repName] = "Tom Baxter"
    let mail = try template("---\nsubject: x\n---\nHello", channel: .email)
    let frame = MailFrame(context: context, siteLines: ["1 Mill Lane"])
    let text = try mail.render(context, mail: frame).text
    #expect(
      text == """
        Hello

        --\u{20}
        Tom Baxter, Oakfield Doors
        1 Mill Lane

        If you would rather not get notes like this, just reply “unsubscribe”.

        """)
  }

  @Test(arguments: [
    (["name": "王芳"], Gender.female, "zh-CN", "王女士" as String?),
    (["name": "欧阳明"], .male, "zh-CN", "欧阳先生"),
    (["name": "王芳"], .unknown, "zh-CN", "王芳"),
    (["name": "王芳", "salutation": "王姐"], .female, "zh-CN", "王姐"),
    (["firstName": "Anna", "lastName": "Parker", "salutation": "Ms."], .female, "en", "Ms Parker"),
    (["firstName": "Anna", "lastName": "Parker"], .female, "en", "Anna"),
    (["name": "Anna Parker"], .female, "en", "Anna"),
    (["lastName": "Parker"], .male, "en", "Parker"),
    (["name": "王芳", "salutation": "王女士"], .female, "en", "芳"),
    (["name": "John Smith", "salutation": "Mr"], .male, "zh-CN", "John"), ([:], .male, "en", nil),
  ])
  func `a customer is addressed as the language wants it`(
    fields: [String: String], gender: Gender, language: String, expected: String?
  ) {
    var profile = CustomerProfile()
    profile[.name] = fields["name"] ?? ""
    profile[.firstName] = fields["firstName"] ?? ""
    profile[.lastName] = fields["lastName"] ?? ""
    profile[.salutation] = fields["salutation"] ?? ""
    #expect(Salutation.of(profile, gender: gender, language: language) == expected)
  }

  @Test func `family members are named as one says it to the customer`() {
    let profile = CustomerProfile([
      .spouseName: "Sophie", .parentNames: "Mother; Father-in-law", .childNames: "Emma; Priya",
    ])
    var english = MessageContext(language: "en-GB")
    var chinese = MessageContext(language: "zh-CN")
    let rows: [(Relation, String?, String?)] = [
      (.spouse, "Sophie", "您爱人"), (.parent(2), "your father-in-law", "您Father-in-law"),
      (.child(2), "Priya", "您家Priya"), (.child(3), "your child", "您家孩子"), (.customer, nil, nil),
    ]
    for (relation, en, zh) in rows {
      english.setPerson(relation, profile: profile)
      chinese.setPerson(relation, profile: profile)
      #expect(english[.person] == en)
      #expect(chinese[.person] == zh)
    }
  }

  @Test(arguments: [
    ("2020-02-29", "2023-02-28", "3 years" as String?), ("2025-05-01", "2026-05-01", "one year"),
    ("2025-05-02", "2026-05-01", nil), ("2026-05-01", "2026-05-01", nil),
  ])
  func `years are told in full years`(first: String, day: String, text: String?) throws {
    var context = MessageContext(language: "en")
    context.setYears(since: try #require(Day(iso: first)), on: try #require(Day(iso: day)))
    #expect(context[.years] == text)
  }
}
