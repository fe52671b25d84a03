package import CivilTime

/// Which time round a touch belongs to, in a few bytes; festivals by index into the settings.
package enum Occurrence: Hashable, Sendable {
  /// A person's kept date: the Gregorian year, or the lunar year for a lunar date.
  case kept(Relation, year: Int16, isLunar: Bool)
  /// The n-th greeting of a year.
  case greeting(year: Int16, number: UInt8)
  /// A ladder: the fact that opened it, its day, and which of that day (from 1).
  case opening(FactKind, day: Day, number: UInt8)
  /// A ladder that entered from the customer file's stage rather than from a recorded fact.
  case stage(CustomerStage, day: Day)
  /// The n-th visit to an installation, known by its install day and which of that day.
  case maintenance(installed: Day, which: UInt8, number: UInt16)
  /// A festival of a year, by index into ``Settings/festivals``.
  case festival(UInt8, year: Int16)

  /// The text that stands in the touch id (contract section 2).
  package func text(festivals: [Festival]) -> String {
    switch self {
    case .kept(let relation, let year, let isLunar):
      "\(relation.occurrencePrefix)\(isLunar ? "L" : "")\(year)"
    case .greeting(let year, let number): "\(year)-\(number)"
    case .opening(let kind, let day, let number):
      "\(kind.name)-\(day)\(number > 1 ? ".\(number)" : "")"
    case .stage(let stage, let day): "\(stage.name)-\(day)"
    case .maintenance(let installed, let which, let number):
      "\(Installation.id(day: installed, which: which)).\(number)"
    case .festival(let index, let year):
      "\(Int(index) < festivals.count ? festivals[Int(index)].name : "festival")-\(year)"
    }
  }
}
