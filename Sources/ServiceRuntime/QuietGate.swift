/// When edited files have come to rest: many edits are one, and nothing is read half-written.
///
/// Pure: told what happens and at which millisecond of a clock that only runs forward.
package struct QuietGate: Sendable, Equatable {
  /// After the last event it is quiet for so long, in milliseconds.
  package static let quiet: Int64 = 3_000
  /// A file that somebody wrote to and has not closed is waited for so long after its last event: a
  /// copy over a slow line may pause.
  package static let patience: Int64 = 60_000
  /// Edits without end do not put it off longer than this.
  package static let longest: Int64 = 300_000

  private var first: Int64?
  private var last: Int64 = 0
  private var writing: Set<String> = []

  /// A gate before which nothing has happened.
  package init() {}

  /// Takes in what happened to the files.
  package mutating func take(_ event: FolderWatch.Event, at now: Int64) {
    first = first ?? now
    last = now
    switch event {
    case .written(let path): writing.insert(path)
    case .changed(let path): writing.remove(path)
    case .overflowed: writing = []
    }
  }

  /// When to look at the files; nil while nothing happened.
  package var opens: Int64? {
    guard let first else { return nil }
    let rest = last + (writing.isEmpty ? Self.quiet : Self.patience)
    return max(last, min(rest, first + Self.longest))
  }

  /// The files were looked at.
  package mutating func reset() { self = QuietGate() }

  /// The files changed while they were looked at: everything is waited for anew.
  package mutating func again(at now: Int64) {
    first = first ?? now
    last = now
  }
}
