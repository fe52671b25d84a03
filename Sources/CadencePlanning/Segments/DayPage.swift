import CadenceModel
import CivilTime

/// What depends on all customers together, worked out once for a day.
///
/// Cut-offs are those of the day's beginning: a sale at noon lets the buyer rise at once, and moves
/// nobody else before the next morning.
final class DayPage: Sendable {
  /// The day at the site.
  let day: Day
  let cuts: TierCuts
  /// Who was introduced by somebody before the day, by index; empty for nobody.
  let introduced: [Bool]

  init(day: Day, cuts: TierCuts, introduced: [Bool]) {
    self.day = day
    self.cuts = cuts
    self.introduced = introduced
  }
}
