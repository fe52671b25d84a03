import CadenceModel

/// What people read in a report's table or page, in their language; JSON and CSV keep the names.
struct ReportWords {
  private let isChinese: Bool

  /// The words of a BCP 47 language; others than Chinese are answered in English.
  init(language: String) { isChinese = LanguageTag.isChinese(language) }

  /// The report's title.
  func title(of name: ReportName) -> String {
    switch name {
    case .structure: isChinese ? "客户结构" : "Structure of the base"
    case .pyramid: isChinese ? "客户金字塔" : "Pyramid"
    case .attempts: isChinese ? "第几次电话见效" : "What each attempt brings"
    case .sources: isChinese ? "客户来源" : "Sources"
    case .reasons: isChinese ? "为什么不买" : "Why customers do not buy"
    case .losses: isChinese ? "客户流失" : "Losses"
    case .neglected: isChinese ? "久未联系" : "Neglected customers"
    case .load: isChinese ? "时间花在哪里" : "Where the time went"
    case .delivery: isChinese ? "消息送达" : "Delivery"
    case .consent: isChinese ? "同意与退订" : "Consent"
    case .satisfaction: isChinese ? "满意度" : "Satisfaction"
    case .value: isChinese ? "客户价值" : "Value"
    }
  }

  /// Stands where a table has no rows.
  var nothing: String { isChinese ? "没有" : "none" }

  /// Tells how many rows a page leaves out.
  func more(_ count: Int) -> String { isChinese ? "另有 \(count) 行" : "\(count) more rows" }

  /// A table's heading: what its rows are.
  func heading(of table: String, in report: ReportName) -> String {
    switch table {
    case "all": isChinese ? "合计" : "Altogether"
    case "verdict": isChinese ? "结论" : "Verdict"
    case "customer": isChinese ? "客户名单" : "Customers"
    case "low": isChinese ? "不满意的客户" : "Whose last answer was low"
    case "change": isChinese ? "各渠道的变动" : "Changes by channel"
    case "fifth": isChinese ? "重要客户与其余" : "The valuable fifth and the others"
    case "lapse": isChinese ? "流失风险" : "Lapse risk today"
    default: isChinese ? "按\(column(table))" : "By \(column(table))"
    }
  }

  /// A column's name in words.
  func column(_ name: String) -> String {
    if isChinese, let known = Self.chineseColumns[name] ?? Self.chineseValues[name] {
      return known
    }
    return name.replacing("_", with: " ")
  }

  /// A cell in words: the closed names are translated, ids and figures are not.
  func cell(_ cell: ReportCell) -> String {
    guard isChinese, case .text(let text) = cell else {
      return cell == .none ? "–" : cell.written
    }
    return Self.chineseValues[text] ?? text
  }
}
