import CadenceModel

/// Why customers do not buy: by reason, by who is behind it, and by type (A2, B6).
struct ReasonsReport: ReportFold {
  private let scope: ReportScope
  /// Calls, losses, then a column a type.
  private var byReason = ReportCounts(
    columns: 2 + ReportAxis.types.count, rows: Reason.allCases.map(\.rawValue))
  private var byGroup = ReportCounts(
    columns: 2 + ReportAxis.types.count, rows: Reason.Group.allCases.map(\.rawValue))

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    for fact in person.facts where scope.holds(fact.day) {
      switch fact.fact.detail {
      case .call(let report): if let reason = report.reason { count(reason, 0, person) }
      case .lost(_, let reason): if let reason { count(reason, 1, person) }
      default: break
      }
    }
  }

  private mutating func count(_ reason: Reason, _ column: Int, _ person: ReportSubject) {
    let type = ReportAxis.types.firstIndex(of: person.segment.typeRow) ?? 0
    for column in [column, 2 + type] {
      byReason.add(reason.rawValue, column)
      byGroup.add(reason.group.rawValue, column)
    }
  }

  func tables() -> [ReportTable] {
    let all = byReason.total(0) + byReason.total(1)
    let types = ReportAxis.types
    func cells(_ sums: [Int64]) -> [ReportCell] {
      let total = sums[0] + sums[1]
      return [.count(total), .share(total, of: all), .count(sums[0]), .count(sums[1])]
        + sums[2...].map { .count($0) }
    }
    return [
      ReportTable(
        "reason", ["reason", "group", "mentions", "share", "calls", "losses"] + types,
        bar: "mentions",
        rows: Reason.allCases.map { reason in
          [.text(reason.rawValue), .text(reason.group.rawValue)] + cells(byReason[reason.rawValue])
        }),
      ReportTable(
        "group", ["group", "mentions", "share", "calls", "losses"] + types, bar: "mentions",
        rows: Reason.Group.allCases.map { group in
          [.text(group.rawValue)] + cells(byGroup[group.rawValue])
        }),
    ]
  }
}

extension Reason {
  /// Who is behind a reason: the customer, we, or somebody else.
  enum Group: String, CaseIterable {
    case own = "self"
    case company, other
  }

  /// The group of a reason (docs/reports.md).
  var group: Group {
    switch self {
    case .timing, .money, .waitingForOffer: .own
    case .productDoubt, .companyDoubt, .price: .company
    case .comparing, .competitor, .interference, .other: .other
    }
  }
}
