import MessageRendering
import Testing

/// Row 110: only a report with our token says anything.
@Suite struct MailReportTests {
  private let token = "kerjvtsxs6l6bc3ppvwgt3pfyb7xy"
  private let mailbox = "bounce@example.com"

  private func read(_ text: String, recipient: String? = nil) -> MailReport {
    MailReport(
      Array(text.replacing("\n", with: "\r\n").utf8), mailbox: mailbox, recipient: recipient)
  }

  private func report(
    to: String? = nil, action: String = "failed", status: String = "5.1.1",
    type: String = "message/delivery-status", words: String = "I'm sorry to have to inform you"
  ) -> String {
    """
    Return-Path: <>
    Delivered-To: \(to ?? "bounce+\(token)@example.com")
    From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
    Subject: Undelivered Mail Returned to Sender
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="AB/1764.mx"

    This is a MIME-encapsulated message.

    --AB/1764.mx
    Content-Type: text/plain; charset=utf-8

    \(words)

    --AB/1764.mx
    Content-Type: \(type)

    Reporting-MTA: dns; mx.example.com
    Arrival-Date: Tue, 24 Nov 2026 19:20:00 +0800

    Final-Recipient: rfc822; k0001@example.com
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 5.1.1 <k0001@example.com>: Recipient address
        rejected

    --AB/1764.mx
    Content-Type: message/rfc822

    Return-Path: <bounce+\(token)@example.com>
    Subject: x

    text
    --AB/1764.mx--

    """
  }

  @Test func `a failed delivery is read from the report, not from its words`() {
    #expect(read(report()) == .bounced(token: token, code: "5.1.1"))
    #expect(read(report(words: "您的邮件无法送达：用户不存在")) == .bounced(token: token, code: "5.1.1"))
    #expect(
      read(report(action: "delivered", status: "2.1.5")) == .delivered(token: token, code: "2.1.5"))
    #expect(read(report(status: "4.4.7 (expired)")) == .bounced(token: token, code: "4.4.7"))
    #expect(
      read(report(to: "BOUNCE+\(token.uppercased())@EXAMPLE.COM"))
        == .bounced(token: token, code: "5.1.1"))
    #expect(
      read(report(to: "someone@example.com"), recipient: "bounce+\(token)@example.com")
        == .bounced(token: token, code: "5.1.1"))
  }

  @Test func `what is not final, has no token or no report says nothing`() {
    #expect(read(report(action: "delayed", status: "4.4.1")) == .ignored("not-final"))
    #expect(read(report(to: "bounce@example.com")) == .ignored("no-token"))
    #expect(read(report(to: "bounce+\(token)@example.org")) == .ignored("no-token"))
    #expect(read(report(type: "text/plain")) == .ignored("no-status"))
    #expect(read(report(status: "nonsense")) == .ignored("no-status"))
    #expect(
      read("Subject: Out of office\nAuto-Submitted: auto-replied\n\nI am away")
        == .ignored("auto-reply"))
    #expect(
      read("Subject: hello\nTo: bounce+\(token)@example.com\n\nfailed 5.1.1")
        == .ignored("no-report"))
    #expect(read("") == .ignored("no-report"))
  }

  @Test func `a complaint is known by the return path that it repeats`() {
    func complaint(_ path: String) -> String {
      """
      To: abuse@example.com
      Content-Type: multipart/report; report-type="feedback-report"; boundary=b

      --b
      Content-Type: message/feedback-report

      Feedback-Type: abuse
      User-Agent: SomeGenerator/1.0
      Version: 1
      \(path)
      --b
      Content-Type: message/rfc822

      Return-Path: <bounce+\(token)@example.com>
      Subject: x

      --b--
      """
    }
    #expect(
      read(complaint("Original-Mail-From: <bounce+\(token)@example.com>"))
        == .complained(token: token))
    #expect(read(complaint("Arrival-Date: x")) == .complained(token: token))
    #expect(
      read(complaint("x: y").replacing("bounce+", with: "other+")) == .ignored("no-token"))
  }

  @Test func `a report that is cut or damaged anywhere is read or ignored, never a crash`() {
    let bytes = Array(report().replacing("\n", with: "\r\n").utf8)
    for index in bytes.indices {
      _ = MailReport(Array(bytes[..<index]), mailbox: mailbox)
      for byte: UInt8 in [0, 10, 13, 34, 59, 255] {
        var damaged = bytes
        damaged[index] = byte
        _ = MailReport(damaged, mailbox: mailbox)
      }
    }
    _ = MailReport(Array(repeating: 10, count: 1 << 20), mailbox: mailbox)
    _ = MailReport(Array("--".utf8) + Array(repeating: 45, count: 1 << 16), mailbox: "")
  }
}
