import CadenceModel

/// What customers are worth, and what an hour of contact brings (D14).
struct ValueReport: ReportFold {
  private struct Worth {
    let index: Int32
    let tier: UInt8
    let type: UInt8
    let value: Int64
    let revenue: Int64
    let minutes: Int64
  }
  private enum Column: Int, CaseIterable {
    case customers, buyers, value, revenue, minutes
  }

  private let scope: ReportScope
  private var all = ReportCounts(columns: Column.allCases.count, rows: ["all"])
  private var byTier = ReportCounts(columns: Column.allCases.count, rows: ReportAxis.tiers)
  private var byType = ReportCounts(columns: Column.allCases.count, rows: ReportAxis.types)
  private var byRep = ReportCounts(columns: Column.allCases.count)
  private var worths: [Worth] = []

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    guard person.isInBase, let index = person.index else { return }
    let purchases = scope.purchases(of: person)
    let value = person.segment.value
    let revenue = scope.revenue(purchases)
    let minutes = person.facts.reduce(0) {
      $0 + (scope.holds($1.day) ? scope.minutes(of: $1) : 0)
    }
    let sums = [1, purchases.contains { $0.isPaid } ? 1 : 0, value, revenue, minutes]
    for (column, amount) in sums.enumerated() {
      all.add("all", column, amount)
      byTier.add(person.segment.tierRow, column, amount)
      byType.add(person.segment.typeRow, column, amount)
      byRep.add(person.rep?.text ?? ReportAxis.nothing, column, amount)
    }
    if value != 0 || minutes > 0 {
      worths.append(
        Worth(
          index: Int32(index),
          tier: UInt8(ReportAxis.tiers.firstIndex(of: person.segment.tierRow) ?? 0),
          type: UInt8(ReportAxis.types.firstIndex(of: person.segment.typeRow) ?? 0), value: value,
          revenue: revenue, minutes: minutes))
    }
  }

  func tables() -> [ReportTable] {
    let rows = worths.sorted { ($1.value, $0.index) < ($0.value, $1.index) }
    let scope = scope
    return [
      table("all", all), table("tier", byTier), table("type", byType), table("rep", byRep),
      ReportTable(
        "customer",
        ["customer", "tier", "type", "value", "revenue", "minutes", "hours", "revenue_per_hour"],
        count: rows.count
      ) { place in
        let worth = rows[place]
        return [
          .text(scope.roster.customers[Int(worth.index)].id.text),
          .text(ReportAxis.tiers[Int(worth.tier)]),
          .text(ReportAxis.types[Int(worth.type)]), .money(worth.value), .money(worth.revenue),
          .count(worth.minutes),
          .hours(worth.minutes),
          .quotient(Int128(worth.revenue) * 60, Int128(worth.minutes), digits: 2),
        ]
      },
    ]
  }

  private func table(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name,
      [
        name, "customers", "buyers", "value", "value_per_customer", "revenue", "minutes", "hours",
        "revenue_per_hour",
      ], bar: "revenue_per_hour",
      rows: counts.rows.map { row in
        let sums = counts[row]
        func of(_ column: Column) -> Int64 { sums[column.rawValue] }
        return [
          .text(row), .count(of(.customers)), .count(of(.buyers)), .money(of(.value)),
          .quotient(of(.value), of(.customers), digits: 2), .money(of(.revenue)),
          .count(of(.minutes)), .hours(of(.minutes)),
          .quotient(Int128(of(.revenue)) * 60, Int128(of(.minutes)), digits: 2),
        ]
      })
  }
}
