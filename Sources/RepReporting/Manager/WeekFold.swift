import CadenceModel
import CivilTime

/// What was done in the manager's week and in the one before, and which of the weightiest customers drift away.
struct WeekFold: ReportFold {
  /// What is counted.
  enum Figure: Int, CaseIterable, Sendable {
    case calls, reached, visits, won, lost, complaints, resolved, sent, failed
  }

  /// A customer whose own rhythm is well exceeded.
  struct Drifting: Hashable, Sendable {
    var customer: Int
    var segment: Segment
  }

  private let scope: ReportScope
  private let before: ClosedRange<Int32>
  /// Counts of this week, then of the one before.
  private(set) var counts = Array(
    repeating: [Int](repeating: 0, count: Figure.allCases.count), count: 2)
  /// Top, large and medium customers at risk or lapsed, the most valuable first.
  private(set) var drifting: [Drifting] = []

  init(_ scope: ReportScope) {
    self.scope = scope
    let first = scope.period.lowerBound
    before = (first - Int32(scope.period.count))...(first - 1)
  }

  mutating func take(_ person: ReportSubject) {
    for fact in person.facts { count(fact) }
    for record in person.touches where record.channel.isMachineSent && record.at < scope.moment {
      switch record.outcome {
      case .accepted: add(.sent, on: record.day)
      case .rejected, .uncertain: add(.failed, on: record.day)
      default: break
      }
    }
    guard let index = person.index, person.isInBase, person.customer?.stage != .lost,
      [.atRisk, .lapsed].contains(person.segment.lapse),
      [.top, .large, .medium].contains(person.segment.tier)
    else { return }
    drifting.append(Drifting(customer: index, segment: person.segment))
  }

  private mutating func count(_ fact: ReportFact) {
    switch fact.kind {
    case .call:
      add(.calls, on: fact.day)
      if fact.fact.isHumanContact { add(.reached, on: fact.day) }
    case .visit: add(.visits, on: fact.day)
    case .won: add(.won, on: fact.day)
    case .lost: add(.lost, on: fact.day)
    case .complaint: add(.complaints, on: fact.day)
    case .resolved: add(.resolved, on: fact.day)
    default: break
    }
  }

  private mutating func add(_ figure: Figure, on day: Day) {
    if scope.period.contains(day.number) { counts[0][figure.rawValue] += 1 }
    if before.contains(day.number) { counts[1][figure.rawValue] += 1 }
  }

  func tables() -> [ReportTable] { [] }
}
