import CadenceModel
import CivilTime

/// Visits that are no maintenance: what a rep goes to an area for anyway, so that there is time for what is
/// due near by (product row B3).
///
/// Agreed by word, made, or planned by a ladder that something recorded has opened. What was made counts
/// on its day for ever, so that what followed from it stays as it was.
struct OtherVisits {
  /// What was recorded longer ago opens no visit that is still ahead.
  private static let memory = 120

  private let planner: Planner
  private let known: Instant
  private let today: Day
  /// Cadences other than maintenance, by name.
  private let others: Set<CadenceName>
  private let hasVisits: Bool
  /// Customers of whom something was recorded lately.
  private var recent: [Int] = []
  /// By customer: two reasons to come on one day are one visit.
  private var days: [Int: Set<Day>] = [:]
  private(set) var found: [OtherVisit] = []

  init(_ planner: Planner, known: Instant) {
    self.planner = planner
    self.known = known
    today = planner.siteZone.local(at: known).day
    let cadences = planner.settings.cadences.filter { $0.kind != .maintenance }
    others = Set(cadences.map(\.name))
    hasVisits = cadences.contains { cadence in
      cadence.kind == .ladder && !cadence.isPaused
        && cadence.steps.contains { $0.channels.contains(.visit) }
    }
  }

  /// Takes what was recorded of a customer.
  mutating func take(
    _ index: Int, _ customer: Customer, _ history: CustomerHistory, _ zone: ZoneRules
  ) {
    for day in Self.agreed(history, before: known, zone) { add(day, index, customer) }
    let remembered = known.adding(seconds: -Self.memory * 86_400)
    var isRecent = false
    for recorded in history.facts where recorded.fact.at < known {
      let fact = recorded.fact
      if fact.at >= remembered { isRecent = true }
      switch fact.detail {
      case .visit:
        guard let touch = fact.touch, others.contains(touch.cadence) else { continue }
        add(zone.local(at: fact.at).day, index, customer)
      case .occasion(_, let on): if on >= today - Self.memory { isRecent = true }
      default: break
      }
    }
    if isRecent, hasVisits { recent.append(index) }
  }

  /// Visits agreed in calls: each holds until a later call before its day agrees on another.
  private static func agreed(
    _ history: CustomerHistory, before known: Instant, _ zone: ZoneRules
  ) -> [Day] {
    var days: [Day] = []
    for recorded in history.facts where recorded.fact.at < known {
      guard case .call(let report) = recorded.fact.detail, let day = report.visitOn else {
        continue
      }
      let made = zone.local(at: recorded.fact.at).day
      guard day >= made else { continue }
      days.removeAll { $0 >= made }
      days.append(day)
    }
    return days
  }

  /// Plans the ladders of those of whom something was recorded, up to a day.
  mutating func plan(until limit: Day) {
    guard !recent.isEmpty, limit >= today else { return }
    let context = planner.context(
      from: today, days: limit - today + 1, now: known, wantsVisits: false)
    var pass = CustomerPass(context, filter: .all, wantsSkips: false)
    for index in recent { pass.run(index) }
    for touch in pass.finished().touches where touch.channel == .visit {
      guard planner.settings.cadences[Int(touch.cadence)].kind == .ladder else { continue }
      let index = Int(touch.customer)
      var customer = planner.roster.customers[index]
      customer.rep = UInt16(clamping: planner.repIndex(of: touch))
      add(touch.day, index, customer)
    }
  }

  private mutating func add(_ day: Day, _ index: Int, _ customer: Customer) {
    guard days[index, default: []].insert(day).inserted else { return }
    found.append(OtherVisit(rep: customer.rep, area: customer.area, day: day))
  }
}

/// A visit that is made for another reason: a fixed point for the maintenance of its area.
struct OtherVisit: Hashable {
  let rep: UInt16
  let area: UInt32
  let day: Day
}
