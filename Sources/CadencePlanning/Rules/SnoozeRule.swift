import CadenceModel
import CivilTime

/// Rule of tact: what was put off waits until its day.
enum SnoozeRule {
  /// The day until which a touch is put off, when that is after `day`.
  ///
  /// A snooze without a touch holds for everything that the customer would get.
  static func delay(
    _ day: Day, _ standing: borrowing CustomerStanding, touch: () -> TouchID
  ) -> Day? {
    if standing.snoozes.isEmpty { return nil }
    var latest: Day?
    for snooze in standing.snoozes where day < snooze.until {
      guard snooze.touch == nil || snooze.touch == touch() else { continue }
      latest = max(latest ?? snooze.until, snooze.until)
    }
    return latest
  }
}
