package import CadenceModel
package import CivilTime

/// What a message is about beyond the customer.
package struct MessageOccasion: Sendable {
  /// The customer's calendar day of the message.
  package var day: Day
  /// Which time round; nil for previews.
  package var occurrence: Occurrence?
  /// The day and time of the visit that the message announces.
  package var visit: LocalTime?

  /// An occasion of these parts.
  package init(day: Day, occurrence: Occurrence? = nil, visit: LocalTime? = nil) {
    self.day = day
    self.occurrence = occurrence
    self.visit = visit
  }
}

extension MessageContext {
  /// Everything that templates may say to one customer on one occasion.
  package init(
    settings: Settings, roster: Roster, customer index: Int, occasion: MessageOccasion
  ) {
    let customer = roster.customers[index]
    let profile = roster.profile(at: index)
    let tag = roster.languages[Int(customer.language)]
    self.init(language: tag.isEmpty ? settings.site.language : tag)
    interests = Self.list(profile[.interests])
    let words = DateWords(language: language)
    self[.name] = Salutation.fullName(profile, language: language)
    self[.salutation] = Salutation.text(profile, customer.gender, language: language)
    self[.firstName] = profile[.firstName]
    self[.company] = settings.site.company
    if Int(customer.rep) < settings.reps.count {
      let rep = settings.reps[Int(customer.rep)]
      self[.repName] = rep.displayName
      self[.repPhone] = rep.phone
    }
    self[.product] = Self.productName(Self.list(profile[.products]).first ?? "")
    self[.city] = profile[.city]
    self[.installedOn] = customer.installations.first.map { words.full($0.day) }
    self[.month] = words.month(occasion.day)
    let country = roster.countries[Int(customer.country)]
    self[.season] = words.season(occasion.day, isSouthern: ["AU", "NZ"].contains(country))
    if let visit = occasion.visit {
      self[.visitDate] = words.short(visit.day)
      self[.visitTime] = words.time(visit.minute)
    }
    set(occasion, settings: settings, customer: customer, profile: profile)
  }

  /// What only the occurrence knows: whose day, how many years, which festival.
  private mutating func set(
    _ occasion: MessageOccasion, settings: Settings, customer: Customer, profile: CustomerProfile
  ) {
    switch occasion.occurrence {
    case .kept(let relation, _, _):
      self[.person] = Salutation.person(relation, profile, language: language)
      // Of the wedding for the couple, of the first installation for the customer; never an age.
      let start: Int? =
        switch relation {
        case .couple: customer.wedding?.year
        case .customer: customer.installations.first?.day.year
        default: nil
        }
      if let start, occasion.day.year > start { self[.years] = String(occasion.day.year - start) }
    case .festival(let number, _) where Int(number) < settings.festivals.count:
      let titles = settings.festivals[Int(number)].titles
      let primary = LanguageTag.primary(language)
      self[.festival] =
        titles[language] ?? titles[primary]
        ?? titles.sorted { $0.key < $1.key }.first { LanguageTag.primary($0.key) == primary }?.value
    default: break
    }
  }

  private static func list(_ text: String) -> [String] {
    text.split { $0 == ";" || $0 == "、" || $0 == "；" }
      .map { SafeText.line(String($0)) }.filter { !$0.isEmpty }
  }

  /// A product without the number of pieces: `Cedar bifold BF-3 x1` is a `Cedar bifold BF-3`.
  private static func productName(_ text: String) -> String {
    guard let space = text.lastIndex(where: { $0 == " " || $0 == "×" }) else { return text }
    let tail = text[space...].drop { $0 == " " || $0 == "x" || $0 == "×" || $0 == "X" }
    guard !tail.isEmpty, tail.utf8.allSatisfy({ (48...57).contains($0) }) else { return text }
    return String(text[..<space])
  }
}
