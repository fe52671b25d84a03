import CadenceModel
import CivilTime

/// The days on which the calls and visits of festivals come due, up to the festival itself.
///
/// Those may be made on earlier days, where many come at once. What follows a festival, such as thanks for
/// coming, and what somebody put off keeps its day.
struct FestivalTaskDays {
  private struct Entry: Hashable {
    let cadence: UInt16
    let step: UInt8
    let occurrence: Occurrence
    let day: Day
  }

  private var entries: Set<Entry> = []

  /// Of all reps together, each with their working days.
  init(_ context: PlanningContext) {
    for cadence in context.tables.cadences where !cadence.isPaused {
      guard case .festival = cadence.trigger else { continue }
      for step in cadence.steps where step.hasTasks {
        for festival in context.tables.festivalDays[cadence.index] {
          for rep in context.tables.repDays { add(cadence, step, festival, rep) }
        }
      }
    }
  }

  private mutating func add(
    _ cadence: PreparedCadence, _ step: PreparedStep, _ festival: FestivalDays.Entry, _ rep: RepDays
  ) {
    let day = step.day(festival.day, rep)
    // The call in a message's place is made on the next working day, others on the last before.
    for due in [rep.last(until: day), rep.next(from: day)] where due <= festival.day {
      entries.insert(
        Entry(
          cadence: UInt16(cadence.index), step: step.number,
          occurrence: .festival(festival.festival, year: festival.year), day: due))
    }
  }

  /// Whether a task stands on such a day.
  func contains(_ touch: PlannedTouch) -> Bool {
    entries.contains(
      Entry(
        cadence: touch.cadence, step: touch.step, occurrence: touch.occurrence, day: touch.day))
  }

  /// The cadences (settings indices) with tasks in the days after a day.
  func cadences(after day: Day, within days: Int) -> Set<Int> {
    Set(entries.lazy.filter { $0.day > day && $0.day - day <= days }.map { Int($0.cadence) })
  }
}

extension PreparedStep {
  /// Whether it may be a rep's call or visit.
  fileprivate var hasTasks: Bool {
    elseTask || channels.contains(.call) || channels.contains(.visit)
  }
}
