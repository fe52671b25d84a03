/// Whether new settings or customers multiply what would go out in the coming days.
package enum LookAheadRule {
  /// How many days are looked ahead.
  package static let days = 30
  /// So many more messages never are an alarm.
  package static let leastMore = 50

  /// More than twice as many, and more than 50 more.
  package static func isBlast(before: Int, after: Int) -> Bool {
    after > 2 * before && after - before > leastMore
  }
}
