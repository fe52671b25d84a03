import FifthcallTestSupport
import Foundation
import Testing

/// What customers write by mail, with the running service: complaints, stop, and everything else.
@Suite(.fewAtATime) struct LetterTests {
  private let noon = "2026-11-24T12:00:00+08:00"

  private func site() throws -> TestSite {
    try TestSite(
      customers: [1, 2, 3, 4].map { TestSite.customer($0, birthday: "", email: true) })
  }

  private func mail(_ from: String, _ subject: String, _ text: String, _ more: String = "")
    -> String
  {
    """
    Return-Path: <\(from)>
    From: 王女士 <\(from)>
    To: service@example.com
    Subject: \(subject)
    Message-ID: <\(abs(text.hashValue))@example.com>
    \(more.isEmpty ? "" : more + "\n")Content-Type: text/plain; charset=utf-8

    \(text)

    在 2026年11月23日，福临木门 <service@example.com> 写道：

    > 生日快乐！
    > 如果不想再收到这样的邮件，回复“退订”即可，我们不再打扰。

    """
  }

  @Test func `C7: a mail that sounds like a complaint opens one, stop opts out, others are told`()
    async throws
  {
    let site = try site()
    let service = try await site.startReady(["run", "--now", noon])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    func hand(_ text: String) throws -> Program.Ended {
      try site.program.run("inbound", input: text)
    }
    func kinds() throws -> [String] {
      try site.journal().compactMap { $0["kind"] as? String }
        .filter { ["reply", "complaint", "opt-out"].contains($0) }
    }

    let broken = mail("K0001@example.com", "Re: 保养", "门关不上了，请快来看看。\n王")
    let first = try hand(broken)
    #expect(first.code == 0 && first.errors.contains("written"), "\(first.errors)")
    #expect(try kinds() == ["reply", "complaint"])
    #expect(try hand(broken).errors.contains("known already"))
    #expect(try kinds() == ["reply", "complaint"])

    #expect(try hand(mail("k0002@example.com", "Re: 生日快乐", "退订\n\n谢谢，王")).code == 0)
    #expect(try kinds() == ["reply", "complaint", "reply", "opt-out"])
    let optOut = try site.journal().last { $0["kind"] as? String == "opt-out" }
    #expect(optOut?["customer"] as? String == "T0002" && optOut?["channel"] as? String == "email")

    #expect(try hand(mail("k0003@example.com", "Re: 您好", "麻烦别再发这些了，我想安静几天，有事我会找你们")).code == 0)
    let held = try site.journal().last { $0["kind"] as? String == "reply" }
    #expect(held?["until"] != nil, "somebody has to read it first")

    #expect(try hand(mail("k0004@example.com", "Re: 您好", "谢谢，周末好")).code == 0)
    let thanks = try site.journal().last { $0["kind"] as? String == "reply" }
    #expect(thanks?["until"] == nil && thanks?["customer"] as? String == "T0004")
    #expect(thanks?["channel"] as? String == "email")

    let count = try kinds().count
    for text in [
      mail("k0004@example.com", "自动回复：休假", "我在休假，门坏了找别人"),
      mail("k0004@example.com", "x", "投诉", "Auto-Submitted: auto-replied"),
      mail("stranger@example.com", "投诉", "你们的门坏了"), "", "\u{0}\u{1}",
    ] {
      let ended = try hand(text)
      #expect(ended.code == 0 && ended.errors.contains("ignored"), "\(ended.errors)")
    }
    #expect(try kinds().count == count)

    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25")
    for words in ["门关不上了", "谢谢，周末好", "别再发这些"] {
      #expect(digest.output.contains(words), "\(words): \(digest.output)")
    }
    let raw = site.lines("var/journal/journal-000000000001.jsonl").joined()
    #expect(!raw.contains("周末") && !raw.contains("k0004"), "sealed")
    let log = site.lines("service.log").joined()
    #expect(!log.contains("k0001") && !log.contains("stranger") && !log.contains("关不上"))
    service.terminate()
    service.waitUntilExit()
    let later = try hand(mail("k0004@example.com", "x", "y"))
    #expect(later.code == 75, "without a service the mail system keeps the mail")
  }

  @Test func `C7: a complaint is heard in every encoding that Chinese programs write`() async throws
  {
    let site = try site()
    let service = try await site.startReady(["run", "--now", noon])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    // 门坏了 in GBK, by base64, by quoted-printable, and as bare bytes without any MIME.
    let gbk: [UInt8] = [0xC3, 0xC5, 0xBB, 0xB5, 0xC1, 0xCB]
    let head = { (number: Int, more: String) in
      Array("From: k000\(number)@example.com\r\nSubject: x\r\n\(more)\r\n".utf8)
    }
    let mime = "Content-Type: text/plain; charset=GB2312\r\nContent-Transfer-Encoding: "
    let mails: [[UInt8]] = [
      head(1, mime + "base64\r\n") + Array(Data(gbk).base64EncodedString().utf8),
      head(2, mime + "quoted-printable\r\n") + Array("=C3=C5=BB=B5=C1=CB".utf8),
      head(3, "") + gbk,
      Array("From: k0004@example.com\r\nSubject: =?gb18030?B?".utf8)
        + Array(Data(gbk).base64EncodedString().utf8) + Array("?=\r\n\r\n.".utf8),
    ]
    for bytes in mails {
      let ended = try site.program.run(["inbound"], bytes: Data(bytes))
      #expect(ended.code == 0 && ended.errors.contains("written"), "\(ended.errors)")
    }
    let complaints = try site.journal().filter { $0["kind"] as? String == "complaint" }
    #expect(complaints.compactMap { $0["customer"] as? String } == (1...4).map { "T000\($0)" })
    let sheet = try site.program.run("customer", "T0003")
    #expect(sheet.output.contains("门坏了"), "\(sheet.output)")
  }
}
