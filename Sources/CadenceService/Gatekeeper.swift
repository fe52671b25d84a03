import CadenceModel
import CadencePlanning
import CivilTime

/// Asks the planner's gate, with its tables kept for the day.
struct Gatekeeper {
  private var gate: Gate?
  private var day: Day?

  /// Forgets the tables: settings, customers, or what the household's members said have changed.
  mutating func reset() { gate = nil }

  /// Decides on one touch now; `planner` is asked only when the day's tables must be made.
  mutating func judge(
    _ touch: PlannedTouch, history: CustomerHistory?, at now: Instant, today: Day,
    planner: () -> Planner
  ) -> GateVerdict {
    if gate == nil || day != today {
      gate = planner().gate(on: today, at: now)
      day = today
    }
    return gate?.decide(touch, history: history, at: now) ?? .skip(.guard)
  }
}
