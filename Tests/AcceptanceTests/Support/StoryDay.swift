import CivilTime

/// A day of a story, as text.
struct StoryDay {
  private let day: Day

  /// Reads `YYYY-MM-DD`.
  init?(_ text: String) {
    guard let day = Day(iso: text) else { return nil }
    self.day = day
  }

  /// So many days later, as text.
  func shifted(by days: Int) -> String { "\(day + days)" }
}
