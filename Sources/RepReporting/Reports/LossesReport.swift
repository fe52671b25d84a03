import CadenceModel
import CivilTime

/// Who was lost, how, when and why (C3, D14).
struct LossesReport: ReportFold {
  private static let unsaid = "unsaid"
  private static let kinds = LossKind.allCases.map(\.rawValue) + [unsaid]
  /// How long after the last purchase, by the days from which each begins.
  private static let spans = [
    ("never-bought", -1), ("under-90-days", 0), ("90-to-364-days", 90), ("1-to-3-years", 365),
    ("3-years-and-more", 1095),
  ]

  private let scope: ReportScope
  /// Losses, customers, and what these have bought.
  private var byKind = ReportCounts(columns: 3, rows: kinds)
  private var byMonth: ReportCounts
  private var byReason = ReportCounts(
    columns: kinds.count, rows: Reason.allCases.map(\.rawValue) + [unsaid])
  private var byTier = ReportCounts(columns: kinds.count, rows: ReportAxis.tiers)
  private var byType = ReportCounts(columns: kinds.count, rows: ReportAxis.types)
  /// Customers by how far their own rhythm is exceeded, and what they are worth.
  private var byLapse = ReportCounts(
    columns: 2, rows: LapseRisk.allCases.map(\.rawValue) + [ReportAxis.nothing])
  private var bySpan = ReportCounts(columns: kinds.count, rows: spans.map(\.0))

  init(_ scope: ReportScope) {
    self.scope = scope
    byMonth = ReportCounts(columns: Self.kinds.count, rows: scope.months)
  }

  mutating func take(_ person: ReportSubject) {
    if person.isInBase {
      let lapse = person.segment.lapse?.rawValue ?? ReportAxis.nothing
      byLapse.add(lapse, 0)
      byLapse.add(lapse, 1, person.segment.value)
    }
    var kinds: Set<String> = []
    var purchases: [ReportPurchase]?
    for fact in person.facts where scope.holds(fact.day) {
      guard case .lost(let loss, let reason) = fact.fact.detail else { continue }
      let bought = purchases ?? scope.purchases(of: person)
      purchases = bought
      let kind = loss?.rawValue ?? Self.unsaid
      let column = Self.kinds.firstIndex(of: kind) ?? 0
      byKind.add(kind, 0)
      if kinds.insert(kind).inserted {
        byKind.add(kind, 1)
        byKind.add(kind, 2, person.segment.value)
      }
      byMonth.add(fact.day.monthText, column)
      byReason.add(reason?.rawValue ?? Self.unsaid, column)
      byTier.add(person.segment.tierRow, column)
      byType.add(person.segment.typeRow, column)
      bySpan.add(Self.span(fact.day, bought), column)
    }
  }

  private static func span(_ day: Day, _ purchases: [ReportPurchase]) -> String {
    guard let last = purchases.filter({ $0.day <= day }).map(\.day.number).max() else {
      return spans[0].0
    }
    let days = Int(day.number) - Int(last)
    return spans.last { $0.1 >= 0 && days >= $0.1 }?.0 ?? spans[1].0
  }

  func tables() -> [ReportTable] {
    let all = byKind.total(0)
    return [
      ReportTable(
        "kind", ["kind", "losses", "share", "customers", "value"], bar: "losses",
        rows: Self.kinds.map { kind in
          let sums = byKind[kind]
          return [
            .text(kind), .count(sums[0]), .share(sums[0], of: all), .count(sums[1]),
            .money(sums[2]),
          ]
        }),
      table("month", byMonth), table("reason", byReason), table("tier", byTier),
      table("type", byType), table("after_purchase", bySpan),
      ReportTable(
        "lapse", ["lapse", "customers", "share", "value"], bar: "customers",
        rows: byLapse.rows.map { row in
          let sums = byLapse[row]
          return [
            .text(row), .count(sums[0]), .share(sums[0], of: byLapse.total(0)), .money(sums[1]),
          ]
        }),
    ]
  }

  private func table(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name, [name, "losses"] + Self.kinds, bar: "losses",
      rows: counts.rows.map { row in
        let sums = counts[row]
        return [.text(row), .count(sums.reduce(0, +))] + sums.map { .count($0) }
      })
  }
}
