import CadenceModel
import CurlTransport
import Testing
import TouchDelivery

/// The table of the reliability notes, section 2.4, and the rules for enhanced codes below it.
@Suite struct SMTPClassificationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var code: Int
    var response: Int
    var reply = ""
    var crossed: Bool
    var expected: String
    var testDescription: String { name }
  }

  static let table = [
    Row(
      name: "250 after the dot", code: 0, response: 250, reply: "250 2.0.0 Ok", crossed: true,
      expected: "accepted"),
    Row(
      name: "success without a crossing", code: 0, response: 250, crossed: false,
      expected: "unsent fault"),
    Row(
      name: "success with another code", code: 0, response: 354, crossed: true,
      expected: "uncertain"),
    Row(
      name: "drop after MAIL or RCPT", code: 56, response: 250, crossed: false,
      expected: "unsent fault"),
    Row(
      name: "RCPT 450", code: 55, response: 450, reply: "450 4.2.0 busy", crossed: false,
      expected: "deferred"),
    Row(
      name: "RCPT 550", code: 55, response: 550, reply: "550 no", crossed: false,
      expected: "rejected"),
    Row(
      name: "drop after 354 before the crossing", code: 56, response: 354, crossed: false,
      expected: "unsent fault"),
    Row(name: "drop after the dot", code: 56, response: 354, crossed: true, expected: "uncertain"),
    Row(
      name: "drop after the dot, old 250", code: 56, response: 250, crossed: true,
      expected: "uncertain"),
    Row(
      name: "silence after the dot", code: 28, response: 354, crossed: true, expected: "uncertain"),
    Row(
      name: "451 after the dot", code: 8, response: 451, reply: "451 4.3.0 later", crossed: true,
      expected: "deferred"),
    Row(
      name: "421 after the dot", code: 8, response: 421, reply: "421 4.3.2 bye", crossed: true,
      expected: "deferred"),
    Row(
      name: "550 after the dot", code: 8, response: 550, reply: "550 5.6.0 content", crossed: true,
      expected: "rejected"),
    Row(name: "garbage after the dot", code: 56, response: 0, crossed: true, expected: "uncertain"),
    Row(name: "garbage before", code: 56, response: 0, crossed: false, expected: "unsent fault"),
    Row(name: "cannot connect", code: 7, response: 0, crossed: false, expected: "unsent fault"),
    Row(name: "no such host", code: 6, response: 0, crossed: false, expected: "unsent fault"),
    Row(name: "TLS fails", code: 35, response: 220, crossed: false, expected: "unsent fault"),
    Row(
      name: "certificate refused", code: 60, response: 220, crossed: false, expected: "unsent fault"
    ),
    Row(
      name: "no STARTTLS offered", code: 64, response: 250, crossed: false, expected: "unsent fault"
    ),
    Row(
      name: "login denied", code: 67, response: 535, reply: "535 5.7.8 no", crossed: false,
      expected: "unsent fault now"),
    Row(
      name: "AUTH wanted at MAIL", code: 55, response: 530, reply: "530 5.7.0 log in",
      crossed: false, expected: "unsent fault now"),
    Row(
      name: "AUTH wanted, no enhanced code", code: 55, response: 530, reply: "530 log in",
      crossed: false, expected: "unsent fault now"),
    Row(
      name: "554 greeting", code: 8, response: 554, reply: "554 go away", crossed: false,
      expected: "unsent fault"),
    Row(
      name: "421 greeting", code: 8, response: 421, reply: "421 busy", crossed: false,
      expected: "unsent fault"),
    Row(
      name: "421 at RCPT", code: 55, response: 421, reply: "421 4.3.2 bye", crossed: false,
      expected: "unsent fault"),
    Row(
      name: "EHLO and HELO refused", code: 9, response: 502, reply: "502 5.5.2 what?",
      crossed: false, expected: "unsent fault"),
    Row(
      name: "550 in the middle of DATA", code: 55, response: 550, reply: "550 5.3.0 stop",
      crossed: false, expected: "rejected"),
  ]

  @Test(arguments: table)
  func `a result is read from libcurl's code, the reply code and the crossing together`(_ row: Row)
  {
    let result = SMTPResult(
      curlCode: row.code, responseCode: row.response, reply: row.reply, errorText: "words",
      crossed: row.crossed)
    let report = SMTPClassification.report(of: result, recipient: "lin@example.com")
    #expect(report.summary == row.expected)
  }

  static let enhanced: [(String, String)] = [
    ("550 5.1.1 unknown", "rejected address"), ("550 5.1.2 bad domain", "rejected address"),
    ("501 5.1.3 bad syntax", "rejected address"), ("556 5.1.10 null MX", "rejected address"),
    ("550 5.1.8 bad sender", "rejected"),
    ("550 5.2.1 disabled", "deferred"), ("552 5.2.2 full", "deferred"),
    ("552 5.3.4 too big", "rejected"), ("552 5.2.3 too big", "rejected"),
    ("552 too big", "rejected"), ("550 5.4.1 no route", "unsent fault"),
    ("452 4.3.1 no storage", "deferred"), ("451 4.3.2 not accepting", "unsent fault"),
    ("503 5.5.1 sequence", "rejected"), ("501 syntax", "rejected"),
    ("554 5.6.1 conversion", "rejected"), ("550 5.7.1 policy", "unsent fault now"),
    ("550 5.7.26 no DMARC", "unsent fault now"), ("550 5.7.515 access", "unsent fault now"),
    ("450 4.7.1 greylisted", "unsent fault"), ("535 5.7.8 login", "unsent fault now"),
    ("454 4.7.8 login later", "unsent fault now"), ("550 5.7.0 other", "rejected"),
    ("550 nobody", "rejected"), ("450 busy", "deferred"), ("451-4.1.1 odd", "deferred"),
    ("530 log in", "unsent fault now"), ("534 weak", "unsent fault now"),
  ]

  @Test(arguments: enhanced)
  func `the enhanced code decides whose problem a refusal is`(_ reply: String, _ expected: String)
    throws
  {
    let code = try #require(Int(reply.prefix(3)))
    let result = SMTPResult(curlCode: CurlCode.sendFailed, responseCode: code, reply: reply)
    let report = SMTPClassification.report(of: result, recipient: "lin@example.com")
    #expect(report.summary == expected)
  }

  @Test(arguments: [
    (SMTPResult.Stop.unsafeAddress, "rejected address"), (.attemptRefused, "unsent"),
    (.crossRefused, "unsent"), (.closing, "unsent"), (.unusable, "unsent fault now"),
  ])
  func `what we stopped ourselves is no fault of the relay`(
    _ stop: SMTPResult.Stop, _ expected: String
  ) {
    let report = SMTPClassification.report(of: SMTPResult(stop: stop), recipient: "a@example.com")
    #expect(report.summary == expected)
  }

  @Test func `the recipient does not appear in the reason`() {
    let result = SMTPResult(
      curlCode: CurlCode.sendFailed, responseCode: 550,
      reply: "550 5.1.1 <Lin.Hui@example.com>: lin.hui unknown\u{202E}")
    let report = SMTPClassification.report(of: result, recipient: "lin.hui@example.com")
    #expect(
      report.result
        == .rejected(
          reason: "550 5.1.1 <[recipient]>: [recipient] unknown "))
    #expect(report.address == .unknown)
  }

  /// A relay may repeat what it was told: the password plain, percent-encoded, and as AUTH LOGIN and
  /// AUTH PLAIN send it, behind a user name of any length.
  @Test(arguments: [
    "wrong: S3CRET-pass", "wrong: s3cret-PASS", "UzNDUkVULXBhc3M=", "AGQAUzNDUkVULXBhc3M=",
    "AGRvAFMzQ1JFVC1wYXNz", "AGRvcgBTM0NSRVQtcGFzcw==",
  ])
  func `the password does not appear in the reason`(_ said: String) {
    let result = SMTPResult(
      curlCode: CurlCode.loginDenied, responseCode: 535, reply: "535 5.7.8 \(said)")
    let report = SMTPClassification.report(
      of: result, recipient: "a@example.com", secrets: ["S3CRET-pass"])
    let reason = report.result.reason
    #expect(reason.contains("[secret]"))
    let rest = reason.replacing("[secret]", with: "")
    for part in ["CRET", "cret", "NDUkVU", "Q1JFVC", "NSRVQt"] { #expect(!rest.contains(part)) }
  }

  @Test(arguments: [
    ("550 5.1.1 unknown", AddressFaultKind?.some(.unknown)), ("550 5.1.2 domain", .doubted),
    ("556 5.1.10 null MX", .doubted), ("550 nobody", .unexplained), ("552 5.2.2 full", .closed),
    ("452 4.2.2 full", .closed), ("550 5.2.1 disabled", .closed), ("450 busy", nil),
    ("552 5.3.4 too big", nil), ("554 5.6.1 conversion", nil), ("550 5.7.1 policy", nil),
    ("503 5.5.1 sequence", nil),
  ])
  func `a refusal says how sure it is that the address is at fault`(
    _ reply: String, _ expected: AddressFaultKind?
  ) throws {
    let code = try #require(Int(reply.prefix(3)))
    let result = SMTPResult(
      curlCode: CurlCode.sendFailed, responseCode: code, reply: reply, errorText: "")
    #expect(
      SMTPClassification.report(of: result, recipient: "a@example.com").address == expected)
  }
}
