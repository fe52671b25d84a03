import CadenceModel
import CivilTime

/// How far somebody's own rhythm is exceeded.
enum LapseRule {
  /// A rhythm and how long ago the last time was.
  struct Rhythm {
    /// The median gap in days, never less than the rules' shortest rhythm.
    let days: Int
    let elapsed: Int
    let isOfContacts: Bool
  }

  /// Purchases on three days make a rhythm, else contacts on four.
  static func rhythm(
    purchases: [Day], contacts: [Day], _ rules: SegmentRules, on day: Day
  ) -> Rhythm? {
    if let (gap, last) = median(purchases, atLeast: 3) {
      return Rhythm(days: max(gap, rules.leastRhythm), elapsed: day - last, isOfContacts: false)
    }
    guard let (gap, last) = median(contacts, atLeast: 4) else { return nil }
    return Rhythm(days: max(gap, rules.leastRhythm), elapsed: day - last, isOfContacts: true)
  }

  /// Risk by the share of the rhythm that has gone by.
  static func risk(_ rhythm: Rhythm, _ rules: SegmentRules) -> LapseRisk {
    let share = rhythm.elapsed * 100
    if share < rhythm.days * rules.dueFrom { return .fresh }
    if share < rhythm.days * rules.atRiskFrom { return .due }
    return share < rhythm.days * rules.lapsedFrom ? .atRisk : .lapsed
  }

  /// The median gap between days, each counted once, and the last of them.
  private static func median(_ days: [Day], atLeast least: Int) -> (gap: Int, last: Day)? {
    guard days.count >= least else { return nil }
    let distinct = Set(days).sorted()
    guard distinct.count >= least, let last = distinct.last else { return nil }
    let gaps = zip(distinct, distinct.dropFirst()).map { $1 - $0 }.sorted()
    let middle = gaps.count / 2
    let gap = gaps.count % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2
    return (gap, last)
  }
}
