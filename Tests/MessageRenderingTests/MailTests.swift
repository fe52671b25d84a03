import CadenceModel
import CivilTime
import MessageRendering
import Testing

struct MailTests {
  @Test func `a Chinese birthday mail is composed to these exact bytes`() throws {
    let mail = try shipped("birthday/zh-CN.c.email", language: "zh-CN")
    try GoldenMail.expect(try mail.composed(), equals: "birthday-zh.eml")
  }

  @Test func `an English greeting with an attachment is composed to these exact bytes`() throws {
    var mail = try shipped("greeting/en.a.email", language: "en")
    mail.attachments = [
      MailAttachment(fileName: "puzzle.pdf", bytes: Array("%PDF-1.4 not really\n".utf8)),
      MailAttachment(
        fileName: "木门保养手册：四季养护要点与常见问题解答（2026年修订版）.pdf", bytes: Array(0...255)),
    ]
    mail.unsubscribe?.link = "https://oakfield.example.com/u/v1.k1.abcdef"
    mail.extraHeaders = [(name: "X-Fifthcall-Touch", value: "100002/greeting/2026-1/1")]
    try GoldenMail.expect(try mail.composed(), equals: "greeting-en-attached.eml")
  }

  @Test func `a text-only mail is one part`() throws {
    let mail = Mail(
      key: "digest/mao/2026-11-23", date: Instant(seconds: 1_795_390_200),
      from: Mailbox(name: "Oakfield \"Doors\", Leeds", address: "hello@example.com"),
      to: [Mailbox(address: "a@example.com"), Mailbox(name: "毛晓峰", address: "b@example.com")],
      subject: "Plain",
      text: ".\n.leading dot\ntrailing space \n\ttab = sign\r\rbare\u{0}NUL é\nend")
    try GoldenMail.expect(try mail.composed(), equals: "plain.eml")
  }

  @Test func `equal mails compose to equal bytes, and every line is short and 7-bit`() throws {
    var random = Seeded(state: 7)
    var mail = try shipped("greeting/en.b.email", language: "en")
    for _ in 0..<40 {
      mail.text = (0..<20).map { _ in random.text(upTo: 200) }.joined(separator: "\n")
      mail.html = "<p>\(mail.text)</p>"
      let bytes = try mail.composed()
      #expect(try mail.composed() == bytes)
      #expect(bytes.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || [9, 10, 13].contains($0)) })
      let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      #expect(lines.dropLast().allSatisfy { $0.last == 13 && $0.count <= 77 })
      #expect(lines.last?.isEmpty == true)
    }
  }

  @Test func `a mail needs a receiver`() {
    let mail = Mail(
      key: "k", date: Instant(seconds: 0), from: Mailbox(address: "a@example.com"), to: [],
      subject: "x", text: "x")
    #expect(throws: MailFailure.noReceiver) { try mail.composed() }
  }

  private func shipped(_ textID: String, language: String) throws -> Mail {
    let file = try #require(
      try GoldenMail.shippedTemplates().first { $0.path == "\(textID).mustache" })
    var findings: [Diagnostic] = []
    let template = try #require(
      Template.parse(
        file.source, identity: try TemplateIdentity.parse(path: file.path).get(),
        file: file.path, findings: &findings))
    let context = MessageContext.sample(language: language)
    let frame = MailFrame(context: context, siteLines: ["1 Mill Lane"])
    let message = try template.render(context, mail: frame)
    var mail = Mail(
      key: "100002/\(template.identity.name)/2026-1/1",
      date: Instant(seconds: 1_795_311_000), offsetSeconds: 28_800,
      from: Mailbox(name: try #require(context[.company]), address: "hello@example.com"),
      to: [Mailbox(name: try #require(context[.name]), address: "anna@example.com")],
      replyTo: Mailbox(name: try #require(context[.repName]), address: "rep@example.com"),
      subject: try #require(message.subject), text: message.text, html: message.html)
    mail.unsubscribe = MailUnsubscribe(mailto: "hello@example.com", subject: "unsubscribe 100002")
    return mail
  }
}
