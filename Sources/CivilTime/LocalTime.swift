/// What a wall clock shows: a day and a minute, in a zone that is known from elsewhere.
package struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day on the wall.
  package var day: Day
  /// The minute of that day.
  package var minute: MinuteOfDay

  /// A wall-clock reading.
  package init(day: Day, minute: MinuteOfDay) {
    self.day = day
    self.minute = minute
  }

  /// Reads `YYYY-MM-DDTHH:MM`; nil for anything else, `24:00` included.
  package init?(_ text: Substring) {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(iso: parts[0]), let minute = MinuteOfDay(parts[1]),
      minute < .endOfDay
    else { return nil }
    self.init(day: day, minute: minute)
  }

  /// The same from a whole string.
  package init?(_ text: String) { self.init(text[...]) }

  /// Seconds since 1970-01-01T00:00 on the same wall clock.
  var seconds: Int64 { Int64(day.number) * 86_400 + Int64(minute.minutes) * 60 }

  /// `YYYY-MM-DDTHH:MM`.
  package var description: String { "\(day)T\(minute)" }

  /// The earlier reading is the smaller.
  package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}
