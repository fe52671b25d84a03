import CadenceModel
import CivilTime

/// Where the reps' time went: by rep, by tier, by type (C2), and how often they changed the area (E4).
struct LoadReport: ReportFold {
  /// A rep's work may be with a colleague's customers.
  static var wantsEverybody: Bool { true }

  private enum Column: Int, CaseIterable {
    case tasks, calls, reached, visits, contacts, gifts, minutes
  }

  private let scope: ReportScope
  private var customers = ReportCounts(columns: 1)
  private var byRep = ReportCounts(columns: Column.allCases.count)
  private var byTier = ReportCounts(columns: Column.allCases.count, rows: ReportAxis.tiers)
  private var byType = ReportCounts(columns: Column.allCases.count, rows: ReportAxis.types)
  private var rounds = VisitRounds()

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    if person.isInBase, scope.rep == nil || person.rep == scope.rep {
      customers.add("tier \(person.segment.tierRow)", 0)
      customers.add("type \(person.segment.typeRow)", 0)
    }
    var answered: Set<TouchID> = []
    for fact in person.facts where scope.holds(fact.day) {
      let rep = fact.fact.rep ?? person.rep
      if let wanted = scope.rep, rep != wanted { continue }
      count(fact, person, rep: rep?.text ?? ReportAxis.nothing, &answered)
    }
  }

  private mutating func count(
    _ fact: ReportFact, _ person: ReportSubject, rep: String, _ answered: inout Set<TouchID>
  ) {
    var columns: [(Column, Int64)] = []
    if let touch = fact.fact.touch, fact.kind.isWork, answered.insert(touch).inserted {
      columns.append((.tasks, 1))
    }
    switch fact.kind {
    case .call:
      columns.append((.calls, 1))
      if fact.fact.isHumanContact { columns.append((.reached, 1)) }
    case .visit:
      columns.append((.visits, 1))
      let area = person.index.map { Int(scope.roster.customers[$0].area) } ?? -1
      rounds.add(rep, fact, area: area)
    case .contact: columns.append((.contacts, 1))
    case .gift, .card, .letter: columns.append((.gifts, 1))
    default: break
    }
    let minutes = scope.minutes(of: fact)
    if minutes > 0 { columns.append((.minutes, minutes)) }
    for (column, amount) in columns {
      byRep.add(rep, column.rawValue, amount)
      byTier.add(person.segment.tierRow, column.rawValue, amount)
      byType.add(person.segment.typeRow, column.rawValue, amount)
    }
  }

  private static let figures = [
    "tasks", "calls", "reached", "visits", "contacts", "gifts", "minutes", "minutes_share", "hours",
  ]

  private func figures(_ sums: [Int64]) -> [ReportCell] {
    let minutes = sums[Column.minutes.rawValue]
    return sums.map { .count($0) } + [
      .share(minutes, of: byRep.total(Column.minutes.rawValue)), .hours(minutes),
    ]
  }

  func tables() -> [ReportTable] {
    [
      ReportTable(
        "rep", ["rep"] + Self.figures + ["visit_days", "area_days", "area_changes"],
        bar: "hours",
        rows: byRep.rows.map { row in
          let found = rounds.figures(of: row)
          return [.text(row)] + figures(byRep[row]) + [
            .count(found.days), .count(found.areaDays), .count(found.changes),
          ]
        }),
      segments("tier", byTier), segments("type", byType), fifth,
    ]
  }

  private func segments(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name, [name, "customers"] + Self.figures + ["minutes_per_customer"], bar: "minutes_share",
      rows: counts.rows.map { row in
        let sums = counts[row]
        let people = customers["\(name) \(row)"][0]
        return [.text(row), .count(people)] + figures(sums) + [
          .quotient(sums[Column.minutes.rawValue] * 10, people, digits: 1)
        ]
      })
  }

  /// The valuable fifth of the year's buyers against everybody else.
  private var fifth: ReportTable {
    let valuable = ["top", "large", "medium"]
    let parts = [
      ("valuable", valuable), ("others", ReportAxis.tiers.filter { !valuable.contains($0) }),
    ]
    let everybody = ReportAxis.tiers.reduce(0) { $0 + customers["tier \($1)"][0] }
    let all = byTier.total(Column.minutes.rawValue)
    return ReportTable(
      "fifth", ["fifth", "customers", "customers_share", "minutes", "minutes_share"],
      bar: "minutes_share",
      rows: parts.map { name, tiers in
        let people = tiers.reduce(0) { $0 + customers["tier \($1)"][0] }
        let minutes = tiers.reduce(0) { $0 + byTier[$1][Column.minutes.rawValue] }
        return [
          .text(name), .count(people), .share(people, of: everybody), .count(minutes),
          .share(minutes, of: all),
        ]
      })
  }
}

extension FactKind {
  /// Whether such a fact reports a task that a rep has done.
  fileprivate var isWork: Bool {
    switch self {
    case .snooze, .optOut, .optIn, .deceased, .bereaved, .assigned: false
    default: true
    }
  }
}

/// The visits of each rep, in the order in which they were made.
private struct VisitRounds {
  private var visits: [String: [(at: Instant, number: Int64, day: Day, area: Int)]] = [:]

  mutating func add(_ rep: String, _ fact: ReportFact, area: Int) {
    visits[rep, default: []].append((fact.fact.at, fact.number, fact.day, area))
  }

  /// Days with a visit, areas visited a day added up, and visits in another area than the one before.
  func figures(of rep: String) -> (days: Int, areaDays: Int, changes: Int) {
    let made = (visits[rep] ?? []).sorted { ($0.at, $0.number) < ($1.at, $1.number) }
    var areas: [Day: Set<Int>] = [:]
    var changes = 0
    for (place, visit) in made.enumerated() {
      areas[visit.day, default: []].insert(visit.area)
      if place > 0, made[place - 1].area != visit.area { changes += 1 }
    }
    return (areas.count, areas.values.reduce(0) { $0 + $1.count }, changes)
  }
}
