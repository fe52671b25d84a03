/// Whether a customer's words ask for an end of the messages.
///
/// Words: 47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel and unsubscribe and asks
/// for any reasonable wording; Chinese messages ask for T, TD, R, 退订 or 拒收.
package enum OptOutPhrase: Hashable, Sendable {
  /// The whole message says so.
  case stop
  /// Such a word stands inside a longer sentence: somebody has to read it.
  case mention
  /// Something else.
  case other

  /// Reads a message.
  package init(_ text: String) {
    let words = Self.words(text)
    let compact = words.joined()
    if compact.isEmpty {
      self = text.unicodeScalars.contains(where: Self.signs.contains) ? .stop : .other
    } else if Self.isStop(compact) || Self.isStop(Self.withoutManners(words)) {
      self = .stop
    } else {
      self = Self.mentions(words, compact) ? .mention : .other
    }
  }

  /// 🛑, ⛔, 🚫 alone say it too.
  private static let signs: Set<Unicode.Scalar> = ["\u{1F6D1}", "\u{26D4}", "\u{1F6AB}"]

  /// The words in lower case, of letters and digits only; full-width forms and Traditional characters
  /// as their plain ones.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.prefix(4000).unicodeScalars {
      let plain = Self.plain(scalar)
      let properties = plain.properties
      if properties.isAlphabetic || properties.numericType == .decimal {
        word += properties.lowercaseMapping
      } else if properties.isWhitespace || isSentenceMark(plain) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func isSentenceMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!", "?", ",", ";", ":", "。", "，", "！", "？", "、", "；": true
    default: false
    }
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if (0xFF01...0xFF5E).contains(scalar.value) {
      return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }
    if scalar.value == 0x3000 { return " " }
    return traditional[scalar] ?? scalar
  }

  private static let traditional: [Unicode.Scalar: Unicode.Scalar] = [
    "訂": "订", "絕": "绝", "閱": "阅", "請": "请", "別": "别", "發": "发", "復": "复", "覆": "复",
    "複": "复", "簡": "简", "訊": "讯", "謝": "谢", "煩": "烦", "給": "给", "幫": "帮", "們": "们",
    "來": "来", "斷": "断", "續": "续", "過": "过", "這": "这", "麼": "么", "騷": "骚", "擾": "扰",
    "廣": "广", "傳": "传", "嗎": "吗", "對": "对", "註": "注", "銷": "销", "號": "号", "碼": "码",
  ]

  /// Whether the letters are one of the phrases, perhaps said several times or drawn out.
  private static func isStop(_ compact: String) -> Bool {
    guard !compact.isEmpty else { return false }
    if phrases.contains(compact) || drawnOut.contains(collapsed(compact)) { return true }
    return phrases.contains { phrase in
      let times = compact.utf8.count / phrase.utf8.count
      return (2...20).contains(times) && compact == String(repeating: phrase, count: times)
    }
  }

  /// `stoppp` as `stop`: each letter once.
  private static func collapsed(_ word: String) -> String {
    var result = ""
    for character in word where result.last != character { result.append(character) }
    return result
  }

  /// What politeness adds is left out; Chinese has no blanks, so there it is taken out of the word.
  private static func withoutManners(_ words: [String]) -> String {
    words.filter { !manners.contains($0) }.map { word in
      guard word.unicodeScalars.contains(where: { $0.value >= 0x3400 }) else { return word }
      var rest = word
      for phrase in chineseManners { rest = removing(phrase, from: rest) }
      return rest
    }.joined()
  }

  private static func removing(_ part: String, from text: String) -> String {
    let part = Array(part.unicodeScalars)
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index...].starts(with: part) {
        index += part.count
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  private static func mentions(_ words: [String], _ compact: String) -> Bool {
    if words.contains(where: { hints.contains($0) || $0.hasPrefix("unsubscri") }) { return true }
    for (first, second) in zip(words, words.dropFirst()) where first.hasPrefix("opt") {
      if second == "out" || second == "me" { return true }
    }
    return chineseHints.contains { hint in
      removing(hint, from: compact).unicodeScalars.count < compact.unicodeScalars.count
    }
  }

  private static let manners: Set<String> = [
    "please", "pls", "plz", "thanks", "thank", "you", "thx", "ty", "now", "ok", "okay", "kindly",
    "immediately", "asap", "sorry", "hi", "hello", "dear", "sir", "all", "just", "谢谢", "多谢",
  ]

  private static let chineseManners = [
    "谢谢", "多谢", "麻烦", "一下", "短信", "信息", "消息", "邮件", "简讯", "广告", "你们", "您们",
    "以后", "请", "我", "要", "了", "吧", "啊", "呀", "哦", "呢", "您", "你", "再", "给", "帮", "的",
    "想", "们", "任何", "这些", "这种", "此类",
  ]

  private static let drawnOut = Set(english.map(collapsed))

  private static let english: Set<String> = [
    "stop", "stopall", "stopit", "stopsms", "stoptext", "stoptexts", "stoptexting",
    "stoptextingme", "stopmessaging", "stopmessagingme", "stopmessages", "stopmessage",
    "stopsending", "stopsendingme", "stopthis", "stopthese", "stopthesemessages",
    "stopsendingmessages",
    "stopsendingmemessages", "stopsendingthese", "stopcontactingme", "stopads", "stopspam",
    "stopspamming", "stopspammingme", "stopemail", "stopemails", "quit", "quitit", "end", "endall",
    "revoke", "revokeconsent", "irevoke", "irevokemyconsent", "iwithdrawmyconsent",
    "withdrawconsent", "optout", "optmeout", "iwanttooptout", "iwishtooptout", "ioptout", "cancel",
    "cancelall", "cancelmessages", "cancelsubscription", "cancelmysubscription", "unsubscribe",
    "unsubscribeme", "unsub", "unsubscribeall", "iwanttounsubscribe", "unsuscribe", "unsubcribe",
    "remove", "removeme", "removemynumber", "removemefromlist", "removemefromyourlist",
    "deleteme", "deletemynumber", "takemeoff", "takemeoffyourlist", "takemeoffthelist",
    "nomore", "nomoremessages", "nomoretexts", "nomoresms", "nomoretexting", "donttext",
    "donttextme", "donttextmeagain", "donottext", "donottextme", "donottextmeagain",
    "dontmessageme", "donotmessageme", "dontcontactme", "donotcontactme", "dontsend",
    "dontsendme", "donotsend", "dontsendmemessages", "donotcontact", "donotcontactmeagain",
    "leavemealone", "out", "nothanksstop", "arret", "arrêt", "alto", "baja", "halt", "cease",
    "ceaseanddesist", "desist", "t", "td", "r", "tdr", "tr",
  ]

  private static let phrases: Set<String> = english.union([
    "退订", "退定", "退出", "退", "拒收", "拒绝", "拒绝接收", "取消", "取消订阅", "取消接收",
    "停止", "停止发送", "停止接收", "停", "停发", "不发", "不发送", "别发", "别发送", "不接收", "不收",
    "不收到", "不需", "不需接收", "不用发", "不用发送", "不必发", "不必发送", "勿发", "勿扰", "勿打扰",
    "别打扰", "不打扰", "别骚扰", "不骚扰", "不发来", "别发来", "别传", "不传", "退订t",
    "退订td", "退订r", "td退订", "t退订", "r退订", "退订回t", "退订回td", "退订回r", "回t", "回td",
    "回r", "回t退订", "回td退订", "回复t", "回复td", "回复r", "回复t退订", "回复td退订", "拒收r",
    "拒收回r", "拒收回复r", "拒收回复t", "拒收回复", "r拒收", "回r拒收", "回复r拒收", "退订回复td",
    "退订回复t", "退订回复r", "回复退订", "回退订", "取消关注", "解除订阅", "解除", "注销", "删除", "删除号码",
    "终止", "终止发送", "打住", "够",
  ])

  private static let hints: Set<String> = [
    "stop", "stopp", "quit", "revoke", "cancel", "unsubscribe", "unsub", "optout", "remove", "spam",
    "stopping", "td",
  ]

  private static let chineseHints = [
    "退订", "退定", "拒收", "取消订阅", "别发", "别再发", "不要发", "不要再发", "不要给我发", "不想收",
    "不想再收", "停止发", "骚扰", "别再给", "不要再给", "勿扰", "投诉你们",
  ]
}
