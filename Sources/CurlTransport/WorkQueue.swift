internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Jobs for a bounded number of threads that may block.
///
/// Threads, not tasks: a worker waits for a mail server or for the disk, and must not hold one of
/// the few threads that Swift's executors share. They start when there is work for them and stay.
package final class WorkQueue<Job: Sendable>: Sendable {
  /// What a worker gets when it asks for work.
  package enum Next: Sendable {
    case job(Job)
    /// Nothing came in the time the worker wanted to wait.
    case idle
    /// The queue is closed: the worker's body returns.
    case closed
  }

  private struct State {
    var jobs: ArraySlice<Job> = []
    var threads = 0
    var waiting = 0
    var isClosed = false
    /// When each thread with a job last showed that it is not stuck in it.
    var beats: [pthread_t: SuspendingClock.Instant] = [:]
    /// When jobs were first seen lying although a thread waits for one.
    var lyingSince: SuspendingClock.Instant?

    mutating func startWaiting() -> Bool {
      if !isClosed { waiting += 1 }
      return !isClosed
    }
  }

  private let name: String
  private let limit: Int
  private let body: @Sendable (WorkQueue<Job>) -> Void
  private let state = Mutex(State())
  /// The same as in `state`, for workers that ask many times during a transfer.
  private let isClosing = Atomic(false)
  private let arrivals = DispatchSemaphore(value: 0)
  private let running = DispatchGroup()

  /// A queue whose `body` runs on up to `limit` threads, each calling ``next(idleAfter:)`` until it
  /// answers `closed`; what a body keeps in local variables belongs to its thread alone.
  package init(
    name: String, limit: Int, body: @escaping @Sendable (WorkQueue<Job>) -> Void
  ) {
    self.name = name
    self.limit = max(1, limit)
    self.body = body
  }

  /// Adds a job; false once the queue is closed, and then the job is the caller's again.
  package func submit(_ job: Job) -> Bool {
    let (isTaken, isStarting) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.jobs.append(job)
      let isStarting = state.waiting < state.jobs.count && state.threads < limit
      if isStarting { state.threads += 1 }
      return (true, isStarting)
    }
    if isStarting { start() }
    if isTaken { arrivals.signal() }
    return isTaken
  }

  /// Waits for the next job; with `idleAfter` seconds at most so long.
  package func next(idleAfter: Int? = nil) -> Next {
    let deadline = idleAfter.map { DispatchTime.now() + .seconds($0) } ?? .distantFuture
    let isWaiting = state.withLock { state in
      state.beats[pthread_self()] = nil
      return state.startWaiting()
    }
    guard isWaiting else { return .closed }
    while true {
      let arrival = arrivals.wait(timeout: deadline)
      let next: Next? = state.withLock { state in
        if let job = state.jobs.popFirst() {
          state.waiting -= 1
          state.lyingSince = nil
          state.beats[pthread_self()] = .now
          return .job(job)
        }
        // A signal without a job: another worker was quicker after its own time ran out.
        guard state.isClosed || arrival == .timedOut else { return nil }
        state.waiting -= 1
        return state.isClosed ? .closed : .idle
      }
      if let next { return next }
    }
  }

  /// Takes no more jobs, lets every worker end after its present one, and gives back the jobs that
  /// nobody had begun.
  package func close() -> [Job] {
    let (left, threads) = state.withLock { state in
      let left = Array(state.jobs)
      state.jobs = []
      state.isClosed = true
      isClosing.store(true, ordering: .releasing)
      return (left, state.threads)
    }
    for _ in 0..<threads { arrivals.signal() }
    return left
  }

  /// Whether ``close()`` was called.
  package var isClosed: Bool { isClosing.load(ordering: .acquiring) }

  /// Says that the calling worker is at its job: waiting for a peer, but awake.
  package func beat() {
    state.withLock { $0.beats[pthread_self()] = .now }
  }

  /// Says that the calling worker waits for something that is watched by other means.
  package func rest() {
    state.withLock { $0.beats[pthread_self()] = nil }
  }

  /// Whether a worker has been stuck in its job, or jobs have been left lying although a worker
  /// waits for one, for so many seconds; asked again and again by a watchdog.
  package func isStalled(for seconds: Double) -> Bool {
    state.withLock { state in
      let now = SuspendingClock.now
      let isLying = !state.jobs.isEmpty && state.waiting > 0
      state.lyingSince = isLying ? state.lyingSince ?? now : nil
      // A little less: the asker comes at about that interval.
      let limit = Duration.seconds(seconds * 0.9)
      let moments = state.beats.values + [state.lyingSince].compactMap(\.self)
      return moments.contains { $0.duration(to: now) >= limit }
    }
  }

  /// Waits for all workers to end; false when some still run after `seconds`.
  package func join(within seconds: Double) -> Bool {
    running.wait(timeout: .now() + seconds) == .success
  }

  private func start() {
    running.enter()
    let thread = Thread { [self] in
      Thread.current.name = name
      body(self)
      rest()
      running.leave()
    }
    thread.start()
  }
}
