/// Keeps a mistake from writing to the whole base: judges a day's batch before it is let go.
///
/// Festivals write to everybody by design; they are left out here, and the look-ahead at a start or
/// a reload expects them (the study of reliable services, section 2.7).
package struct BlastFuse: Sendable, Equatable {
  /// Why a batch is held.
  package enum Verdict: Sendable, Equatable {
    /// More messages than such a day ever has.
    case total(due: Int, most: Int)
    /// One cadence alone writes to a great part of the base.
    case cadence(name: String, due: Int, most: Int)
  }

  /// So many messages never are too many.
  package static let floor = 50

  /// Messages due on the day by cadence, festivals left out.
  package var due: [String: Int]
  /// How many customers there are.
  package var base: Int
  /// Messages of each of the last 28 days, the youngest first; nil until so much history exists.
  package var past: [Int]?
  /// What the look-ahead at the last start or reload expected of the day; nil when it did not reach.
  package var forecast: Int?
  /// What the look-ahead said of the day a week ago or earlier; nil when nobody looked then.
  package var known: Int?

  /// A batch to be judged.
  package init(
    due: [String: Int], base: Int, past: [Int]?, forecast: Int?, known: Int? = nil
  ) {
    self.known = known
    self.due = due
    self.base = base
    self.past = past
    self.forecast = forecast
  }

  /// Why the batch must not go: the whole of it, or single cadences; none when it may.
  package var verdicts: [Verdict] {
    let total = due.values.reduce(0, +)
    guard let past else {
      guard let forecast else { return [] }
      let most = max(Self.floor, 2 * forecast)
      return total > most ? [.total(due: total, most: most)] : []
    }
    let usual = Self.usual(past)
    // A full day that everybody could have seen coming, such as the one after a week of holidays,
    // is no mistake; but however long it was planned, a day for the whole base is looked at.
    let foreseen = min((known ?? 0) * 5 / 4, 6 * usual)
    let most = max(Self.floor, 3 * usual, foreseen)
    if total > most { return [.total(due: total, most: most)] }
    let share = max(Self.floor, base * 2 / 5)
    return due.filter { $0.value > share }.sorted { $0.key < $1.key }
      .map { .cadence(name: $0.key, due: $0.value, most: share) }
  }

  /// The first reason why the batch must not go; nil when it may.
  package var verdict: Verdict? { verdicts.first }

  /// The median of the same weekday, or that of all days with messages if it is higher: after a
  /// week of holidays, or on a Sunday that is worked for once, the weekday alone says too little.
  private static func usual(_ past: [Int]) -> Int {
    let weekday = past.indices.filter { $0 % 7 == 6 }.map { past[$0] }
    return max(median(weekday), median(past.filter { $0 > 0 }))
  }

  /// The upper of the two middle ones where their number is even; 0 of none.
  private static func median(_ counts: [Int]) -> Int {
    counts.isEmpty ? 0 : counts.sorted()[counts.count / 2]
  }
}
