/// Runs an actor's jobs on one thread of its own, so that timers of that thread may enter the actor
/// synchronously. (`DispatchSerialQueue` does not exist on Linux.)
package final class QueueExecutor: SerialExecutor {
  /// Where everything runs, one thing after the other.
  package let queue: SerialThread

  /// Makes an executor with a thread of its own.
  package init(label: String) {
    queue = SerialThread(label: label)
  }

  /// Enqueues one job of the actor.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  /// The reference that an actor returns as its `unownedExecutor`.
  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }

  /// Stops the process when called out of turn; `assumeIsolated` asks this.
  package func checkIsolated() {
    precondition(queue.isCurrent, "not on the thread of the actor")
  }
}
