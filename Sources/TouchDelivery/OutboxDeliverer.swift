internal import CurlTransport

/// Delivers into an ``OutboxFolder``: the embedded default of every channel.
package final class OutboxDeliverer: Deliverer {
  private struct Job: Sendable {
    var message: OutgoingMessage
    var hooks: DeliveryHooks
    var completion: @Sendable (DeliveryReport) -> Void
  }

  private let queue: WorkQueue<Job>

  /// A deliverer into a folder; `today` gives the office's local day, `YYYY-MM-DD`.
  package init(
    folder: String, isDurable: Bool = true, today: @escaping @Sendable () -> String
  ) {
    queue = WorkQueue(name: "outbox", limit: 1) { queue in
      var outbox = OutboxFolder(folder: folder, isDurable: isDurable)
      while case .job(let job) = queue.next() {
        job.completion(Self.write(job, to: &outbox, day: today()))
      }
    }
  }

  /// Queues a message; they are written one after the other.
  package func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    let job = Job(message: message, hooks: hooks, completion: completion)
    if !queue.submit(job) { completion(.stopped("the service is stopping")) }
  }

  /// Waits for the message being written.
  @discardableResult
  package func close(within seconds: Double) -> Bool {
    for job in queue.close() { job.completion(.stopped("the service is stopping")) }
    return queue.join(within: seconds)
  }

  /// Whether a message lies that the thread does not take, or is not done with.
  package func isStalled(for seconds: Double) -> Bool { queue.isStalled(for: seconds) }

  private static func write(
    _ job: Job, to outbox: inout OutboxFolder, day: String
  ) -> DeliveryReport {
    guard job.hooks.attempt() else { return .stopped("the attempt could not be recorded") }
    guard job.hooks.cross() else { return .stopped("stopped before the point of no return") }
    do {
      return DeliveryReport(.accepted(reference: try outbox.write(job.message, day: day)))
    } catch {
      switch error {
      case .notWritable(let path):
        return DeliveryReport(
          .unsent(reason: "cannot write \(path)", endpointFault: true, openNow: true))
      }
    }
  }
}
