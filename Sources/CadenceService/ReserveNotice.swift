import Synchronization

/// Brings the journal's word that it lives on its reserve to a core that is made after the journal.
final class ReserveNotice: Sendable {
  private struct State {
    var isGiven = false
    var listener: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The reserve was given up.
  func give() {
    let listener = state.withLock { state in
      state.isGiven = true
      return state.listener
    }
    listener?()
  }

  /// Who is told, also of what was given before.
  func tell(_ listener: @escaping @Sendable () -> Void) {
    let isGiven = state.withLock { state in
      state.listener = listener
      return state.isGiven
    }
    if isGiven { listener() }
  }
}
