package import CadenceModel
import CivilTime

extension MessageContext {
  /// Everything that templates may say to one customer on one occasion.
  ///
  /// `effective` is the customer with what was recorded since; nil: as the file says.
  package init(
    settings: Settings, roster: Roster, customer index: Int, occasion: MessageOccasion,
    effective: Customer? = nil
  ) {
    let customer = effective ?? roster.customers[index]
    let tag = Self.entry(roster.languages, customer.language)
    let profile = roster.profile(at: index)
    let repIndex = Int(customer.rep)
    self.init(
      customer: customer, profile: profile,
      rep: repIndex < settings.reps.count ? settings.reps[repIndex] : nil, site: settings.site,
      language: tag.isEmpty ? settings.site.language : tag,
      country: Self.entry(roster.countries, customer.country), day: occasion.day)
    self[.material] = occasion.material
    if let visit = occasion.visit {
      self[.visitDate] = DateWords.near(visit.day, language: language)
      self[.visitTime] = visit.minute.description
    }
    setOccurrence(occasion, settings: settings, customer: customer, profile: profile)
  }

  /// What only the occurrence knows: whose day, how many years, which festival.
  private mutating func setOccurrence(
    _ occasion: MessageOccasion, settings: Settings, customer: Customer, profile: CustomerProfile
  ) {
    switch occasion.occurrence {
    case .kept(.couple, let year, _):
      // The occurrence's year is of the same calendar as the date's.
      if let wedding = customer.wedding?.year { setYears(Int(year) - wedding) }
    case .kept(let relation, _, _):
      setPerson(relation, profile: profile)
      if relation == .customer, let first = customer.installations.map(\.day).min() {
        setYears(since: first, on: occasion.day)
      }
    case .festival(let index, _) where Int(index) < settings.festivals.count:
      setFestival(settings.festivals[Int(index)])
    default: break
    }
  }

  /// Names a festival in the message's language: by the very tag, else by a related one.
  package mutating func setFestival(_ festival: Festival) {
    self[.festival] = LanguageTag.text(festival.titles, in: language)
  }

  private static func entry(_ table: [String], _ index: UInt16) -> String {
    Int(index) < table.count ? table[Int(index)] : ""
  }
}
