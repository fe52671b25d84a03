import Glibc
package import Logging

/// Feeds systemd's watchdog, but only while every loop of the service makes progress.
///
/// Each round asks loops something that only their own threads can answer, and looks whether those
/// that sleep without work have left any lying. It runs on the core's own thread: while the core
/// hangs nothing is fed, and an idle service wakes for both at once. When a loop is silent systemd
/// is asked to start the service anew; when the core is, systemd finds out by itself.
package final class Watchdog: Sendable {
  /// Asks a loop; the loop calls the answer from its own thread, in its own time.
  package typealias Challenge = @Sendable (_ answer: @escaping @Sendable () -> Void) -> Void
  /// Whether a loop has left work lying for as many seconds; asked each round, must not wait.
  package typealias StallCheck = @Sendable (_ seconds: Double) -> Bool

  private let rounds: WatchdogRounds

  /// Begins to watch these loops; nil unless the environment asks this process for it
  /// (`WATCHDOG_USEC` in microseconds, `WATCHDOG_PID`; sd_watchdog_enabled(3)).
  package init?(
    environment: [String: String], manager: ServiceManager, log: Logger, thread: SerialThread,
    loops: [(name: String, challenge: Challenge)], stalls: [(name: String, check: StallCheck)] = []
  ) {
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0
    else { return nil }
    if let owner = environment["WATCHDOG_PID"], owner != String(getpid()) { return nil }
    // At half of systemd's limit, as sd_watchdog_enabled(3) advises; more often would only wake an
    // idle machine.
    rounds = WatchdogRounds(
      manager: manager, period: max(1000, microseconds / 2), loops: loops, stalls: stalls, log: log)
    rounds.begin(on: thread)
  }

  /// Ends it; systemd is told of the service's end by other means.
  package func stop() { rounds.stop() }
}
