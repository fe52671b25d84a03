/// Part of a day: from `start` up to but without `end`.
package struct TimeWindow: Hashable, Sendable, CustomStringConvertible {
  /// The first minute inside.
  package let start: MinuteOfDay
  /// The first minute no longer inside; `24:00` for the end of the day.
  package let end: MinuteOfDay

  /// A window; nil where it would be empty or turned round.
  package init?(start: MinuteOfDay, end: MinuteOfDay) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// Reads `HH:MM-HH:MM`, also with an en dash; nil for anything else.
  package init?(_ text: Substring) {
    let parts = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "–" })
    guard parts.count == 2, let start = MinuteOfDay(parts[0]), let end = MinuteOfDay(parts[1])
    else { return nil }
    self.init(start: start, end: end)
  }

  /// The same from a whole string.
  package init?(_ text: String) { self.init(text[...]) }

  /// Whether the minute is inside.
  package func contains(_ minute: MinuteOfDay) -> Bool { start <= minute && minute < end }

  /// Length in minutes.
  package var minutes: Int { Int(end.minutes) - Int(start.minutes) }

  /// `HH:MM-HH:MM`.
  package var description: String { "\(start)-\(end)" }
}
