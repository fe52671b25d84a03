/// The two places at which a delivery asks whether it may go on; both may block until the journal
/// is durable.
package struct DeliveryHooks: Sendable {
  /// Asked before the first network byte: true once `attempt` is durable.
  package var attempt: @Sendable () -> Bool
  /// Asked before the point of no return: true once `cross` is durable.
  package var cross: @Sendable () -> Bool

  /// Hooks of these closures.
  package init(attempt: @escaping @Sendable () -> Bool, cross: @escaping @Sendable () -> Bool) {
    self.attempt = attempt
    self.cross = cross
  }

  /// Hooks that always agree, for tests and for messages without a journal.
  package static let agreeing = DeliveryHooks(attempt: { true }, cross: { true })
}

/// Hands finished messages over to the next system.
package protocol Deliverer: Sendable {
  /// Queues a message and returns at once; `completion` is called exactly once, on a thread of the
  /// deliverer.
  func deliver(
    _ message: OutgoingMessage, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void)

  /// Takes no more messages, answers those not begun as unsent, and waits up to `seconds` for those
  /// past the point of no return; false when some still wait then.
  @discardableResult
  func close(within seconds: Double) -> Bool

  /// Whether it has work that none of its threads has moved for so many seconds: waiting for a slow
  /// peer is no stall, a thread that does not come back from its wait is one.
  func isStalled(for seconds: Double) -> Bool
}

extension Deliverer {
  /// For deliverers without threads of their own.
  package func isStalled(for seconds: Double) -> Bool { false }

  /// Closes with ten seconds' grace.
  package func close() { close(within: 10) }
}
