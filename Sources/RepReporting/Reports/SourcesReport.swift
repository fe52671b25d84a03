import CadenceModel
import CadencePlanning

/// Where customers come from, and what comes of them (B4).
struct SourcesReport: ReportFold {
  private enum Column: Int, CaseIterable {
    case customers, suspects, prospects, buyers, openings, won, revenue, value
  }

  private let scope: ReportScope
  private var bySource = ReportCounts(columns: Column.allCases.count)

  /// Whom another customer introduced before today.
  private let introduced: Set<CustomerID>

  init(_ scope: ReportScope) {
    self.scope = scope
    introduced = scope.introduced
  }

  mutating func take(_ person: ReportSubject) {
    guard person.isInBase else { return }
    let source =
      person.source
      ?? (introduced.contains(person.id)
        ? EffectiveCustomer.referral(scope.roster) : ReportAxis.nothing)
    func add(_ column: Column, _ amount: Int64 = 1) {
      bySource.add(source, column.rawValue, amount)
    }
    add(.customers)
    let purchases = scope.purchases(of: person)
    if purchases.contains(where: \.isPaid) {
      add(.buyers)
    } else if person.customer?.stage == .suspect {
      add(.suspects)
    } else {
      add(.prospects)
    }
    add(.value, person.segment.value)
    add(.revenue, scope.revenue(purchases))
    for fact in person.facts where scope.holds(fact.day) {
      switch fact.kind {
      case .inquiry, .offer: add(.openings)
      case .won: add(.won)
      default: break
      }
    }
  }

  func tables() -> [ReportTable] {
    let all = bySource.total(Column.customers.rawValue)
    return [
      ReportTable(
        "source",
        [
          "source", "customers", "customers_share", "suspects", "prospects", "buyers", "conversion",
          "openings", "won", "revenue", "value", "value_per_customer",
        ], bar: "conversion",
        rows: bySource.rows.map { row in
          let sums = bySource[row]
          func of(_ column: Column) -> Int64 { sums[column.rawValue] }
          return [
            .text(row), .count(of(.customers)), .share(of(.customers), of: all),
            .count(of(.suspects)), .count(of(.prospects)), .count(of(.buyers)),
            .share(of(.buyers), of: of(.customers)), .count(of(.openings)), .count(of(.won)),
            .money(of(.revenue)), .money(of(.value)),
            .quotient(of(.value), of(.customers), digits: 2),
          ]
        })
    ]
  }
}
