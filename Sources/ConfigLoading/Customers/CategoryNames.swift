import CadenceModel

/// The closed lists of the customer file, in Chinese and English, with common variants.
enum CategoryNames {
  /// The form in which words are compared.
  static func key(_ text: String) -> String { CellText.plain(text).lowercased() }

  /// Female, male, unknown for what says nothing; nil for what is not understood.
  static func gender(_ text: String) -> Gender? {
    switch key(text) {
    case "女", "女士", "女性", "小姐", "太太", "夫人", "阿姨", "f", "female", "woman", "mrs", "ms", "miss",
      "mrs.", "ms.", "2":
      .female
    case "男", "先生", "男性", "m", "male", "man", "mr", "mr.", "1": .male
    case let word where CellText.isPlaceholder(word): .unknown
    case "0", "其他", "other", "x", "diverse", "prefer not to say": .unknown
    default: nil
    }
  }

  /// Yes, no; nil for what is empty or not understood.
  static func consent(_ text: String) -> Bool? {
    switch key(text) {
    case "是", "同意", "已同意", "y", "yes", "true", "1", "√", "✓", "✔", "对", "有", "ok", "on", "opt-in",
      "x":
      true
    case "否", "不同意", "拒绝", "不", "n", "no", "false", "0", "×", "✗", "✘", "off", "opt-out": false
    default: nil
    }
  }

  /// The channels of an opt-out cell, and the words that are not understood.
  static func channels(_ text: String) -> (set: ChannelSet, unknown: [String]) {
    var set = ChannelSet()
    var unknown: [String] = []
    let separators: Set<Character> = ["、", ";", ",", "，", "；", "/", "|", "+", "&"]
    for part in text.split(whereSeparator: { separators.contains($0) }) {
      switch key(String(part)) {
      case "短信", "手机短信", "sms", "text", "text message": set.insert(ChannelSet(.sms))
      case "电话", "手机", "call", "calls", "phone", "telephone": set.insert(ChannelSet(.call))
      case "微信", "企业微信", "whatsapp", "wechat", "chat", "钉钉", "飞书": set.insert(ChannelSet(.chat))
      case "邮件", "电子邮件", "邮箱", "email", "e-mail", "mail": set.insert(ChannelSet(.email))
      case "上门", "拜访", "visit", "visits": set.insert(ChannelSet(.visit))
      case "礼品", "礼物", "gift", "gifts": set.insert(ChannelSet(.gift))
      case "贺卡", "card", "cards": set.insert(ChannelSet(.card))
      case "信件", "信函", "letter", "letters", "post": set.insert(ChannelSet(.letter))
      case "全部", "所有", "全部渠道", "all", "everything", "all channels": set.formUnion(.all)
      case let word where CellText.isPlaceholder(word): break
      default: unknown.append(CellText.plain(String(part)))
      }
    }
    return (set, unknown)
  }

  /// The stage of the sales process; nil for what is not understood.
  static func stage(_ text: String) -> CustomerStage? {
    switch key(text) {
    case "潜在线索", "线索", "潜在客户", "suspect", "lead", "subscriber", "new": .suspect
    case "意向客户", "意向", "prospect", "marketing qualified lead", "mql", "qualified": .prospect
    case "商机", "opportunity", "sales qualified lead", "sql", "proposition": .opportunity
    case "成交客户", "成交", "已成交", "客户", "老客户", "customer", "won", "client": .customer
    case "复购客户", "复购", "repeat customer", "repeat-customer", "repeat": .repeatCustomer
    case "转介绍客户", "evangelist", "advocate", "promoter": .evangelist
    case "流失客户", "流失", "lost", "churned", "former customer": .lost
    default: nil
    }
  }

  /// The dealer's grade, from `A（重点客户）` and its like; none where the cell says something else.
  static func level(_ text: String) -> CustomerLevel {
    let word = key(text).uppercased()
    let rest = word.dropFirst()
    guard rest.isEmpty || ["(", "（", " ", "级", "类", "-"].contains(rest.first ?? " ") else {
      return .none
    }
    switch word.first {
    case "A": return .a
    case "B": return .b
    case "C": return .c
    default: return .none
    }
  }

  /// The lead source under its listed name; others are kept as written.
  static func source(_ text: String) -> (name: String, isListed: Bool) {
    let clean = CellText.cleaned(text)
    if clean.isEmpty || CellText.isPlaceholder(clean) { return ("", true) }
    if listedSources.contains(clean.lowercased()) { return (clean, true) }
    switch clean.lowercased() {
    case "朋友介绍", "老客户介绍", "亲友介绍", "熟人介绍", "客户介绍", "介绍": return ("转介绍", true)
    case "word of mouth", "friend", "customer referral", "referrals": return ("Referral", true)
    default: return (clean, false)
    }
  }

  private static let listedSources: Set<String> = Set(
    ("促销活动 搜索引擎 广告 转介绍 线上注册 线上询价 预约上门 陌拜 招商资源 公司资源 展会资源 个人资源 电话咨询 邮件咨询 "
      + "小区推广 抖音 设计师推荐").split(separator: " ").map(String.init) + [
        "organic search", "paid search", "referral", "offline sources", "social media",
        "email marketing", "direct traffic", "trade show", "showroom walk-in", "architect referral",
        "other campaigns", "paid social", "organic social", "referrals",
      ])

  /// The language tag; nil for what is not understood.
  static func language(_ text: String) -> String? {
    switch key(text) {
    case "中文", "汉语", "简体中文", "chinese", "zh", "zh_cn", "zh-cn": return "zh-CN"
    case "繁体中文", "繁體中文", "traditional chinese": return "zh-Hant"
    case "英文", "英语", "english": return "en"
    default: break
    }
    let parts = CellText.plain(text).split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard let first = parts.first, (2...3).contains(first.utf8.count), parts.count <= 3,
      parts.allSatisfy({ (2...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isAlphanumeric) })
    else { return nil }
    return parts.enumerated().map { index, part in
      if index == 0 { return part.lowercased() }
      switch part.utf8.count {
      case 2: return part.uppercased()
      case 4: return part.prefix(1).uppercased() + part.dropFirst().lowercased()
      default: return String(part)
      }
    }.joined(separator: "-")
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
