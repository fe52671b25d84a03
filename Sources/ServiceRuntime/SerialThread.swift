import Dispatch
import Foundation
import Glibc

/// A thread that does jobs one after the other, in the order in which they came, and wakes by
/// itself when one of its alarms is due.
///
/// Not a dispatch queue: there each timer wakes the manager's thread, a worker, and the worker again
/// when it gives up waiting for more. An idle service is to sleep.
package final class SerialThread: Sendable {
  let loop: SerialLoop

  /// Starts the thread; it ends with the last reference, after the jobs that it has then.
  package init(label: String) {
    let loop = SerialLoop()
    self.loop = loop
    let thread = Thread { [loop] in
      Thread.current.name = label
      loop.run()
    }
    thread.start()
  }

  deinit { loop.end() }

  /// Queues a job and returns.
  package func async(_ job: @escaping @Sendable () -> Void) { loop.add(job) }

  /// Runs `body` between two jobs, on the calling thread, which waits for its turn.
  package func sync<Result>(_ body: () throws -> Result) rethrows -> Result {
    loop.takeTurn()
    defer { loop.giveTurn() }
    return try body()
  }

  /// Whether the caller has its turn here, by whichever of the two ways.
  package var isCurrent: Bool { loop.isCurrent }
}

/// The turns of a ``SerialThread``: one holder at a time, first come, first served.
///
/// `@unchecked Sendable`: every variable is read and written under `monitor`.
final class SerialLoop: @unchecked Sendable {
  private enum Turn {
    case job(@Sendable () -> Void)
    case caller(DispatchSemaphore)
  }

  private let monitor = MonotonicCondition()
  private var turns: ArraySlice<Turn> = []
  private var isTaken = false
  private var holder: pthread_t?
  private var alarms = AlarmTable()
  private var isOver = false
  /// Until when the thread sleeps; nil while it does not, `.max` without a limit.
  private var sleepsUntil: Int64?

  func add(_ job: @escaping @Sendable () -> Void) {
    monitor.withLock {
      turns.append(.job(job))
      rouse(for: 0)
    }
  }

  func takeTurn() {
    let place: DispatchSemaphore? = monitor.withLock {
      if !isTaken && turns.isEmpty {
        isTaken = true
        return nil
      }
      let place = DispatchSemaphore(value: 0)
      turns.append(.caller(place))
      return place
    }
    place?.wait()
    monitor.withLock { holder = pthread_self() }
  }

  func giveTurn() {
    monitor.withLock {
      holder = nil
      isTaken = false
      passOn()
      rouse(for: turns.isEmpty ? alarms.next ?? .max : 0)
    }
  }

  var isCurrent: Bool {
    monitor.withLock { holder.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func end() {
    monitor.withLock {
      isOver = true
      rouse(for: 0)
    }
  }

  /// Jobs and alarms until the end.
  func run() {
    while let job = next() {
      job()
      giveTurn()
    }
  }

  private func next() -> (@Sendable () -> Void)? {
    monitor.withLock {
      while true {
        if !isTaken, let job = takeJob() {
          isTaken = true
          holder = pthread_self()
          return job
        }
        if isOver && !isTaken && turns.isEmpty { return nil }
        let moment = isTaken ? nil : alarms.next
        sleepsUntil = moment ?? .max
        monitor.wait(until: moment)
        sleepsUntil = nil
      }
    }
  }

  private func takeJob() -> (@Sendable () -> Void)? {
    if case .job(let job)? = turns.first {
      turns.removeFirst()
      return job
    }
    return alarms.takeDue(at: MonotonicCondition.now)
  }

  /// Hands the turn to a caller that waits for it; a job is for the thread to take.
  private func passOn() {
    guard !isTaken, case .caller(let place)? = turns.first else { return }
    turns.removeFirst()
    isTaken = true
    place.signal()
  }

  /// Wakes the thread if it can do something and would otherwise sleep beyond that moment.
  private func rouse(for moment: Int64) {
    if !isTaken, let sleepsUntil, moment < sleepsUntil { monitor.signal() }
  }
}

extension SerialLoop {
  /// A place for an alarm that calls `handler` in a turn of its own.
  func addAlarm(_ handler: @escaping @Sendable () -> Void) -> Int {
    monitor.withLock { alarms.add(handler) }
  }

  /// Sets an alarm off once, no sooner than that and at most `slack` nanoseconds later.
  func setAlarm(_ id: Int, at moment: Int64, slack: Int64) {
    monitor.withLock {
      alarms.set(id, at: moment, slack: slack)
      rouse(for: moment + slack)
    }
  }

  /// The alarm stays silent until it is set again.
  func clearAlarm(_ id: Int) {
    monitor.withLock { alarms.clear(id) }
  }

  func removeAlarm(_ id: Int) {
    monitor.withLock { alarms.remove(id) }
  }
}
