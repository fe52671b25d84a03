import CadenceModel
import CivilTime

extension Planner {
  /// Which of a customer's calls and visits are handed out on another day, since the rep's is full.
  func capacityVerdicts(of customer: Int, from: Day, to: Day, now: Instant?) -> [Verdict] {
    guard to >= from else { return [] }
    let filter = PlanFilter(customer: customer)
    let allocation = allocated(from: from, days: to - from + 1, filter: filter, now: now)
    return allocation.moves.filter { Int($0.touch.customer) == customer }.flatMap { move in
      let left = verdict(on: move.touch.day, .move, move, words(of: move))
      guard let day = move.day else { return [left] }
      return [left, verdict(on: day, .allow, move, "handed out, planned for \(move.touch.day)")]
    }
  }

  private func verdict(
    on day: Day, _ kind: Verdict.Kind, _ move: TaskMove, _ words: String
  ) -> Verdict {
    let what = move.touch.occurrence.text(festivals: settings.festivals)
    return Verdict(
      day: day, cadence: settings.cadences[Int(move.touch.cadence)].name, rule: "capacity",
      kind: kind, text: "\(what), step \(move.touch.step): \(words)")
  }

  private func words(of move: TaskMove) -> String {
    let rep = settings.reps[move.rep]
    let kind = move.touch.channel == .visit ? "visits" : "calls"
    let full = "\(rep.displayName) has at most \(move.most) \(kind) a day"
    guard let day = move.day else {
      return "\(full) and others go first: it waits until there is room"
    }
    guard day > move.touch.day else {
      return "\(full) and more than that before the festival: moved ahead to \(day)"
    }
    return "\(full) and others go first on \(move.touch.day): moved to \(day)"
  }
}
