import CadenceModel
import CivilTime

/// What the first, second … fifth call brings, and how many customers nobody called again (D10).
struct AttemptsReport: ReportFold {
  private enum Column: Int, CaseIterable {
    case calls, reached
    case won, lost, refused, stopped
    case givenUp
    case open
  }

  private static let attempts = ["0", "1", "2", "3", "4", "5", "6+"]
  private static let parts = ["morning", "afternoon", "evening"]

  private let scope: ReportScope
  private let followUps: Set<CadenceName>
  private var byAttempt = ReportCounts(columns: Column.allCases.count, rows: attempts)
  private var byPart = ReportCounts(columns: 3, rows: parts)
  private var byHour = ReportCounts(columns: 3)

  init(_ scope: ReportScope) {
    self.scope = scope
    followUps = scope.followUps
  }

  mutating func take(_ person: ReportSubject) {
    guard !person.facts.isEmpty else { return }
    let runs = AttemptReader.runs(
      of: person, followUps: followUps, today: scope.today,
      givenUpAfter: scope.settings.reports.givenUpAfter)
    for run in runs where scope.holds(run.day) { take(run) }
  }

  private mutating func take(_ run: AttemptRun) {
    let end = Column(rawValue: Column.won.rawValue + (run.end ?? .open).rawValue) ?? .open
    byAttempt.add("0", Column.calls.rawValue)
    byAttempt.add(Self.row(run.calls.count), end.rawValue)
    for (index, call) in run.calls.enumerated() {
      let row = Self.row(index + 1)
      byAttempt.add(row, Column.calls.rawValue)
      if call.isReached { byAttempt.add(row, Column.reached.rawValue) }
      let hasWon = run.end == .won && index == run.calls.count - 1
      count(call, hasWon: hasWon)
    }
  }

  private mutating func count(_ call: AttemptRun.Call, hasWon: Bool) {
    let hour = min(call.minute.hour, 23)
    let part = Self.parts[hour < 12 ? 0 : hour < 18 ? 1 : 2]
    let name = hour < 10 ? "0\(hour)" : "\(hour)"
    for (column, holds) in [true, call.isReached, hasWon].enumerated() where holds {
      byPart.add(part, column)
      byHour.add(name, column)
    }
  }

  private static func row(_ attempt: Int) -> String { attempts[min(attempt, 6)] }

  func tables() -> [ReportTable] {
    [
      ReportTable(
        "attempt",
        [
          "attempt", "calls", "reached", "reached_share", "won", "conversion", "lost", "refused",
          "stopped", "given_up", "attrition", "open", "went_on", "won_so_far", "won_so_far_share",
        ], bar: "conversion", rows: attemptRows),
      times("part", byPart), times("hour", byHour),
    ]
  }

  private var attemptRows: [[ReportCell]] {
    let runs = byAttempt["0"][Column.calls.rawValue]
    var wonSoFar: Int64 = 0
    return Self.attempts.map { name in
      let counts = byAttempt[name]
      func of(_ column: Column) -> Int64 { counts[column.rawValue] }
      let calls = of(.calls)
      let ended = counts[Column.won.rawValue...].reduce(0, +)
      wonSoFar += of(.won)
      return [
        .text(name), .count(calls), name == "0" ? .none : .count(of(.reached)),
        name == "0" ? .none : .share(of(.reached), of: calls), .count(of(.won)),
        .share(of(.won), of: calls), .count(of(.lost)), .count(of(.refused)), .count(of(.stopped)),
        .count(of(.givenUp)), .share(of(.givenUp), of: calls), .count(of(.open)),
        .count(calls - ended), .count(wonSoFar), .share(wonSoFar, of: runs),
      ]
    }
  }

  private func times(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name, [name, "calls", "reached", "reached_share", "won", "conversion"],
      bar: "reached_share",
      rows: counts.rows.map { row in
        let sums = counts[row]
        return [
          .text(row), .count(sums[0]), .count(sums[1]), .share(sums[1], of: sums[0]),
          .count(sums[2]), .share(sums[2], of: sums[0]),
        ]
      })
  }
}
