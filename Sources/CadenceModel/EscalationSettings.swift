/// When an undone task is more than its rep's own matter (`escalation:` in `fifthcall.yaml`).
///
/// The ladder of 3, 5 and 7 days is the one that users of a Chinese CRM asked for
/// (github.com/1Panel-dev/CordysCRM issue 1932).
package struct EscalationSettings: Hashable, Sendable {
  /// So many working days late, the rep is reminded.
  package var remindAfter = 3
  /// So many working days late, the manager is told.
  package var tellManagerAfter = 5
  /// So many working days late, somebody else should take over.
  package var reassignAfter = 7

  /// The defaults.
  package init() {}

  /// How far a task has come that is so many working days late; nil: it is the rep's own matter.
  ///
  /// One that is past the time that a customer was told is the manager's at once.
  package func stage(daysLate: Int, isPastPromise: Bool) -> EscalationStage? {
    if daysLate >= reassignAfter { return .reassign }
    if daysLate >= tellManagerAfter || isPastPromise { return .manager }
    return daysLate >= remindAfter ? .rep : nil
  }
}

/// Whose attention an undone task needs.
package enum EscalationStage: Int, CaseIterable, Comparable, Sendable {
  /// The rep is reminded.
  case rep
  /// The manager is told.
  case manager
  /// Somebody else should take over.
  case reassign

  /// Less pressing first.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
