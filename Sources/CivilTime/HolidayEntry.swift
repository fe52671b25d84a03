/// One row of a country's list of days.
package struct HolidayEntry: Hashable, Sendable {
  /// What the row says about the day.
  package enum Kind: String, CaseIterable, Sendable {
    /// A day off.
    case `public`
    /// A weekend day that is worked.
    case makeupWorkday = "makeup_workday"
    /// A day off for some: banks, civil servants, by custom.
    case optional
    /// No day off; a day to send a greeting, or to mention.
    case observance
  }

  /// How sure the row is.
  package enum Status: String, CaseIterable, Sendable {
    /// Equals the government's published list.
    case official
    /// In the source's list of that year, one-off days included.
    case listed
    /// Follows from the rule in force.
    case computed
    /// Depends on a sighting or an announcement still to come.
    case estimated
  }

  /// The day.
  package let day: Day
  /// What the row says.
  package let kind: Kind
  /// How sure it is.
  package let status: Status
  /// The subdivisions it holds for; empty for the whole country.
  package let regions: [String]
  /// The name in the country's language.
  package let name: String
  /// The name in English.
  package let englishName: String
  /// `statutory`, `bridge`, `weekend`, `observed`, `fixed`, `rule`, `lunar`, `solar_term` or empty.
  package let note: String

  /// One row.
  package init(
    day: Day, kind: Kind, status: Status, regions: [String] = [], name: String,
    englishName: String = "", note: String = ""
  ) {
    self.day = day
    self.kind = kind
    self.status = status
    self.regions = regions
    self.name = name
    self.englishName = englishName
    self.note = note
  }

  /// Whether the row makes the day a day off in the whole country.
  package var isNationalHoliday: Bool { kind == .public && regions.isEmpty }

  /// Whether the day itself is the holiday, not a bridge or a weekend inside the break; from such
  /// days the contract counts how far an unknown list may reach.
  package var isStatutory: Bool {
    isNationalHoliday && status != .estimated && note != "bridge" && note != "weekend"
  }
}
