package import CivilTime

/// Stops hammering an endpoint that is down: open after five failures in a row, or at once when the
/// endpoint refuses us; then one probe at a time, after 60 s doubling to 30 min.
package struct Breaker: Sendable, Equatable {
  /// Failures in a row that open it.
  package static let threshold = 5
  /// The first pause in seconds.
  package static let firstPause = 60
  /// The longest pause in seconds.
  package static let longestPause = 1800

  private var failures = 0
  private var pause = Breaker.firstPause
  /// Closed when nil; else no try before this moment.
  package private(set) var openUntil: Instant?
  private var isProbing = false

  /// A closed breaker.
  package init() {}

  /// Whether a try may start now; while half open only one may, and this call takes that place.
  package mutating func admits(at now: Instant) -> Bool {
    guard let openUntil else { return true }
    guard now >= openUntil, !isProbing else { return false }
    isProbing = true
    return true
  }

  /// The endpoint answered, whatever it said of the message.
  package mutating func succeeded() { self = Breaker() }

  /// The admitted try never reached the endpoint, for a reason of ours: the place is free again.
  package mutating func released() { isProbing = false }

  /// The endpoint could not be reached or refused us; `atOnce` opens without waiting for more.
  ///
  /// Returns whether it has just opened, so that somebody can be told once.
  package mutating func failed(at now: Instant, atOnce: Bool) -> Bool {
    failures += 1
    let wasOpen = openUntil != nil
    guard wasOpen || atOnce || failures >= Self.threshold else { return false }
    if wasOpen { pause = min(pause * 2, Self.longestPause) }
    if atOnce { pause = Self.longestPause }
    openUntil = now.adding(seconds: pause)
    isProbing = false
    return !wasOpen
  }
}
