import Synchronization
import TouchDelivery

/// Stands in for every channel: keeps what it is handed until the simulation takes it.
///
/// Nothing runs on a thread of its own, so that a year is the same year each time.
final class SimulatedChannels: Deliverer {
  /// A message on its way, with the places at which it asks and answers.
  struct Job: Sendable {
    /// The message.
    var message: OutgoingMessage
    /// Where it asks whether it may go on.
    var hooks: DeliveryHooks
    /// Where it says how it ended.
    var completion: @Sendable (DeliveryReport) -> Void
  }

  private let jobs = Mutex<[Job]>([])

  /// Keeps a message until ``take()``.
  func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    jobs.withLock { $0.append(Job(message: message, hooks: hooks, completion: completion)) }
  }

  /// The message handed over first of those not taken; nil when there is none.
  func take() -> Job? { jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

  /// Forgets what was not taken, as a killed process does.
  func forget() { jobs.withLock { $0 = [] } }

  /// Answers what was not taken as unsent.
  @discardableResult
  func close(within seconds: Double) -> Bool {
    while let job = take() { job.completion(Self.stopped) }
    return true
  }

  /// A try that was given up before the point of no return.
  static let stopped = DeliveryReport(
    .unsent(reason: "stopped before the point of no return", endpointFault: false, openNow: false))
}
