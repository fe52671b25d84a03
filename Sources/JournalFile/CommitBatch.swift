import Foundation
import TouchJournal

/// Lines that go to the disk together, and who waits for them.
///
/// `@unchecked Sendable`: until the batch is taken from the queue it is changed under the
/// journal's monitor; then only whoever writes it touches it; its end has its own condition.
final class CommitBatch: @unchecked Sendable {
  /// The file that begins with this batch; nil: go on in the present one.
  let newSegment: SegmentFile?
  /// The lines.
  var bytes: [UInt8] = []
  /// Their entries.
  var entries: [JournalEntry] = []
  /// Where writing stands behind them.
  var position: JournalPosition
  /// Called with the result, in order.
  var completions: [@Sendable (JournalProblem?) -> Void] = []

  private let condition = NSCondition()
  private var isDone = false
  private var problem: JournalProblem?

  init(newSegment: SegmentFile?, position: JournalPosition) {
    self.newSegment = newSegment
    self.position = position
  }

  /// Waits until the lines are durable, or failed.
  func wait() throws(JournalProblem) {
    condition.lock()
    while !isDone { condition.wait() }
    let found = problem
    condition.unlock()
    if let found { throw found }
  }

  /// Tells everybody who waits.
  func complete(_ problem: JournalProblem?) {
    condition.lock()
    isDone = true
    self.problem = problem
    condition.broadcast()
    condition.unlock()
    for completion in completions { completion(problem) }
    completions = []
  }
}
