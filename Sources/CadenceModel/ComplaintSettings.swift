package import CivilTime

/// By when a complaint is answered and solved, where nobody promised a moment.
package struct ComplaintSettings: Hashable, Sendable {
  /// From the complaint to the first call back; hours and minutes count within the call windows of
  /// the rep's working days.
  package var answerWithin = CalendarPeriod(seconds: 2 * 3600)
  /// From the complaint to the day on which it is put right.
  package var solveWithin = CalendarPeriod.workdays(3)

  /// The defaults.
  package init() {}
}
