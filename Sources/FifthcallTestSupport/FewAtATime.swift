package import Testing

/// Runs a suite's tests few at a time and on threads of their own.
///
/// For tests that start programs or servers, or whose limits are in seconds. Swift Testing begins
/// all tests at once and runs them on as many threads as the machine has cores: a test that waits
/// for a program there keeps the others' answers waiting, and what waits for a server has to share
/// the machine with every other server.
package struct FewAtATime: TestTrait, SuiteTrait, TestScoping {
  /// Each test of a suite passes the gate, not the suite as a whole.
  package var isRecursive: Bool { true }

  private static let gate = Gate(places: 3)
  private static let threads = BlockingThreads(count: 3)

  /// Waits for a place, then runs the test where it may block.
  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    await Self.gate.enter()
    do {
      try await withTaskExecutorPreference(Self.threads) { try await function() }
    } catch {
      await Self.gate.leave()
      throw error
    }
    await Self.gate.leave()
  }
}

extension Trait where Self == FewAtATime {
  /// The suite starts programs or servers, or looks at the clock.
  package static var fewAtATime: Self { Self() }
}

/// Lets so many in and the others wait, first come first served.
private actor Gate {
  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty {
      places += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
