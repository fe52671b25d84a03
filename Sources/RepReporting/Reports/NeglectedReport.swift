import CadenceModel
import CivilTime

/// Customers with whom nobody has spoken for longer than their tier allows.
struct NeglectedReport: ReportFold {
  private struct Neglected {
    let index: Int32
    let tier: UInt8
    let type: UInt8
    let rep: String
    let days: Int32
    let limit: Int32
    let wasReached: Bool
  }

  private let scope: ReportScope
  private let limits: [Int]
  /// Customers, neglected, never reached, of unknown age.
  private var byTier = ReportCounts(columns: 4, rows: ReportAxis.tiers)
  private var byRep = ReportCounts(columns: 4)
  private var found: [Neglected] = []

  init(_ scope: ReportScope) {
    self.scope = scope
    limits = scope.settings.reports.neglectedAfter.byTier
  }

  mutating func take(_ person: ReportSubject) {
    guard let index = person.index, person.isInBase else { return }
    guard person.customer?.stage != .lost, !wantsSilence(index, person) else { return }
    let contact = lastContact(index, person)
    let tier = ReportAxis.tiers.firstIndex(of: person.segment.tierRow) ?? 0
    var columns = [0]
    if contact == nil { columns.append(2) }
    if let since = contact ?? scope.roster.customers[index].created {
      let days = scope.age(since)
      if days > limits[tier] {
        columns.append(1)
        found.append(
          Neglected(
            index: Int32(index), tier: UInt8(tier),
            type: UInt8(ReportAxis.types.firstIndex(of: person.segment.typeRow) ?? 0),
            rep: person.rep?.text ?? ReportAxis.nothing, days: Int32(days),
            limit: Int32(limits[tier]), wasReached: contact != nil))
      }
    } else {
      columns.append(3)
    }
    for column in columns {
      byTier.add(person.segment.tierRow, column)
      byRep.add(person.rep?.text ?? ReportAxis.nothing, column)
    }
  }

  /// Whoever opted out of everything is left alone on purpose.
  private func wantsSilence(_ index: Int, _ person: ReportSubject) -> Bool {
    OptOuts(scope.roster.customers[index], person.facts.lazy.map(\.fact)).channels
      .isSuperset(of: .all)
  }

  private func lastContact(_ index: Int, _ person: ReportSubject) -> Day? {
    let recorded = person.facts.last { $0.fact.isHumanContact }?.day
    let onFile = scope.roster.customers[index].lastContact.flatMap {
      $0 <= scope.today ? $0 : nil
    }
    guard let recorded, let onFile else { return recorded ?? onFile }
    return onFile > recorded ? onFile : recorded
  }

  func tables() -> [ReportTable] {
    let rows = found.sorted { left, right in
      (left.tier, right.days - right.limit, left.index)
        < (right.tier, left.days - left.limit, right.index)
    }
    let scope = scope
    return [
      table("tier", byTier), table("rep", byRep),
      ReportTable(
        "customer",
        ["customer", "rep", "tier", "type", "last_contact", "days", "limit", "over"],
        count: rows.count
      ) { Self.row(rows[$0], scope) },
    ]
  }

  private static func row(_ found: Neglected, _ scope: ReportScope) -> [ReportCell] {
    [
      .text(scope.roster.customers[Int(found.index)].id.text), .text(found.rep),
      .text(ReportAxis.tiers[Int(found.tier)]), .text(ReportAxis.types[Int(found.type)]),
      found.wasReached ? .text("\(scope.today.advanced(by: -Int(found.days)))") : .none,
      .count(Int(found.days)), .count(Int(found.limit)), .count(Int(found.days - found.limit)),
    ]
  }

  private func table(_ name: String, _ counts: ReportCounts) -> ReportTable {
    let hasLimit = name == "tier"
    return ReportTable(
      name,
      [name] + (hasLimit ? ["limit"] : [])
        + ["customers", "neglected", "neglected_share", "never_reached", "unknown"],
      bar: "neglected",
      rows: counts.rows.map { row in
        let sums = counts[row]
        let place = ReportAxis.tiers.firstIndex(of: row) ?? 0
        return [.text(row)] + (hasLimit ? [.count(limits[place])] : []) + [
          .count(sums[0]), .count(sums[1]), .share(sums[1], of: sums[0]), .count(sums[2]),
          .count(sums[3]),
        ]
      })
  }
}

extension NeglectSettings {
  /// The days in the order of ``Segment/tiers``; whoever has no tier counts as a suspect.
  fileprivate var byTier: [Int] {
    [top, large, medium, small, inactive, prospect, suspect, suspect]
  }
}
