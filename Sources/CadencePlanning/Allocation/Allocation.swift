package import CadenceModel
package import CivilTime

/// A plan in which every rep's day holds what the rep can do.
package struct Allocation: Sendable {
  /// Messages as they were planned; tasks on the day on which they are handed out.
  ///
  /// What is handed out after the last day asked for is left out.
  package var plan: Plan
  /// Tasks that are handed out on another day than they were planned for.
  package var moves: [TaskMove]
  /// The segments of customers with tasks, by index into the roster.
  package var segments: [Int32: Segment]

  /// Who lives with whom.
  package var households: Households

  /// Tasks that came up by a day and are handed out later, as they were planned.
  package func waiting(on day: Day) -> [PlannedTouch] {
    moves.filter { $0.touch.day <= day && $0.day.map { $0 > day } ?? true }.map(\.touch)
  }

  /// How many calls and visits that a rep had on a day were handed on to later ones.
  package func handedOn(by rep: Int, on day: Day) -> Int {
    moves.count { $0.rep == rep && $0.touch.day <= day && $0.day.map { $0 > day } ?? true }
  }
}

/// One task that is not handed out on the day for which it was planned.
package struct TaskMove: Sendable {
  /// As it was planned.
  package var touch: PlannedTouch
  /// When it is handed out; nil: after the last day asked for.
  package var day: Day?
  /// Index of the rep who had the task on the planned day: the one in charge, or who stands in.
  package var rep: Int
  /// How many tasks of the kind that rep has a day at most.
  package var most: Int
}
