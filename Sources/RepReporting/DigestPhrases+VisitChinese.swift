import CadenceModel
import CivilTime

/// The profile sheet in Chinese.
extension ChineseDigestPhrases {
  var sheet: String { "上门前看一眼" }

  func label(_ row: SheetRow) -> String {
    switch row {
    case .open: "未了的事"
    case .doNots: "注意"
    case .who: "家里人"
    case .interests: "兴趣"
    case .things: "已安装"
    case .lastVisit: "上次上门"
    case .need: "需求"
    case .purchases: "买过"
    case .gifts: "送过"
    case .notes: "备注"
    }
  }

  func age(_ years: Int) -> String { "本人\(years)岁" }

  func relative(_ relative: VisitSheet.Relative) -> String {
    relation(relative.relation, name: relative.name) + (relative.age.map { "\($0)岁" } ?? "")
  }

  func housemates(_ names: String) -> String { "同住的客户：\(names)" }

  func thing(_ thing: VisitSheet.Thing, on today: Day) -> String {
    let age = thing.age(on: today)
    let years = age.years > 0 ? "\(age.years)年" : ""
    let months = age.months > 0 ? "\(age.months)个月" : ""
    let old = years + months
    let used = thing.installed > today ? "尚未安装" : old.isEmpty ? "不到一个月" : "用了\(old)"
    let warranty = thing.warrantyUntil.map {
      $0 < today
        ? "，\(shortDay($0, from: today))已过保" : "，保修到\(shortDay($0, from: today))"
    }
    let product = thing.product.isEmpty ? "" : "\(thing.product)："
    return "\(product)\(shortDay(thing.installed, from: today))安装，\(used)\(warranty ?? "")"
  }

  func bought(_ bought: VisitSheet.Bought, from today: Day) -> String {
    let amount = bought.amount.map { " \($0.short)元" } ?? ""
    return "\(shortDay(bought.day, from: today)) \(bought.product)\(amount)"
  }

  func visited(_ visit: VisitSheet.Visited, from today: Day) -> String {
    var clauses = [shortDay(visit.day, from: today)]
    switch visit.condition {
    case .good: clauses.append("状况良好")
    case .worn: clauses.append("有磨损")
    case .defect: clauses.append("有故障")
    case nil: break
    }
    if !visit.usage.isEmpty { clauses.append("使用：\(visit.usage)") }
    if let satisfaction = visit.satisfaction { clauses.append(marks(satisfaction)) }
    return sentence(clauses)
  }

  func marks(_ marks: VisitSheet.Marks, from today: Day) -> String {
    "\(shortDay(marks.day, from: today))打分：\(self.marks(marks.satisfaction))"
  }

  private func marks(_ satisfaction: Satisfaction) -> String {
    "感受\(satisfaction.perceived)分、期望\(satisfaction.expected)分"
  }

  func open(_ matter: VisitSheet.OpenMatter, from today: Day) -> String {
    let what = matter.kind == .complaint ? "投诉" : "承诺"
    let by = matter.by.map { "，期限\(shortDay($0.day, from: today))\($0.minute)" } ?? ""
    let about = matter.about.isEmpty ? "" : "：\(matter.about)"
    return "\(shortDay(matter.since, from: today))\(what)\(by)\(about)"
  }

  func need(_ need: VisitSheet.Needed, from today: Day) -> String {
    let much = need.need == .clear ? "需求明确" : "有些需求"
    let words = need.words.isEmpty ? "" : "：\(need.words)"
    return "\(much)（\(shortDay(need.day, from: today))听说）\(words)"
  }

  func given(_ given: VisitSheet.Given, name: String, from today: Day) -> String {
    let what = [name, given.what].filter { !$0.isEmpty }.joined(separator: "，")
    return "\(shortDay(given.day, from: today)) \(what.isEmpty ? kindWord(given.kind) : what)"
  }

  func shunned(_ channels: [Channel]) -> String {
    "不要\(list(channels.map { task($0) }))"
  }

  func unwanted(_ unwanted: [VisitSheet.Unwanted]) -> String {
    "不要\(list(unwanted.map { $0.title + ($0.channel.map { "（\(task($0))）" } ?? "") }))"
  }

  func dead(_ relatives: [VisitSheet.Relative]) -> String {
    "已故，不要提起：\(list(relatives.map { relative($0) }))"
  }
}
