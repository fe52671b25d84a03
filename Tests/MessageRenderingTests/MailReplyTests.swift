import FifthcallTestSupport
import MessageRendering
import Testing

/// What customers write by mail: their own words, however their program packs them.
@Suite struct MailReplyTests {
  private func read(_ text: String) -> MailReply.Reading {
    MailReply.read(Array(text.replacing("\n", with: "\r\n").utf8)) { bytes, _ in
      String(decoding: bytes, as: UTF8.self)
    }
  }

  private func written(_ text: String) throws -> MailReply {
    guard case .written(let reply) = read(text) else {
      throw Missing(what: "\(read(text))")
    }
    return reply
  }

  private struct Missing: Error { let what: String }

  private func body(_ text: String) throws -> String {
    try written("From: A <a@example.com>\nSubject: Re: x\n\n\(text)").text
  }

  @Test func `C7: sender, subject and text of a plain mail`() throws {
    let reply = try written(
      """
      From: "Parker, Anna" <Anna.Parker@Example.COM>
      Subject: The door
       is broken
      Message-ID: <1@example.com>

      It will not close.
      """)
    #expect(reply.from == "anna.parker@example.com" && reply.id == "<1@example.com>")
    #expect(reply.subject == "The door is broken" && reply.text == "It will not close.")
    #expect(reply.words == "The door is broken\nIt will not close.")
  }

  @Test(arguments: [
    "Mine\n\nOn Tue, 24 Nov 2026 at 09:30, Tom Baxter <t@example.com> wrote:\n> unsubscribe",
    "Mine\n\nOn Tue, 24 Nov 2026 at 09:30, Tom Baxter\n<t@example.com> wrote:\n\n> reply “unsubscribe”",
    "Mine\n\nOn Tue, 24 Nov 2026 Tom Baxter wrote:\nall of it without marks",
    "> quoted\n>> twice\n\nMine",
    "On 24 Nov 2026 Tom wrote:\n> question\n\nMine\n> more",
    "Mine\n\n-----Original Message-----\nFrom: Tom\nunsubscribe",
    "Mine\n\n________________________________\nFrom: Tom\nSent: today",
    "Mine\n\nFrom: Tom Baxter <t@example.com>\nSent: Tuesday\nTo: Anna\nSubject: x\n\nold",
    "Mine\n\nSent from my iPhone", "Mine\n-- \nAnna Parker\nstop by at 5 Elm Street",
    "Mine\n\n------------------ 原始邮件 ------------------\n发件人: \"x\"\n回复“退订”即可",
    "Mine\n\n在 2026年11月24日，毛志强 <m@example.com> 写道：\n\n> 生日快乐\n> 回复“退订”即可",
    "Mine\n\n于 2026-11-24 09:30，毛志强\n写道：\n> 生日快乐",
    "Mine\n\n发件人：毛志强\n发送时间：2026年11月24日\n收件人：王女士\n主题：生日\n\n退订",
    "Mine\n\n发自我的iPhone", "Mine\n\n如果不想再收到这样的邮件，回复“退订”即可，我们不再打扰。",
    "\n\n   Mine   \n\n",
  ])
  func `C7: what is quoted and what stands below is none of the own words`(text: String) throws {
    #expect(try body(text) == "Mine")
  }

  @Test func `who only sends ours back has said nothing`() throws {
    #expect(try body("> 生日快乐\n> 祝好").isEmpty)
    #expect(try body("-----Original Message-----\nx").isEmpty)
  }

  @Test func `C7: the text is found in parts within parts, in base64 and quoted-printable`() throws
  {
    let reply = try written(
      """
      From: a@example.com
      Subject: =?utf-8?B?6Zeo?= =?UTF-8?b?5Z2P5LqG?= =?utf-8?Q?=E3=80=82_x?=
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="out er"

      for old programs
      --out er
      Content-Type: multipart/alternative; boundary=inner

      --inner
      Content-Type: text/plain; charset="utf-8"
      Content-Transfer-Encoding: base64

      6Zeo5Z2P5LqG77yM
      5p2l5L+u
      --inner
      Content-Type: text/html

      <p>other</p>
      --inner--
      --out er
      Content-Type: text/plain; name=notes.txt
      Content-Disposition: attachment

      not this
      --out er--
      """)
    #expect(reply.subject == "门坏了。 x" && reply.text == "门坏了，来修")
    let quoted = try written(
      "From: a@example.com\nContent-Transfer-Encoding: quoted-printable\n\n"
        + "=E9=97=A8=\n=E5=9D=8F 100=25 a=3Db = ==zz")
    #expect(quoted.text == "门坏 100% a=b = ==zz")
  }

  @Test func `a mail in HTML only is read without its tags and without what it quotes`() throws {
    let reply = try written(
      """
      From: a@example.com
      Content-Type: text/html

      <html><head><title>t</title><style>p{color:red}</style></head><body><p>It&#39;s broken
      &amp; loud</p><div>Please&nbsp;come<br>soon &lt;3</div><div class="gmail_quote">On x wrote:
      <blockquote>unsubscribe</blockquote></div></body></html>
      """)
    #expect(
      reply.text.split(separator: "\n").map { $0.trimmingBlanks } == [
        "It's broken  & loud", "Please come", "soon <3",
      ])
  }

  @Test(arguments: [
    ("Auto-Submitted: auto-replied", "auto-reply"),
    ("Auto-Submitted: auto-generated", "auto-reply"),
    ("Precedence: bulk", "bulk"), ("Precedence: AUTO_REPLY", "bulk"), ("Precedence: list", "bulk"),
    ("X-Autoreply: yes", "auto-reply"), ("List-Id: <x.example.com>", "list"),
    ("Return-Path: <>", "machine"), ("Subject: 自动回复：我在休假", "auto-reply"),
    ("Subject: Out of office: back on Monday", "auto-reply"),
    ("Subject: Automatic reply: hello", "auto-reply"),
  ])
  func `automatic answers are none`(field: String, why: String) {
    #expect(read("\(field)\nFrom: a@example.com\n\nstop, this is broken") == .ignored(why))
  }

  @Test func `a person's mail says no to being automatic, or nothing of it`() throws {
    #expect(try written("Auto-Submitted: no\nFrom: a@example.com\n\nx").text == "x")
    #expect(try written("Precedence: first-class\nFrom: a@example.com\n\nx").text == "x")
    for from in ["MAILER-DAEMON@example.com", "no-reply@example.com"] {
      #expect(read("From: \(from)\n\nx") == .ignored("machine"))
    }
    for from in ["", "From: \n", "From: nobody\n", "From: <>\n", "From: a@b@c\n"] {
      #expect(read("\(from)\nx") == .ignored("no-sender"), "\(from)")
    }
  }

  @Test func `a photo alone is a mail with no words, and a broken one keeps what can be read`()
    throws
  {
    let photo = try written(
      "From: a@example.com\nSubject: Re: door\nContent-Type: image/jpeg\n"
        + "Content-Transfer-Encoding: base64\n\n/9j/4AAQ")
    #expect(photo.text.isEmpty && photo.words.isEmpty)
    let torn = try written(
      "From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\nIt is broken")
    #expect(torn.text == "It is broken")
    let deep = (0..<50).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
    #expect(try written("From: a@example.com\n" + deep.joined() + "\nx").text.isEmpty)
    let huge = String(repeating: "坏", count: 900_000)
    #expect(try body(huge).count == MailReply.mostText)
  }

  @Test func `damaged mails never bring the reader down`() throws {
    let whole = Array(
      """
      From: =?gbk?Q?=CD=F5?= <a@example.com>
      Subject: =?utf-8?B?6Zeo?=
      Content-Type: multipart/alternative; boundary="b"

      --b
      Content-Type: text/plain; charset=gbk
      Content-Transfer-Encoding: quoted-printable

      =C3=C5=BB=B5=C1=CB
      > x
      --b
      Content-Type: text/html

      <p>&#x95e8;&bad;<a href="x
      --b--
      """.utf8)
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0...2, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.remove(at: place)
        default: bytes.removeSubrange(place...)
        }
        if bytes.isEmpty { break }
      }
      _ = MailReply.read(bytes) { bytes, _ in String(decoding: bytes, as: UTF8.self) }
    }
  }

  @Test(arguments: [
    ("Re: 生日", "退订\n\n王女士", "退订"), ("unsubscribe", "", "unsubscribe"),
    ("Re: hello", "", ""), ("回复：您好", "好的", "好的"), ("退订", "谢谢", "谢谢"),
  ])
  func `the first words are the first paragraph, or an own subject alone`(
    subject: String, text: String, first: String
  ) throws {
    let reply = try written("From: a@example.com\nSubject: \(subject)\n\n\(text)")
    #expect(reply.firstWords == first)
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
