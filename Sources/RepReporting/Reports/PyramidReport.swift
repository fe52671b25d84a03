import CadenceModel

/// The tiers by the last year's purchases (E1), and what each brought.
struct PyramidReport: ReportFold {
  private let scope: ReportScope
  /// Customers, and what they brought in the last year and in all.
  private var byTier = ReportCounts(columns: 3, rows: ReportAxis.tiers)
  private var least: [String: Int64] = [:]
  private var most: [String: Int64] = [:]

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    guard person.isInBase else { return }
    let tier = person.segment.tierRow
    let year = person.segment.yearValue
    for (column, amount) in [1, year, person.segment.value].enumerated() {
      byTier.add(tier, column, amount)
    }
    least[tier] = min(least[tier] ?? year, year)
    most[tier] = max(most[tier] ?? year, year)
  }

  func tables() -> [ReportTable] {
    let (people, year) = (byTier.total(0), byTier.total(1))
    return [
      ReportTable(
        "tier",
        [
          "tier", "customers", "share", "year_value", "year_value_share",
          "year_value_per_customer", "least", "most", "value",
        ], bar: "year_value_share",
        rows: ReportAxis.tiers.map { tier in
          let sums = byTier[tier]
          return [
            .text(tier), .count(sums[0]), .share(sums[0], of: people), .money(sums[1]),
            .share(sums[1], of: year), .quotient(sums[1], sums[0], digits: 2),
            least[tier].map { .money($0) } ?? .none, most[tier].map { .money($0) } ?? .none,
            .money(sums[2]),
          ]
        })
    ]
  }
}
