package import Dispatch

/// Runs an actor's jobs on one serial dispatch queue, so that timers and signals of that queue may
/// enter the actor synchronously. (`DispatchSerialQueue` does not exist on Linux.)
package final class QueueExecutor: SerialExecutor {
  /// The serial queue on which everything runs.
  package let queue: DispatchQueue

  /// Makes an executor with a queue of its own.
  package init(label: String) {
    queue = DispatchQueue(label: label)
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

  /// Stops the process when called off the queue; `assumeIsolated` asks this.
  package func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
