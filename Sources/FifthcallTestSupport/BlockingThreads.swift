import Dispatch
import Foundation
import Synchronization

/// Threads that tests may block: as many as tests run on them at once.
final class BlockingThreads: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let filled = DispatchSemaphore(value: 0)

  /// Starts so many threads; they stay to the end of the program.
  init(count: Int) {
    for _ in 0..<count { Thread.detachNewThread { self.work() } }
  }

  /// Takes a job for the next free thread.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    filled.signal()
  }

  private func work() {
    while true {
      filled.wait()
      let job = jobs.withLock { $0.removeFirst() }
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
