import CadenceModel
import CivilTime

/// What settings and calendars say of the days of a plan, the same for every history and every customer.
///
/// Each plan of one customer, and each look of the gate, needs all of it; it costs more than such a plan.
final class PlanningTables: Sendable {
  /// The days that it reaches over.
  let first: Day
  let last: Day
  /// By precedence, then by name.
  let cadences: [PreparedCadence]
  /// By cadence (settings index), the places of the ladders that lead to it by their `then`.
  let leaders: [[Int]]
  /// Which of ``cadences`` may concern a customer.
  let sieves: [CadenceSieve]
  let festivals: FestivalDays
  /// The entries of ``festivals`` that each cadence asks for, by settings index.
  let festivalDays: [[FestivalDays.Entry]]
  let kept: KeptDays
  /// By country and region of the roster: `country * regions + region`.
  let dayTables: [DayTable]
  /// For each greeting cadence (by settings index) a table per entry of ``dayTables``.
  let greetingDays: [[GreetingDays]]
  /// By index into ``Settings/reps``.
  let repDays: [RepDays]
  /// The call windows within each rep's hours, by index into ``Settings/reps``.
  let taskHours: [QuietHours]
  let cap: FrequencyCap
  /// Whether any audience asks for what facts say of a customer.
  let needsSegments: Bool
  /// Whether any audience asks for the lead source.
  let needsSources: Bool

  init(_ planner: Planner, from first: Day, to last: Day) {
    let (settings, roster) = (planner.settings, planner.roster)
    (self.first, self.last) = (first, last)
    let cadences = Planner.cadences(settings, roster, planner.sourceNames)
    self.cadences = cadences
    needsSegments = cadences.contains(where: \.needsSegment)
    needsSources = cadences.contains(where: \.needsSource)
    cap = FrequencyCap(settings.policy)
    let site = settings.calendars[settings.site.country] ?? .plain
    let festivals = FestivalDays(settings.festivals, calendar: site, from: first, to: last)
    self.festivals = festivals
    let festivalDays = settings.cadences.map { cadence -> [FestivalDays.Entry] in
      guard case .festival(let rule) = cadence.trigger else { return [] }
      return festivals.entries.filter {
        rule.festivals.contains(settings.festivals[Int($0.festival)].name)
      }
    }
    self.festivalDays = festivalDays
    let leaders = LadderOpeners.leaders(cadences)
    var leadersOf = [[Int]](repeating: [], count: settings.cadences.count)
    for (place, found) in leaders.enumerated() { leadersOf[cadences[place].index] = found }
    self.leaders = leadersOf
    sieves = CadenceSieve.sieves(
      of: cadences, leaders: leaders, roster: roster, reps: settings.reps.count
    ) { cadence in
      guard case .festival = cadence.trigger else { return false }
      return festivalDays[cadence.index].isEmpty
    }
    kept = KeptDays(from: first, to: last)
    repDays = settings.reps.map { RepDays($0, settings: settings, from: first, to: last) }
    let tables = Self.dayTables(planner, festivals, from: first, to: last)
    dayTables = tables
    greetingDays = settings.cadences.map { cadence in
      guard case .greeting(let rule) = cadence.trigger else { return [] }
      return tables.map { GreetingDays(perYear: rule.perYear, table: $0, from: first, to: last) }
    }
    let quietHours = planner.quietHours
    taskHours = settings.reps.map { $0.hours.isEmpty ? quietHours : quietHours.within($0.hours) }
  }

  /// A table for each country and region of the roster.
  private static func dayTables(
    _ planner: Planner, _ festivals: FestivalDays, from first: Day, to last: Day
  ) -> [DayTable] {
    let (settings, roster) = (planner.settings, planner.roster)
    let free = festivals.entries.filter {
      settings.policy.festivalsKeptFree.contains(settings.festivals[Int($0.festival)].name)
    }
    return planner.usedCalendars.enumerated().map { index, isUsed in
      guard isUsed else { return .empty }
      let region = roster.regions[index % roster.regions.count]
      let country = roster.countries[index / roster.regions.count]
      return DayTable(
        calendar: settings.calendars[country] ?? .plain, region: region.isEmpty ? nil : region,
        from: first, to: last, buffer: settings.policy.holidayBuffer, keptFree: free.map(\.day))
    }
  }
}
