package import CivilTime

/// How fast a channel may go: a token bucket, kept as the moment at which it will be full again
/// (generic cell rate algorithm, ITU-T I.371).
///
/// It is a fold over the moments of the tries, so the journal's tries make the same bucket after a
/// restart: nobody gets a full one by starting anew.
package struct Pace: Sendable, Equatable {
  /// So many seconds' worth may go at once.
  package static let burstSeconds = 5

  /// Tries a minute at full speed; nil: no limit.
  package let perMinute: Int?
  /// When all that was spent will have been earned, in microseconds.
  private var owed: Int64 = .min

  /// A full bucket of a channel that allows so many tries a minute; nil: any number.
  package init(perMinute: Int?) { self.perMinute = perMinute.map { max(1, $0) } }

  /// The bucket after these tries, oldest first.
  package init(perMinute: Int?, tries: [Instant]) {
    self.init(perMinute: perMinute)
    for moment in tries { spend(at: moment, share: 100) }
  }

  /// The first moment at which a try may start; nil: at once.
  ///
  /// `share` is the part of the full speed
  /// in percent.
  package func opens(after now: Instant, share: Int) -> Instant? {
    guard let step = step(share), owed != .min else { return nil }
    let tolerance = step * (burst(share) - 1)
    let moment = owed - tolerance
    guard moment > now.milliseconds * 1000, owed <= mostOwed(at: now) else { return nil }
    return Instant(milliseconds: (moment + 999) / 1000)
  }

  /// A try starts.
  package mutating func spend(at now: Instant, share: Int) {
    guard let step = step(share) else { return }
    let present = now.milliseconds * 1000
    owed = (owed > mostOwed(at: now) ? present : max(owed, present)) + step
  }

  /// A try that was counted did not happen after all.
  package mutating func refund(share: Int) {
    guard let step = step(share), owed != .min else { return }
    owed -= step
  }

  /// No rate kept ever owes more: what does was spent by a clock that has been set back since.
  private func mostOwed(at now: Instant) -> Int64 {
    let longest = (step(RampUp.slowest) ?? 0) + (step(100) ?? 0) * (burst(100) + 1)
    return now.milliseconds * 1000 + longest
  }

  /// Microseconds between two tries.
  private func step(_ share: Int) -> Int64? {
    perMinute.map { 60_000_000 * 100 / (Int64($0) * Int64(max(1, share))) }
  }

  private func burst(_ share: Int) -> Int64 {
    guard share >= 100, let perMinute else { return 1 }
    return max(1, Int64(perMinute * Self.burstSeconds / 60))
  }
}

/// How a channel comes back to full speed with a backlog, after a start or when an endpoint is well
/// again: a fifth of it for two minutes, then a fifth more every two minutes.
package struct RampUp: Sendable, Equatable {
  /// A backlog up to this many messages goes out at full speed at once.
  package static let backlog = 200
  /// The part of the full speed that it begins with, in percent.
  package static let slowest = 20
  /// Seconds of each stage.
  package static let stage: Int64 = 120

  /// When it began.
  package let since: Instant

  /// A ramp that begins now.
  package init(since: Instant) { self.since = since }

  /// The part of the full speed in percent.
  package func share(at now: Instant) -> Int {
    let stages = max(0, now - since) / (Self.stage * 1000)
    return Int(min(5, stages + 1)) * 20
  }
}
