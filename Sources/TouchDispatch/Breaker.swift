package import CivilTime

/// Stops hammering an endpoint that is down: open after five failures in a row or more than ten of
/// the last twenty, or at once when the endpoint refuses us; then one probe at a time, after 60 s
/// doubling to 30 min, until three have succeeded (the study of reliable services, section 2.6).
package struct Breaker: Sendable, Equatable {
  /// Failures in a row that open it.
  package static let threshold = 5
  /// Of so many last results more than half open it.
  package static let window = 20
  /// Probes in a row that close it.
  package static let proof = 3
  /// The first pause in seconds.
  package static let firstPause = 60
  /// The longest pause in seconds.
  package static let longestPause = 1800

  private var failures = 0
  /// The last results, a bit each, 1 for a failure, and how many there are.
  private var recent: (bits: UInt32, count: Int) = (0, 0)
  private var pause = Breaker.firstPause
  private var successes = 0
  /// Closed when nil; else no try before this moment.
  package private(set) var openUntil: Instant?
  private var isProbing = false

  /// A closed breaker.
  package init() {}

  /// Whether a try may start now; ``start()`` takes the place.
  package func admits(at now: Instant) -> Bool {
    guard let openUntil else { return true }
    return now >= openUntil && !isProbing
  }

  /// Whether it is open and the one try that is allowed is under way.
  package var awaitsProbe: Bool { openUntil != nil && isProbing }

  /// A try starts; while open only one may be under way.
  package mutating func start() { isProbing = openUntil != nil }

  /// The endpoint answered, whatever it said of the message; answers whether that closed it.
  package mutating func succeeded() -> Bool {
    isProbing = false
    failures = 0
    note(failure: false)
    guard openUntil != nil else { return false }
    successes += 1
    guard successes >= Self.proof else { return false }
    self = Breaker()
    return true
  }

  /// The admitted try never reached the endpoint, for a reason of ours: the place is free again.
  package mutating func released() { isProbing = false }

  /// The endpoint could not be reached or refused us; `atOnce` opens without waiting for more.
  ///
  /// Returns whether it has just opened, so that somebody can be told once.
  package mutating func failed(at now: Instant, atOnce: Bool) -> Bool {
    failures += 1
    successes = 0
    note(failure: true)
    let wasOpen = openUntil != nil
    let isSick = recent.count == Self.window && recent.bits.nonzeroBitCount > Self.window / 2
    guard wasOpen || atOnce || failures >= Self.threshold || isSick else { return false }
    // Tries that were under way when it opened say nothing new.
    let isLate = wasOpen && !isProbing
    if wasOpen, !isLate { pause = min(pause * 2, Self.longestPause) }
    if atOnce { pause = Self.longestPause }
    isProbing = false
    openUntil = max(openUntil ?? now, now.adding(seconds: pause))
    return !wasOpen
  }

  private mutating func note(failure: Bool) {
    let mask: UInt32 = (1 << UInt32(Self.window)) - 1
    recent.bits = ((recent.bits << 1) | (failure ? 1 : 0)) & mask
    recent.count = min(recent.count + 1, Self.window)
  }

  /// By all its parts.
  package static func == (left: Self, right: Self) -> Bool {
    left.failures == right.failures && left.recent == right.recent && left.pause == right.pause
      && left.successes == right.successes && left.openUntil == right.openUntil
      && left.isProbing == right.isProbing
  }
}
