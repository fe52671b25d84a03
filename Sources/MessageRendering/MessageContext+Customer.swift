package import CadenceModel
package import CivilTime

extension MessageContext {
  /// What is known of a customer on the day of the touch.
  ///
  /// Values that belong to one occasion (person, years, festival, visit, material) are set by
  /// ``setPerson(_:profile:)``, ``setYears(since:on:)`` and the caller.
  /// The language is the customer's or the site's; the country (ISO 3166) gives the season.
  package init(
    customer: Customer, profile: CustomerProfile, rep: Rep?, site: Site, language: String,
    country: String, day: Day
  ) {
    self.init(language: language, interests: Self.list(profile[.interests]))
    self[.salutation] = Salutation.of(profile, gender: customer.gender, language: language)
    self[.name] = Salutation.fullName(profile)
    self[.firstName] = Salutation.firstName(profile)
    self[.company] = site.company
    self[.repName] = rep?.displayName
    self[.repPhone] = rep?.phone.map(Self.phoneWords)
    self[.product] = Self.productName(profile[.products])
    self[.city] = profile[.city]
    self[.month] = DateWords.month(day, language: language)
    self[.season] = DateWords.season(day, language: language, country: country)
    if let first = customer.installations.map(\.day).min() {
      self[.installedOn] = DateWords.full(first, language: language)
    }
  }

  /// Names whose birthday it is, as said to the customer.
  package mutating func setPerson(_ relation: Relation, profile: CustomerProfile) {
    let isChinese = LanguageTag.isChinese(language)
    switch relation {
    case .customer, .couple: self[.person] = nil
    case .spouse:
      self[.person] = isChinese ? "您爱人" : Self.entry(profile[.spouseName], 1) ?? "your spouse"
    case .parent(let number):
      self[.person] = Self.parentWords(
        Self.entry(profile[.parentNames], number), isChinese: isChinese)
    case .child(let number):
      let name = Self.entry(profile[.childNames], number)
      self[.person] = isChinese ? name.map { "您家\($0)" } ?? "您家孩子" : name ?? "your child"
    }
  }

  /// Sets the full years since a day in words, if there is at least one.
  package mutating func setYears(since first: Day, on day: Day) {
    var years = day.year - first.year
    // A 29 February is kept on the 28th in common years, as anniversaries are.
    if first.adding(months: 12 * years) > day { years -= 1 }
    setYears(years)
  }

  /// Sets a number of years in words; none below one.
  package mutating func setYears(_ years: Int) {
    if LanguageTag.isChinese(language) {
      self[.years] = years > 0 ? "\(years)年" : nil
    } else {
      self[.years] = years > 1 ? "\(years) years" : years == 1 ? "one year" : nil
    }
  }

  /// The file says what the customer calls a parent: `母亲`, `岳父`, `Mother`, `Father-in-law`.
  private static func parentWords(_ word: String?, isChinese: Bool) -> String {
    guard let word else { return isChinese ? "您家人" : "your parent" }
    if isChinese { return "您\(word)" }
    let isRelation = ["mother", "father", "mum", "mom", "dad", "parent", "grand"].contains {
      word.lowercased().hasPrefix($0)
    }
    return isRelation ? "your \(word.lowercased())" : word
  }

  /// The n-th of several names, from 1.
  private static func entry(_ text: String, _ number: UInt8) -> String? {
    let parts = list(text)
    return Int(number) <= parts.count && number > 0 ? parts[Int(number) - 1] : nil
  }

  private static func list(_ text: String) -> [String] {
    CustomerProfile.entries(of: text).map { SafeText.line($0) }.filter { !$0.isEmpty }
  }

  /// A Chinese mobile number as Chinese read it, 3-4-4; any other as it stands.
  private static func phoneWords(_ phone: String) -> String {
    let digits = phone.dropFirst(3)
    guard phone.hasPrefix("+861"), digits.utf8.count == 11 else { return phone }
    return "\(digits.prefix(3)) \(digits.dropFirst(3).prefix(4)) \(digits.suffix(4))"
  }

  /// The first installed product as one says it: without model number and count.
  static func productName(_ products: String) -> String? {
    guard let first = list(products).first else { return nil }
    let words = first.split(separator: " ").prefix { word in
      !word.unicodeScalars.contains { (0x30...0x39).contains($0.value) }
    }
    return words.isEmpty ? first : words.joined(separator: " ")
  }
}
