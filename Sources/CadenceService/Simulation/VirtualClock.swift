import CivilTime
import ServiceRuntime
import Synchronization

/// A clock that stands still until it is told to go on.
///
/// Its wall can be set wrong, as a machine's can; its boot-time clock only ever goes on.
final class VirtualClock: Sendable {
  private struct Reading {
    var elapsed: Int64 = 0
    var shift: Int64 = 0
  }

  /// How long the machine had been up when the simulation began, in milliseconds.
  private static let upBefore: Int64 = 60_000

  /// The moment that it showed first.
  let begin: Instant
  private let reading = Mutex(Reading())

  /// A clock that shows this moment.
  init(_ begin: Instant) { self.begin = begin }

  /// The true moment, which no jump of the wall clock changes.
  var moment: Instant { reading.withLock { begin.adding(milliseconds: $0.elapsed) } }

  /// How far the wall clock is wrong, in milliseconds.
  var shift: Int64 { reading.withLock { $0.shift } }

  /// What the service reads.
  var service: ServiceClock {
    ServiceClock(
      wall: { self.moment.milliseconds + self.shift },
      boot: { self.reading.withLock { Self.upBefore + $0.elapsed } })
  }

  /// Goes on to a true moment; never back.
  func advance(to moment: Instant) {
    reading.withLock { $0.elapsed = max($0.elapsed, moment - begin) }
  }

  /// Goes on by so many milliseconds.
  func advance(by milliseconds: Int64) { reading.withLock { $0.elapsed += milliseconds } }

  /// Sets the wall clock wrong by so many milliseconds more.
  func jump(by milliseconds: Int64) { reading.withLock { $0.shift += milliseconds } }
}
