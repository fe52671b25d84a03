internal import Dispatch
internal import Foundation
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
    guard state.withLock({ $0.startWaiting() }) else { return .closed }
    while true {
      let arrival = arrivals.wait(timeout: deadline)
      let next: Next? = state.withLock { state in
        if let job = state.jobs.popFirst() {
          state.waiting -= 1
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

  /// Waits for all workers to end; false when some still run after `seconds`.
  package func join(within seconds: Double) -> Bool {
    running.wait(timeout: .now() + seconds) == .success
  }

  private func start() {
    running.enter()
    let thread = Thread { [self] in
      body(self)
      running.leave()
    }
    thread.name = name
    thread.start()
  }
}
