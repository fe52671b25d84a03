package import CivilTime

/// Days and times as a letter says them, in Chinese or English.
package struct DateWords: Sendable {
  private let isChinese: Bool

  /// Words of a language; other languages than Chinese get the English ones.
  package init(language: String) {
    isChinese = LanguageTag.primary(language) == "zh"
  }

  /// `11月28日星期六`, `Saturday 28 November`.
  package func short(_ day: Day) -> String {
    isChinese
      ? "\(day.month)月\(day.day)日\(weekday(day))"
      : "\(weekday(day)) \(day.day) \(month(day))"
  }

  /// `2024年10月18日`, `18 October 2024`.
  package func full(_ day: Day) -> String {
    isChinese
      ? "\(day.year)年\(day.month)月\(day.day)日" : "\(day.day) \(month(day)) \(day.year)"
  }

  /// `十一月`, `November`.
  package func month(_ day: Day) -> String {
    let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    let english = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return isChinese ? chinese[day.month - 1] + "月" : english[day.month - 1]
  }

  /// `星期六`, `Saturday`.
  package func weekday(_ day: Day) -> String {
    let chinese = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]
    let english = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    let index = Int(day.weekday.rawValue) - 1
    return isChinese ? chinese[index] : english[index]
  }

  /// `上午10:30`, `10:30`.
  package func time(_ minute: MinuteOfDay) -> String {
    guard isChinese else { return minute.description }
    return (minute.hour < 12 ? "上午" : "下午") + minute.description
  }

  /// The season by whole months (March begins spring in the north, autumn in the south).
  package func season(_ day: Day, isSouthern: Bool) -> String {
    let northern = [3, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3][day.month - 1]
    let index = isSouthern ? (northern + 2) % 4 : northern
    return isChinese
      ? ["春天", "夏天", "秋天", "冬天"][index] : ["spring", "summer", "autumn", "winter"][index]
  }
}
