package import CadenceModel

/// How one addresses a customer, from what the file says.
package enum Salutation {
  /// `王女士`, `Ms Parker`, `Anna`; nil when the file gives nothing to address by.
  ///
  /// Chinese: the file's own form, else surname and title by sex, else the full name. Other
  /// languages: title and last name, else the first name, else the full name.
  package static func of(
    _ profile: CustomerProfile, gender: Gender, language: String
  ) -> String? {
    let given = profile[.salutation]
    let parts = names(profile)
    if LanguageTag.isChinese(language) {
      if isHan(given) { return given }
      guard isHan(parts.full) else { return nonEmpty(parts.first) ?? nonEmpty(parts.full) }
      let surname = chineseSurname(parts.full)
      switch gender {
      case .female: return surname + "女士"
      case .male: return surname + "先生"
      case .unknown: return parts.full
      }
    }
    if !parts.last.isEmpty, let title = title(given) { return "\(title) \(parts.last)" }
    return nonEmpty(parts.first) ?? nonEmpty(parts.full)
  }

  /// The given name: the file's, else what follows a Chinese surname or stands before a space.
  package static func firstName(_ profile: CustomerProfile) -> String? {
    nonEmpty(names(profile).first)
  }

  /// The full name in the order of its script.
  package static func fullName(_ profile: CustomerProfile) -> String? {
    nonEmpty(names(profile).full)
  }

  private static func names(
    _ profile: CustomerProfile
  ) -> (first: String, last: String, full: String) {
    let name = profile[.name]
    var first = profile[.firstName]
    var last = profile[.lastName]
    if first.isEmpty, last.isEmpty {
      if isHan(name) {
        last = chineseSurname(name)
        first = String(name.dropFirst(last.count))
      } else {
        let words = name.split(separator: " ")
        first = words.first.map(String.init) ?? ""
        last = words.count > 1 ? words.last.map(String.init) ?? "" : ""
      }
    }
    let joined =
      isHan(last) ? last + first : [first, last].filter { !$0.isEmpty }.joined(separator: " ")
    return (first, last, name.isEmpty ? joined : name)
  }

  private static func title(_ text: String) -> String? {
    let bare = text.split(whereSeparator: { $0 == "." || $0 == " " }).first.map(String.init) ?? ""
    return titles.first { $0.lowercased() == bare.lowercased() }
  }

  private static func chineseSurname(_ name: String) -> String {
    let double = String(name.prefix(2))
    return name.count > 2 && doubleSurnames.contains(double) ? double : String(name.prefix(1))
  }

  private static func isHan(_ text: String) -> Bool {
    text.unicodeScalars.first.map { (0x3400...0x9FFF).contains($0.value) } ?? false
  }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static let titles = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof"]
  private static let doubleSurnames: Set<String> = [
    "欧阳", "司马", "上官", "诸葛", "夏侯", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    "长孙", "宇文", "端木", "南宫", "独孤", "闻人", "轩辕", "申屠", "呼延", "澹台", "公冶", "太史",
  ]
}
