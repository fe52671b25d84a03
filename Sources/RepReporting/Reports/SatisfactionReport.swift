import CadenceModel
import CivilTime

/// Satisfaction as perceived against expected (D8): how it is, how it goes, and with whom it is low.
struct SatisfactionReport: ReportFold {
  private struct Low {
    let id: CustomerID
    let day: Day
    let kind: FactKind
    let answer: Satisfaction
    let before: Satisfaction?
  }

  /// Answers, perceived, expected, ratio in sixtieths, below, about, above.
  private static let columns = 7
  private static let occasions: [FactKind] = [.visit, .survey, .resolved]
  private let scope: ReportScope
  private var all = ReportCounts(columns: columns, rows: ["all"])
  private var byOccasion = ReportCounts(columns: columns, rows: occasions.map(\.name))
  private var byQuarter = ReportCounts(columns: columns)
  private var byType = ReportCounts(columns: columns, rows: ReportAxis.types)
  private var byTier = ReportCounts(columns: columns, rows: ReportAxis.tiers)
  private var low: [Low] = []

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    var before: Satisfaction?
    var last: Low?
    for fact in person.facts {
      guard let answer = fact.satisfaction else { continue }
      if scope.holds(fact.day) {
        let counts = Self.counts(of: answer)
        for (column, count) in counts.enumerated() {
          all.add("all", column, count)
          byOccasion.add(fact.kind.name, column, count)
          byQuarter.add(fact.day.quarterText, column, count)
          byType.add(person.segment.typeRow, column, count)
          byTier.add(person.segment.tierRow, column, count)
        }
        last = Low(id: person.id, day: fact.day, kind: fact.kind, answer: answer, before: before)
      }
      before = answer
    }
    if let last, last.answer.perceived < last.answer.expected, person.isInBase {
      low.append(last)
    }
  }

  private static func counts(of answer: Satisfaction) -> [Int64] {
    let (perceived, expected) = (answer.perceived, answer.expected)
    return [
      1, Int64(perceived), Int64(expected), sixtieths(answer), perceived < expected ? 1 : 0,
      perceived == expected ? 1 : 0, perceived > expected ? 1 : 0,
    ]
  }

  /// Perceived ÷ expected in sixtieths, which no quotient of 1 to 5 leaves a rest of.
  private static func sixtieths(_ answer: Satisfaction) -> Int64 {
    Int64(answer.perceived * 60 / answer.expected)
  }

  func tables() -> [ReportTable] {
    let rows = low.sorted {
      (Self.sixtieths($0.answer), $0.id) < (Self.sixtieths($1.answer), $1.id)
    }
    return [
      table("all", all), table("occasion", byOccasion), table("quarter", byQuarter),
      table("type", byType), table("tier", byTier),
      ReportTable(
        "low", ["customer", "day", "kind", "perceived", "expected", "ratio", "before", "trend"],
        count: rows.count
      ) { Self.row(rows[$0]) },
    ]
  }

  private static func row(_ low: Low) -> [ReportCell] {
    let now = sixtieths(low.answer)
    let before = low.before.map(sixtieths)
    return [
      .text(low.id.text), .text("\(low.day)"), .text(low.kind.name), .count(low.answer.perceived),
      .count(low.answer.expected), .quotient(now * 100, 60, digits: 2),
      before.map { .quotient($0 * 100, 60, digits: 2) } ?? .none,
      before.map { .text(now > $0 ? "up" : now < $0 ? "down" : "same") } ?? .none,
    ]
  }

  private func table(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name,
      [
        name, "answers", "perceived", "expected", "ratio", "below", "about", "above", "below_share",
      ], bar: "ratio",
      rows: counts.rows.map { row in
        let sums = counts[row]
        return [
          .text(row), .count(sums[0]), .quotient(sums[1] * 100, sums[0], digits: 2),
          .quotient(sums[2] * 100, sums[0], digits: 2),
          .quotient(sums[3] * 100, sums[0] * 60, digits: 2), .count(sums[4]), .count(sums[5]),
          .count(sums[6]), .share(sums[4], of: sums[0]),
        ]
      })
  }
}
