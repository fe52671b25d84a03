package import CadenceModel

/// How a customer and the family are spoken of, in the customer's language.
package enum Salutation {
  /// `王女士`, `Ms Parker`, `Anna`: the file's own salutation first, then what name and sex allow.
  package static func text(_ profile: CustomerProfile, _ gender: Gender, language: String)
    -> String
  {
    let stated = profile[.salutation]
    if LanguageTag.primary(language) == "zh" {
      if !stated.isEmpty { return stated }
      let family = familyName(profile[.name])
      switch gender {
      case .female where !family.isEmpty: return family + "女士"
      case .male where !family.isEmpty: return family + "先生"
      default: return profile[.name]
      }
    }
    let last = profile[.lastName]
    if !stated.isEmpty, !last.isEmpty { return "\(stated) \(last)" }
    if !profile[.firstName].isEmpty { return profile[.firstName] }
    return fullName(profile, language: language)
  }

  /// The whole name in the order of the language.
  package static func fullName(_ profile: CustomerProfile, language: String) -> String {
    if !profile[.name].isEmpty { return profile[.name] }
    let parts = [profile[.firstName], profile[.lastName]].filter { !$0.isEmpty }
    return parts.joined(separator: " ")
  }

  /// Whose day it is, as said to the customer: `您的爱人`, `your mother`, a child by name.
  package static func person(_ relation: Relation, _ profile: CustomerProfile, language: String)
    -> String?
  {
    let isChinese = LanguageTag.primary(language) == "zh"
    switch relation {
    case .customer, .couple: return nil
    case .spouse: return isChinese ? "您的爱人" : name(profile[.spouseName], 1) ?? "your spouse"
    case .child(let number):
      guard let name = name(profile[.childNames], Int(number)) else {
        return isChinese ? "您的孩子" : "your child"
      }
      return isChinese ? "您的孩子\(name)" : name
    case .parent(let number):
      return parent(name(profile[.parentNames], Int(number)), isChinese: isChinese)
    }
  }

  /// The file gives parents as `父亲`, `母亲`, `Mother`; anything else stays "a parent".
  private static func parent(_ stated: String?, isChinese: Bool) -> String {
    let word = stated?.lowercased() ?? ""
    let isMother = ["母", "妈", "mother", "mum", "mom"].contains { word.contains($0) }
    let isFather = ["父", "爸", "father", "dad"].contains { word.contains($0) }
    if isChinese { return isMother ? "您的母亲" : isFather ? "您的父亲" : "您的长辈" }
    return isMother ? "your mother" : isFather ? "your father" : "your parent"
  }

  /// The n-th of names joined by `;`, from 1; nil when it is empty.
  private static func name(_ list: String, _ number: Int) -> String? {
    let names = list.split(separator: ";", omittingEmptySubsequences: false)
    guard number >= 1, number <= names.count else { return nil }
    let name = SafeText.line(String(names[number - 1]))
    return name.isEmpty ? nil : name
  }

  /// The family name of a Chinese name: two characters for the compound surnames still in use.
  private static func familyName(_ name: String) -> String {
    let compound = ["欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯", "令狐"]
    if let found = compound.first(where: { name.hasPrefix($0) && name.count > 2 }) { return found }
    return name.first.map(String.init) ?? ""
  }
}
