import CadenceModel
package import CivilTime

/// Days and seasons in the words of a message.
package enum DateWords {
  /// `2024年10月18日`, `18 October 2024`, in North America `October 18, 2024`.
  package static func full(_ day: Day, language: String) -> String {
    let (year, month, dayOfMonth) = day.civil()
    if isChinese(language) { return "\(year)年\(month)月\(dayOfMonth)日" }
    let name = monthNames[month - 1]
    return isAmerican(language) ? "\(name) \(dayOfMonth), \(year)" : "\(dayOfMonth) \(name) \(year)"
  }

  /// `11月28日（星期六）`, `Saturday 28 November`, in North America `Saturday, November 28`.
  package static func near(_ day: Day, language: String) -> String {
    let (_, month, dayOfMonth) = day.civil()
    let weekday = Int(day.weekday.rawValue) - 1
    if isChinese(language) { return "\(month)月\(dayOfMonth)日（星期\(chineseWeekdays[weekday])）" }
    let name = monthNames[month - 1]
    return isAmerican(language)
      ? "\(day.weekday.name), \(name) \(dayOfMonth)"
      : "\(day.weekday.name) \(dayOfMonth) \(name)"
  }

  /// `十一月`, `November`.
  package static func month(_ day: Day, language: String) -> String {
    isChinese(language) ? chineseMonths[day.month - 1] : monthNames[day.month - 1]
  }

  /// `秋天`, `autumn`; six months later in the countries of the southern hemisphere.
  package static func season(_ day: Day, language: String, country: String) -> String {
    let southern = ["AU", "NZ", "ZA", "AR", "CL", "UY"].contains(country.uppercased())
    let index = ((day.month + (southern ? 6 : 0)) % 12) / 3
    if isChinese(language) { return ["冬天", "春天", "夏天", "秋天"][index] }
    return ["winter", "spring", "summer", isAmerican(language) ? "fall" : "autumn"][index]
  }

  private static func isChinese(_ language: String) -> Bool {
    LanguageTag.isChinese(language)
  }

  private static func isAmerican(_ language: String) -> Bool {
    ["en-us", "en-ca"].contains(language.lowercased())
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let chineseWeekdays = ["一", "二", "三", "四", "五", "六", "日"]
  private static let chineseMonths = [
    "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月",
  ]
}
