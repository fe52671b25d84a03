import CivilTime
import MessageRendering
import Testing

struct MailHeaderTests {
  @Test func `subjects of any text come back whole from encoded words`() throws {
    var random = Seeded(state: 2026)
    for _ in 0..<500 {
      let subject = random.text(upTo: 120)
      let lines = try headerLines(of: mail(subject: subject))
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      #expect(try HeaderDecoder.value("Subject", in: lines) == subject)
    }
  }

  @Test func `display names of any text come back whole`() throws {
    var random = Seeded(state: 11)
    for _ in 0..<200 {
      let name = random.text(upTo: 60)
      var mail = mail(subject: "x")
      mail.from.name = name
      let lines = try headerLines(of: mail)
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      let value = try HeaderDecoder.value("From", in: lines)
      #expect(
        value == "\(name) <mao@example.com>" || value == HeaderDecoder.quoted(name)
          || (name.isEmpty && value == "mao@example.com"))
    }
  }

  @Test(arguments: [
    "x\r\nBcc: everybody@example.com", "x\nBcc: y", "x\rBcc: y", "x\u{0}", "x\u{85}y",
    "x\u{2028}y", "x\u{202E}gpj.exe", "x\u{2066}y", "\u{7F}", "a\u{B}b",
  ])
  func `a control character in any header refuses the mail`(text: String) {
    var named = mail(subject: "x")
    named.to[0].name = text
    var extra = mail(subject: "x")
    extra.extraHeaders = [(name: "X-Note", value: text)]
    var attached = mail(subject: "x")
    attached.attachments = [MailAttachment(fileName: text, bytes: [])]
    for (bad, header) in [
      (mail(subject: text), "Subject"), (named, "To"), (extra, "X-Note"),
      (attached, "Content-Disposition"),
    ] {
      #expect(throws: MailFailure.forbiddenCharacter(header: header)) { try bad.composed() }
    }
  }

  @Test(arguments: [
    "", "a", "a@", "@b", "a@b@c", "a b@example.com", "a@example.com>", "a@example.com\r\nRCPT",
    "a..b@example.com", ".a@example.com", "\"a\"@example.com", "王@example.com", "a@例子.cn",
    "a@-example.com", "a,b@example.com", "a@exa_mple.com", "a@[127.0.0.1]",
  ])
  func `an address that is not plain refuses the mail`(address: String) {
    var bad = mail(subject: "x")
    bad.to = [Mailbox(address: address)]
    #expect(throws: MailFailure.badAddress(header: "To")) { try bad.composed() }
  }

  @Test(arguments: ["https://a b", "http://example.com/u", "https://x/\r\nX: y", "javascript:1"])
  func `an unsubscribe link is a plain https address`(link: String) {
    var bad = mail(subject: "x")
    bad.unsubscribe = MailUnsubscribe(mailto: "stop@example.com", link: link)
    #expect(throws: MailFailure.badLink) { try bad.composed() }
  }

  @Test func `one-click unsubscribing stands there only with a link`() throws {
    var mail = mail(subject: "x")
    mail.unsubscribe = MailUnsubscribe(mailto: "stop@example.com", subject: "退订 K1")
    var lines = try headerLines(of: mail)
    #expect(
      lines.contains(
        "List-Unsubscribe: <mailto:stop@example.com?subject=%E9%80%80%E8%AE%A2%20K1>"))
    #expect(!lines.contains { $0.hasPrefix("List-Unsubscribe-Post") })
    mail.unsubscribe?.link = "https://example.com/u/abc"
    lines = try headerLines(of: mail)
    #expect(lines.contains("List-Unsubscribe: <https://example.com/u/abc>,"))
    #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
  }

  @Test(arguments: [
    ("2026-11-22T01:30:00Z", 28_800, "Sun, 22 Nov 2026 09:30:00 +0800"),
    ("2026-03-01T02:00:00Z", -12_600, "Sat, 28 Feb 2026 22:30:00 -0330"),
    ("1969-12-31T23:59:59Z", 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
  ])
  func `the date stands in the sender's zone`(at: String, offset: Int, text: String) throws {
    var mail = mail(subject: "x")
    mail.date = try #require(Instant(rfc3339: at))
    mail.offsetSeconds = offset
    #expect(try headerLines(of: mail).contains("Date: \(text)"))
  }

  @Test func `Message-ID depends on the touch alone`() {
    var other = mail(subject: "another")
    #expect(other.messageID == mail(subject: "x").messageID)
    #expect(other.messageID.hasSuffix("@example.com"))
    other.key = "K1/greeting/2026-2/1"
    #expect(other.messageID != mail(subject: "x").messageID)
  }

  @Test func `a subject of long ASCII words folds and comes back`() throws {
    let long = String(repeating: "x", count: 200)
    for subject in [
      long, "short \(long)", Array(repeating: "word", count: 60).joined(separator: " "),
      "two  spaces", " leading", "trailing ", "=?UTF-8?B?AAAA?=",
    ] {
      let lines = try headerLines(of: mail(subject: subject))
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      #expect(try HeaderDecoder.value("Subject", in: lines) == subject)
    }
  }

  private func mail(subject: String) -> Mail {
    Mail(
      key: "K1/greeting/2026-1/1", date: Instant(seconds: 1_795_311_000),
      from: Mailbox(address: "mao@example.com"), to: [Mailbox(address: "wang@example.com")],
      subject: subject, text: "x\n")
  }

  private func headerLines(of mail: Mail) throws -> [String] {
    let text = String(decoding: try mail.composed(), as: UTF8.self)
    let head = text.components(before: "\r\n\r\n")
    return head.utf8.split(separator: 13).map { line in
      String(decoding: line.drop { $0 == 10 }, as: UTF8.self)
    }
  }
}

extension String {
  /// What stands before the first `mark`, compared by bytes.
  func components(before mark: String) -> String {
    let bytes = Array(utf8)
    let wanted = Array(mark.utf8)
    let end = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? bytes.endIndex
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
