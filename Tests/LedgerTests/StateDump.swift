import CadenceModel
import Testing

@testable import TouchJournal

/// Everything that a state holds, as sorted lines: two states are equal if these are.
func dump(_ state: JournalState) -> [String] {
  var lines: [String] = []
  for (id, known) in state.history.customers {
    lines.append("\(id) erased \(known.isErased)")
    lines += known.touches.enumerated().map { "\(id) \($0) \($1)" }
    lines += known.facts.enumerated().map { "\(id) \($0) \($1)" }
  }
  lines += state.unsettled.map { "under way \($0) \($1)" }
  lines += state.doubtful.map { "in doubt \($0) \($1)" }
  lines += state.settlements.items.map { "settled \($0) \($1)" }
  lines += state.tries.map { "tries \($0) \($1)" }
  lines += state.illegal.map { "illegal \($0)" } + ["illegal \(state.illegalCount)"]
  for (part, days) in state.digests { lines += days.map { "digest \(part) \($0) \($1)" } }
  for (part, days) in state.digestsRead { lines += days.map { "read \(part) \($0) \($1)" } }
  lines += state.erased.map { "gone \($0)" } + state.erasedMarks.map { "mark \($0)" }
  let standing = state.standing
  lines += ["holds \(standing.holds)", "alive \(String(describing: standing.lastAlive))"]
  lines += ["end \(String(describing: standing.previousEnd))"]
  lines += ["trust \(String(describing: standing.trusted))"]
  lines += ["accepted \(String(describing: standing.accepted))"]
  lines += standing.released.map { "released \($0) \($1)" }
  lines += ["head \(state.head)", "durable \(state.durable)", "run \(state.run)"]
  lines += ["last \(String(describing: state.lastAt)) \(state.isStopped)"]
  lines += ["first \(String(describing: state.history.firstStart))"]
  lines += ["generation \(String(describing: state.generation))"]
  return lines.sorted()
}

/// The state of a journal, entry by entry, without any projection.
func folded(_ entries: some Sequence<JournalEntry>) -> JournalState {
  var state = JournalState()
  for entry in entries { state.apply(entry) }
  return state
}
