/// Whether a customer's words sound like a complaint.
///
/// A hint that makes somebody call soon, not a verdict: the list holds words that nobody writes who is
/// content, and leaves out what a friendly question may contain as well.
package enum ComplaintPhrase {
  /// Whether a message sounds like one.
  package static func isHeard(in text: String) -> Bool {
    let text = text.prefix(4000).lowercased()
    if chinese.contains(where: { text.contains($0) }) { return true }
    let letters = text.map { $0.isLetter || $0 == "'" ? $0 : " " }
    let words = " " + String(letters).split(separator: " ").joined(separator: " ") + " "
    return english.contains { words.contains(" \($0) ") }
  }

  private static let chinese = [
    "投诉", "投訴", "坏了", "壞了", "坏掉", "差评", "差評", "质量问题", "質量問題", "质量太差", "质量差",
    "太差了", "开裂", "開裂", "裂开", "裂了", "变形", "變形", "掉漆", "起泡", "异响", "關不上", "关不上",
    "打不开", "打不開", "关不严", "卡住了", "漏风", "没人管", "没人理", "不负责", "骗人", "欺骗",
    "退货", "退貨", "退款", "赔偿", "賠償", "返修", "12315", "消协", "很失望", "太失望",
    "气死", "不满意", "不滿意", "说话不算", "一直没来", "还没来修", "怎么还不来",
  ]

  private static let english = [
    "complaint", "complain", "complaining", "broken", "broke", "defect", "defective", "faulty",
    "doesn't work", "does not work", "not working", "stopped working", "won't close", "won't open",
    "will not close", "doesn't close", "doesn't open", "cracked", "warped", "peeling", "damaged",
    "refund", "money back", "unhappy", "disappointed", "disappointing", "dissatisfied",
    "unacceptable", "terrible", "awful", "nobody came", "no one came", "nobody called",
    "no one called", "still waiting for", "poor quality", "bad quality", "bad service",
    "poor service", "fell off", "came off",
  ]
}
