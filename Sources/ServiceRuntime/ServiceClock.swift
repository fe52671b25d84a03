import Glibc

/// Where the service reads time; injected, so that tests and `run --now` can set it.
package struct ServiceClock: Sendable {
  /// Wall-clock milliseconds since 1970 UTC.
  package let wall: @Sendable () -> Int64
  /// Milliseconds since boot, suspend included.
  package let boot: @Sendable () -> Int64

  /// A clock of these two readings.
  package init(wall: @escaping @Sendable () -> Int64, boot: @escaping @Sendable () -> Int64) {
    self.wall = wall
    self.boot = boot
  }

  /// The system's clocks.
  package static let system = ServiceClock(
    wall: { read(CLOCK_REALTIME) }, boot: { read(CLOCK_BOOTTIME) })

  /// The system's clocks, shifted so that the wall clock starts at the given milliseconds now.
  package static func starting(at milliseconds: Int64) -> ServiceClock {
    let shift = milliseconds - system.wall()
    return ServiceClock(wall: { system.wall() + shift }, boot: system.boot)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
