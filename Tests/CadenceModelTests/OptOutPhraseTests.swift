import CadenceModel
import Testing

/// Row 109 and E7: whoever says stop is heard, however it is written.
@Suite struct OptOutPhraseTests {
  static let plain = [
    "STOP", "STOPALL", "STOP ALL", "QUIT", "END", "REVOKE", "OPT OUT", "OPTOUT", "OPT-OUT",
    "CANCEL",
    "UNSUBSCRIBE", "UNSUB", "stop please", "please stop", "Pls stop", "Stop now", "stop texting me",
    "Stop sending me messages", "stop it", "stop this", "no more", "no more texts", "remove me",
    "Remove me from your list", "take me off your list", "don't text me", "Do not text me again",
    "do not contact me", "leave me alone", "unsubscribe me please", "I want to opt out",
    "opt me out", "I revoke my consent", "cease", "stop spam", "arrêt", "ARRET", "stop stop stop",
    "stoppp", "STOOOP", "S T O P", "S.T.O.P.", "t", "T", "TD", "T D", "td", "Td", "R", "r",
    "退订", "退訂", "退定", "我要退订", "请退订", "請退訂", "退订谢谢", "退订，谢谢！", "麻烦退订一下", "帮我退订",
    "拒收", "拒收短信", "我拒收", "拒收回复R", "拒收请回复R", "拒收請回覆R", "回复TD退订", "回T退订", "回复T",
    "退订回T", "退订回TD", "TD退订", "取消订阅", "取消訂閱", "取消", "停止", "停止发送", "停止發送短信", "不要再发了",
    "不要再給我發短信了", "不要发了", "别发了", "別發了", "别再发短信了谢谢", "不用再发了", "不想再收短信", "不想收短信了",
    "不再接收", "不接收", "拒绝接收", "勿扰", "请勿打扰", "不要再骚扰我", "别再打扰我了", "停发", "退出", "删除我的号码",
    "🛑", "⛔", "退订🙏", "🛑 STOP", "stop 🙁", "Stop!!!", "STOP.", "'stop'", "“退订”", "【退订】", "退 订",
    " stop\n", "\tTD\r\n", "stop。", "（退订）", "T。", "*stop*", "stop-all", "ＳＴＯＰ", "ｔｄ", "Ｔ Ｄ",
  ]

  /// Each phrase as people type it: upper, lower, mixed, full-width, with a full stop, with an emoji.
  static func spellings(of phrase: String) -> Set<String> {
    let wide = String(
      String.UnicodeScalarView(
        phrase.unicodeScalars.map {
          (0x21...0x7E).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0
        }))
    var isUpper = false
    let mixed = String(
      phrase.map { letter -> Character in
        isUpper.toggle()
        return Character(isUpper ? letter.uppercased() : letter.lowercased())
      })
    return [
      phrase, phrase.uppercased(), phrase.lowercased(), mixed, wide, phrase + ".", phrase + "。",
      phrase + "！", phrase + " 😡", "\u{FEFF}" + phrase, " " + phrase + " ",
    ]
  }

  @Test("more than two hundred spellings are all heard")
  func recall() {
    let all = Self.plain.reduce(into: Set<String>()) { $0.formUnion(Self.spellings(of: $1)) }
    #expect(Self.plain.count >= 100)
    #expect(all.count >= 200)
    let missed = all.filter { OptOutPhrase($0) != .stop }.sorted()
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test(
    "the word inside a sentence is for a human to read",
    arguments: [
      "Can you stop by on Friday to look at the door?",
      "I want to cancel my appointment on Tuesday",
      "how do I unsubscribe from the other list, the one of my wife", "我朋友说可以退订但是我还想再看看你们的门",
      "如果再这样我就退订了但是先告诉我价格", "please remove the old door when you come",
    ])
  func mention(_ text: String) { #expect(OptOutPhrase(text) == .mention) }

  @Test(
    "other messages are no wish to stop",
    arguments: [
      "", " ", "好的", "谢谢", "Thanks!", "ok", "Yes, Friday is fine", "收到，谢谢", "👍", "?", "几点到？",
      "the door works well at last", "我们周五在家", "不", "No", "1", "Happy new year", "新年快乐",
    ])
  func other(_ text: String) { #expect(OptOutPhrase(text) == .other) }

  @Test("long and strange texts end quickly")
  func long() {
    #expect(OptOutPhrase(String(repeating: "退订", count: 2000)) != .other)
    #expect(OptOutPhrase(String(repeating: "x ", count: 2000)) == .other)
    _ = OptOutPhrase(String(repeating: "\u{0301}", count: 2000))
  }
}
