/// What a time without the service asks for before customers hear from it again.
package enum DowntimeRule: Sendable, Equatable {
  /// Nothing: it was short.
  case goOn
  /// Customer channels wait so many seconds, so that somebody can look.
  case wait(seconds: Int)
  /// Customer channels wait until somebody releases them.
  case untilReleased

  /// Longer than this, in seconds, waits.
  package static let long: Int64 = 86_400
  /// Longer than this, in seconds, waits for a release.
  package static let veryLong: Int64 = 14 * 86_400

  /// The rule for a gap of so many seconds (the study of reliable services, section 2.8).
  package init(gap seconds: Int64) {
    switch seconds {
    case ...Self.long: self = .goOn
    case ...Self.veryLong: self = .wait(seconds: 900)
    default: self = .untilReleased
    }
  }
}
