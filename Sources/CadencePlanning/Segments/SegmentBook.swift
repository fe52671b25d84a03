import CadenceModel
import CivilTime
import Synchronization

/// What depends on all customers together, worked out once a day and kept by a planner.
///
/// Cut-offs are those of the day's beginning: a sale at noon lets the buyer rise at once, and moves
/// nobody else before the next morning.
final class SegmentBook: Sendable {
  private struct Pages {
    var cuts: [Day: TierCuts] = [:]
    var introduced: [Day: [Bool]] = [:]
    var latest: Day?
  }

  private let pages = Mutex(Pages())

  /// The cut-offs of a day, made when they are first asked for.
  func cuts(on day: Day, _ make: () -> TierCuts) -> TierCuts {
    if let known = pages.withLock({ $0.cuts[day] }) { return known }
    let made = make()
    pages.withLock { pages in
      if pages.cuts.count > 3 { pages.cuts = [:] }
      pages.cuts[day] = made
    }
    return made
  }

  /// Who was introduced by somebody before a day, by index; empty for nobody.
  func introduced(on day: Day, _ make: () -> [Bool]) -> [Bool] {
    pages.withLock { $0.latest = day }
    if let known = pages.withLock({ $0.introduced[day] }) { return known }
    let made = make()
    pages.withLock { pages in
      if pages.introduced.count > 3 { pages.introduced = [:] }
      pages.introduced[day] = made
    }
    return made
  }

  /// The day that was last planned.
  var latest: Day? { pages.withLock { $0.latest } }
}
