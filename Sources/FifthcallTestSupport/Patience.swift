/// Waiting for what another process does.
package enum Patience {
  /// Looks again and again until there is something; nil after two minutes, which no machine that
  /// makes progress needs.
  package static func await<Value>(_ look: () throws -> Value?) async throws -> Value? {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(120) {
      if let value = try look() { return value }
      try await Task.sleep(for: .milliseconds(50))
    }
    return nil
  }
}
