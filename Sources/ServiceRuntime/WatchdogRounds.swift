import Logging
import Synchronization

/// The rounds of questions and answers of a ``Watchdog``.
final class WatchdogRounds: Sendable {
  private struct Round {
    var number = 0
    var waiting: Set<String> = []
    var timer: WakeTimer?
  }

  private let manager: ServiceManager
  /// Microseconds from one round to the next.
  private let period: Int64
  private let loops: [(name: String, challenge: Watchdog.Challenge)]
  private let stalls: [(name: String, check: Watchdog.StallCheck)]
  private let log: Logger
  private let round = Mutex(Round())

  init(
    manager: ServiceManager, period: Int64, loops: [(name: String, challenge: Watchdog.Challenge)],
    stalls: [(name: String, check: Watchdog.StallCheck)], log: Logger
  ) {
    self.manager = manager
    self.period = period
    self.loops = loops
    self.stalls = stalls
    self.log = log
  }

  func begin(on thread: SerialThread) {
    let timer = WakeTimer(thread: thread, tick: period / 1000) { [weak self] in self?.look() }
    round.withLock { $0.timer = timer }
    thread.async { [weak self] in self?.look() }
  }

  func stop() {
    // Given up outside the lock: the timer's end takes the thread's own.
    let timer = round.withLock { $0.timer.take() }
    timer?.cancel()
  }

  /// Feeds if the last round is complete and nothing lies, and begins the next; else names who is
  /// silent and asks for the end.
  private func look() {
    var silent = round.withLock { $0.waiting }
    let seconds = max(5, Double(period) / 1_000_000)
    for stall in stalls where stall.check(seconds) { silent.insert(stall.name) }
    if silent.isEmpty {
      manager.alive()
      ask()
    } else {
      log.critical("no progress", metadata: ["loops": "\(silent.sorted().joined(separator: " "))"])
      manager.hangs()
    }
    round.withLock { $0.timer }?.arm(after: period / 1000)
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
