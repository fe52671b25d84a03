import TouchDelivery

extension Deliverer {
  /// Delivers and waits for the report.
  func report(
    of message: OutgoingMessage, hooks: DeliveryHooks = .agreeing
  ) async -> DeliveryReport {
    await withCheckedContinuation { continuation in
      deliver(message, hooks: hooks) { continuation.resume(returning: $0) }
    }
  }
}
