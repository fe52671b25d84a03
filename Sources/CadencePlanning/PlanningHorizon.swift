import CadenceModel
import CivilTime

/// The days that one plan is about, and the wider window in which touches influence each other.
struct PlanningHorizon {
  /// The moment that counts as now: facts before it are known.
  let now: Instant
  /// The first day asked for.
  let from: Day
  /// The last day asked for.
  let to: Day
  /// The first day whose touches can matter to those asked for.
  let first: Day
  /// The last such day.
  let last: Day
  /// The day of the service's first start; nothing is due before it.
  let start: Day

  init(from: Day, days: Int, now: Instant, firstStart: Day?, settings: Settings) {
    self.now = now
    self.from = from
    to = from + (max(days, 1) - 1)
    start = min(firstStart ?? from, from)
    // Greetings pick from a whole part of the year, so what lies in it must be known.
    let fewest = settings.cadences.compactMap(\.greetingsPerYear).min() ?? 12
    let part = 366 / max(fewest, 1) + 1
    let reach = (settings.policy.caps.map(\.days).max() ?? 30) + 31
    first = from - (part + reach)
    last = to + (part + reach)
  }

  /// Whether a day was asked for.
  func isWanted(_ day: Day) -> Bool { from <= day && day <= to }
}

extension Cadence {
  /// How many greetings a year it asks for; nil for other kinds.
  fileprivate var greetingsPerYear: Int? {
    guard case .greeting(let rule) = trigger else { return nil }
    return rule.perYear
  }
}
