@testable import RepReporting
import Testing

@Suite struct DigestPageTests {
  private func page(_ text: String) -> DigestPage {
    var page = DigestPage(language: "zh-CN", subject: text, title: text, lead: text)
    let card = DigestPage.TaskCard(
      number: 1, time: "", name: text, badges: [text], isPressing: false, title: text, why: text,
      history: text, phones: [DigestPage.Phone(shown: text, dialled: text)],
      facts: [DigestPage.Fact(label: text, value: text)], sayLabel: text, say: [text],
      reference: text)
    page.parts = [
      .notice(text), .tasks(title: text, note: text, cards: [card]),
      .lines(title: text, [DigestPage.Line(text)]),
    ]
    page.footer = [text]
    return page
  }

  @Test func `whatever stands in the customer file, no markup comes out of it`() {
    let html = page("<script>\"'&\u{1}").html
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;&quot;&#39;&amp;<"))
    #expect(!html.contains("\u{1}"))
  }

  @Test func `the mail loads nothing from anywhere`() {
    let html = page("x").html
    for word in ["http:", "https:", "src=", "@import", "url("] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("<html lang=\"zh-CN\">"))
    #expect(html.contains("prefers-color-scheme:dark"))
  }

  @Test(arguments: [
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十，完。",
    "Follow-up 3 of 5: inquiry 3 Nov; was due 19 Nov, 4 days overdue; last try 12 Nov: no answer",
    "a very-long-word-without-any-blank-that-does-not-fit-in-one-line-together-with-others-ok-then",
  ])
  func `no line of the text is wider than 72 columns unless one word is`(text: String) {
    let lines = page(text).text.split(separator: "\n").dropFirst(2)
    for line in lines {
      let wide = line.unicodeScalars.count { $0.value > 0x2E80 }
      let columns = line.unicodeScalars.count + wide
      #expect(columns <= 74 || !line.dropFirst(10).contains(" "), "\(line)")
    }
  }
}
