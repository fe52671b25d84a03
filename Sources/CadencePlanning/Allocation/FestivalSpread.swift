import CadenceModel
import CivilTime

/// Spreads the calls before a festival over the working days ahead of it, where they are more than one day
/// holds.
enum FestivalSpread {
  /// So many working days ahead of the planned day a call may be, at most.
  static let mostDays = 10

  /// When each task of a festival comes up: the first of them on the planned day, as many as fit into a day,
  /// the next as many on the working day before, and so on; those that even ten days do not hold come up on
  /// the planned day.
  static func days(
    of tasks: [TaskAllocator.WaitingTask], rep: Int, on day: Day, most: Int, cover: RepCover
  ) -> [Day] {
    var days = [Day](repeating: day, count: tasks.count)
    guard most > 0, tasks.count > most else { return days }
    let order = tasks.indices.sorted { tasks[$0] < tasks[$1] }
    for (rank, index) in order.enumerated() {
      let ahead = rank / most
      if ahead > 0, ahead <= mostDays {
        days[index] = cover.served(rep, ahead, before: day) ?? day
      }
    }
    return days
  }
}
