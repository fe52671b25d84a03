import JournalFile
import Synchronization

/// The failure after which nobody knows what is on the disk: the service leaves and starts anew.
final class JournalRuin: Sendable {
  private struct State {
    var problem: JournalProblem?
    var leave: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// What happened; nil as long as nothing did.
  var problem: JournalProblem? { state.withLock { $0.problem } }

  /// Takes the journal's word; a full disk is no ruin, since nothing was lost with it.
  func note(_ problem: JournalProblem) {
    switch problem {
    case .syncFailed, .folderReplaced, .fileReplaced: break
    default: return
    }
    let leave = state.withLock { state in
      state.problem = state.problem ?? problem
      return state.leave
    }
    leave?()
  }

  /// What to do then, and now if it has happened already.
  func onceNoted(_ leave: @escaping @Sendable () -> Void) {
    let isNoted = state.withLock { state in
      state.leave = leave
      return state.problem != nil
    }
    if isNoted { leave() }
  }
}
