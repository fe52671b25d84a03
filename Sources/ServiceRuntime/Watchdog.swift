import Dispatch
import Glibc
package import Logging
import Synchronization

/// Feeds systemd's watchdog, but only while every loop of the service makes progress.
///
/// Each round asks every loop something that only its own thread can answer. The watchdog is fed
/// when all have answered; a loop that hangs lets it starve, and systemd starts the service anew.
/// It never feeds from a timer of its own alone.
package final class Watchdog {
  /// Asks a loop; the loop calls the answer from its own thread, in its own time.
  package typealias Challenge = @Sendable (_ answer: @escaping @Sendable () -> Void) -> Void

  private let timer: any DispatchSourceTimer

  /// Begins to watch these loops; nil unless the environment asks this process for it
  /// (`WATCHDOG_USEC` in microseconds, `WATCHDOG_PID`; sd_watchdog_enabled(3)).
  package init?(
    environment: [String: String], manager: ServiceManager, log: Logger,
    loops: [(name: String, challenge: Challenge)]
  ) {
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int($0) }), microseconds > 0
    else { return nil }
    if let owner = environment["WATCHDOG_PID"], owner != String(getpid()) { return nil }
    let rounds = WatchdogRounds(manager: manager, loops: loops, log: log)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "fifthcall.watchdog"))
    timer.setEventHandler(handler: { @Sendable in rounds.look() })
    // At half of systemd's limit, as sd_watchdog_enabled(3) advises; more often would only wake an
    // idle machine.
    let period = max(1000, microseconds / 2)
    timer.schedule(
      deadline: .now(), repeating: .microseconds(period), leeway: .microseconds(period / 20))
    timer.resume()
  }

  /// Ends it; systemd is told of the service's end by other means.
  package func stop() { timer.cancel() }
}

/// The rounds of questions and answers of a watchdog.
private final class WatchdogRounds: Sendable {
  private struct Round {
    var number = 0
    var waiting: Set<String> = []
    var hasComplained = false
  }

  private let manager: ServiceManager
  private let loops: [(name: String, challenge: Watchdog.Challenge)]
  private let log: Logger
  private let round = Mutex(Round())

  init(
    manager: ServiceManager, loops: [(name: String, challenge: Watchdog.Challenge)], log: Logger
  ) {
    self.manager = manager
    self.loops = loops
    self.log = log
  }

  /// Feeds if the last round is complete, and begins the next; else says once who is silent.
  func look() {
    let (silent, isNews) = round.withLock { round in
      let isNews = !round.waiting.isEmpty && !round.hasComplained
      round.hasComplained = !round.waiting.isEmpty
      return (round.waiting, isNews)
    }
    if silent.isEmpty {
      manager.alive()
      ask()
    } else if isNews {
      log.critical("no progress", metadata: ["loops": "\(silent.sorted().joined(separator: " "))"])
    }
  }

  private func ask() {
    let number = round.withLock { round in
      round.number += 1
      round.waiting = Set(loops.map(\.name))
      return round.number
    }
    for loop in loops {
      loop.challenge { [weak self] in
        self?.round.withLock { round in
          if round.number == number { round.waiting.remove(loop.name) }
        }
      }
    }
  }
}
