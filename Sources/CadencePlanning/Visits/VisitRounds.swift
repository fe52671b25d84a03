import CadenceModel
import CivilTime

/// The planned days of all maintenance visits, found once for a day and read by every pass over customers.
///
/// They follow from what was known when the day began: what is recorded in its course changes the rounds
/// of the next day, and of the customer concerned at once, since the pass looks whether a day still lies in
/// its window.
final class VisitRounds: Sendable {
  /// A planned visit.
  struct Stop {
    let day: Day
    /// Whether the customer was told this day, so that it holds whatever the window says by now.
    let isTold: Bool
  }

  private struct Row {
    let customer: Int32
    let cadence: UInt16
    let which: UInt8
    let installed: Day
    /// The number of the first stop.
    let first: UInt16
    /// Where the stops begin; they end where those of the next row begin.
    let start: Int32
  }

  private let rows: [Row]
  private let stops: [Stop]
  /// Visits for other reasons, which take maintenance along.
  private let others: [OtherVisit]
  private let known: Instant
  private let start: Day
  private let until: Day

  /// No rounds, for whoever asks about no visit.
  static let none = VisitRounds()

  private init() {
    (rows, stops, known) = ([], [], Instant(seconds: 0))
    others = []
    (start, until) = (Day(0), Day(0))
  }

  /// Plans all visits up to the last day that matters to a plan.
  init(_ planner: Planner, _ parts: VisitParts) {
    let span = parts.cadences.map { cadence in
      guard case .maintenance(let rule) = cadence.trigger else { return 0 }
      return rule.daysBefore + rule.daysAfter
    }
    known = parts.known
    start = parts.horizon.start
    until = parts.horizon.last
    // Whose window ends later cannot change what falls on the days that matter.
    let limit = parts.horizon.last + (span.max() ?? 0)
    var gathering = VisitGathering(
      planner, parts.cadences, start: start, known: known, limit: limit)
    gathering.run()
    let placed = Self.rounds(gathering, parts, limit: limit)
    (rows, stops) = Self.table(gathering.chains, placed)
    others = gathering.agreed
  }

  /// Whether they serve a plan, too: made from the same facts and far enough.
  func serves(_ horizon: PlanningHorizon, known: Instant) -> Bool {
    known == self.known && horizon.start == start && horizon.last <= until
  }

  /// The stop planned for a visit; nil where it is not part of the rounds.
  func stop(
    customer: Int, cadence: Int, _ installation: Installation, number: Int
  ) -> Stop? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle].customer) < customer { low = middle + 1 } else { high = middle }
    }
    while low < rows.count, Int(rows[low].customer) == customer {
      let row = rows[low]
      if Int(row.cadence) == cadence, row.installed == installation.day,
        row.which == installation.which
      {
        let end = low + 1 < rows.count ? Int(rows[low + 1].start) : stops.count
        let place = Int(row.start) + number - Int(row.first)
        return number >= Int(row.first) && place < end ? stops[place] : nil
      }
      low += 1
    }
    return nil
  }

  /// How many visits a rep makes in an area on a day, and how many for other reasons than maintenance; looks
  /// at all, for the few who ask.
  func company(
    on day: Day, rep: UInt16, area: UInt32, _ roster: Roster
  ) -> (care: Int, others: Int) {
    let care = rows.indices.reduce(0) { count, row in
      let customer = roster.customers[Int(rows[row].customer)]
      guard customer.rep == rep, customer.area == area else { return count }
      let end = row + 1 < rows.count ? Int(rows[row + 1].start) : stops.count
      return count + stops[Int(rows[row].start)..<end].count { $0.day == day }
    }
    let visit = OtherVisit(rep: rep, area: area, day: day)
    return (care, others.count { $0 == visit })
  }

  /// The rounds of every rep.
  private static func rounds(
    _ gathering: VisitGathering, _ parts: VisitParts, limit: Day
  ) -> [RepRounds.Placed] {
    var members = [[Int32]](repeating: [], count: parts.reps.count)
    for (index, chain) in gathering.chains.enumerated() {
      members[Int(chain.rep)].append(Int32(clamping: index))
    }
    return members.indices.flatMap { rep -> [RepRounds.Placed] in
      guard !members[rep].isEmpty else { return [] }
      var rounds = RepRounds(
        chains: gathering.chains, members: members[rep],
        agreed: gathering.agreed.filter { Int($0.rep) == rep }, days: parts.days(of: rep),
        most: parts.reps[rep].visitsPerDay, start: parts.horizon.start, limit: limit)
      return rounds.run()
    }
  }

  /// The stops of each chain in a row, without those of visits made.
  private static func table(
    _ chains: [VisitChain], _ placed: [RepRounds.Placed]
  ) -> ([Row], [Stop]) {
    let ahead = placed.filter { !$0.visit.isMade }.sorted {
      ($0.visit.chain, $0.visit.number) < ($1.visit.chain, $1.visit.number)
    }
    var rows: [Row] = []
    var last: Int32 = -1
    for (index, one) in ahead.enumerated() where one.visit.chain != last {
      last = one.visit.chain
      let chain = chains[Int(last)]
      rows.append(
        Row(
          customer: chain.customer, cadence: chain.cadence, which: chain.which,
          installed: chain.installed, first: one.visit.number, start: Int32(clamping: index)))
    }
    let stops = ahead.map { Stop(day: $0.day, isTold: $0.isTold) }
    return (rows, stops)
  }
}

/// What the rounds are planned with, beside the planner's own.
struct VisitParts {
  let reps: [Rep]
  let cadences: [PreparedCadence]
  let repDays: [RepDays]
  let dayTables: [DayTable]
  let horizon: PlanningHorizon
  let known: Instant
  let calendars: [BusinessCalendar]
  let regions: [String?]

  init(
    _ planner: Planner, _ cadences: [PreparedCadence], _ repDays: [RepDays],
    _ dayTables: [DayTable], _ horizon: PlanningHorizon
  ) {
    reps = planner.settings.reps
    self.cadences = cadences
    self.repDays = repDays
    self.dayTables = dayTables
    self.horizon = horizon
    known = planner.dayBegin(of: horizon.now)
    let roster = planner.roster
    calendars = dayTables.indices.map {
      planner.settings.calendars[roster.countries[$0 / roster.regions.count]] ?? .plain
    }
    regions = dayTables.indices.map {
      let region = roster.regions[$0 % roster.regions.count]
      return region.isEmpty ? nil : region
    }
  }

  func days(of rep: Int) -> FittingDays {
    FittingDays(
      rep: repDays[rep], tables: dayTables, known: horizon.first...horizon.last,
      calendars: calendars, regions: regions)
  }
}

extension Planner {
  /// The beginning of the site's day that a moment lies in: what was recorded before it is known to the
  /// rounds of that day.
  func dayBegin(of moment: Instant) -> Instant {
    siteZone.instant(day: siteZone.local(at: moment).day, minute: .midnight)
  }
}
