import CadenceModel

/// The tiers by the last year's purchases (E1), and what each brought.
struct PyramidReport: ReportFold {
  private let scope: ReportScope
  /// Customers, revenue of the last year, profit as far as it is known.
  private var byTier = ReportCounts(columns: 2, rows: ReportSegment.tiers)
  private var least: [String: Int64] = [:]
  private var most: [String: Int64] = [:]

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    guard person.isInBase else { return }
    let tier = person.segment.tier
    byTier.add(tier, 0)
    let year = scope.purchases(of: person).reduce(0) { sum, purchase in
      sum + (scope.today - purchase.day < 365 ? purchase.amount : 0)
    }
    byTier.add(tier, 1, year)
    least[tier] = min(least[tier] ?? year, year)
    most[tier] = max(most[tier] ?? year, year)
  }

  func tables() -> [ReportTable] {
    let people = byTier.total(0)
    let revenue = byTier.total(1)
    return [
      ReportTable(
        "tier",
        [
          "tier", "customers", "share", "year_revenue", "revenue_share", "revenue_per_customer",
          "least", "most",
        ], bar: "revenue_share",
        rows: ReportSegment.tiers.map { tier in
          let sums = byTier[tier]
          return [
            .text(tier), .count(sums[0]), .share(sums[0], of: people), .money(sums[1]),
            .share(sums[1], of: revenue), .quotient(sums[1], sums[0], digits: 2),
            least[tier].map { .money($0) } ?? .none, most[tier].map { .money($0) } ?? .none,
          ]
        })
    ]
  }
}
