import Dispatch
import TouchJournal

/// Lines that go to the disk together, and who waits for them.
///
/// `@unchecked Sendable`: until the batch is taken from the queue it is changed under the
/// journal's monitor; then only whoever writes it touches it, and `problem` is set before the
/// group is left.
final class CommitBatch: @unchecked Sendable {
  /// The file that begins with this batch; nil: go on in the present one.
  let newSegment: SegmentFile?
  /// The lines.
  var bytes: [UInt8] = []
  /// Their entries.
  var entries: [JournalEntry] = []
  /// Where writing stands behind them; set once nothing more is added.
  var position: JournalPosition
  /// Called with the result, in order.
  var completions: [@Sendable (JournalProblem?) -> Void] = []

  /// Not a condition: all who wait would have to take its lock one after the other.
  private let done = DispatchGroup()
  private var problem: JournalProblem?

  init(newSegment: SegmentFile?, position: JournalPosition) {
    self.newSegment = newSegment
    self.position = position
    done.enter()
  }

  /// Waits until the lines are durable, or failed.
  func wait() throws(JournalProblem) {
    done.wait()
    if let problem { throw problem }
  }

  /// Tells everybody who waits.
  func complete(_ problem: JournalProblem?) {
    self.problem = problem
    done.leave()
    for completion in completions { completion(problem) }
    completions = []
  }
}
