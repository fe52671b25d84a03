import CivilTime
package import TouchJournal

/// The state that a journal adds up to, kept in step with its copy in SQLite.
///
/// Without a database, or when the database fails, it is the state alone.
package struct Projection: Sendable {
  /// What the entries taken so far add up to.
  package private(set) var state = JournalState()
  /// Where the journal's files begin, as far as it was taken.
  package private(set) var segments: [SegmentStart] = []
  /// What went wrong with the database, after which it is left alone.
  package private(set) var problem: LedgerProblem?

  private var ledger: Ledger?
  private let length: @Sendable (String) -> Int64?
  private var origin: ChainHash?
  private var startsAnew = false
  private var forgets = false
  /// Files that are not stored yet.
  private var begun: [SegmentStart] = []
  /// Small rows as they are stored: most of them seldom change.
  private var stored: [String: [UInt8]] = [:]

  /// The state that a projection holds, or that of an empty journal where none is sound.
  ///
  /// `length` measures a sealed file of the journal by name.
  package init(_ ledger: Ledger?, length: @escaping @Sendable (String) -> Int64?) {
    self.ledger = ledger
    self.length = length
    guard let ledger else { return }
    do throws(LedgerProblem) {
      try load(ledger)
    } catch {
      do throws(LedgerProblem) {
        self.ledger = try ledger.replaced()
      } catch {
        fail(error)
      }
      restart()
    }
    if self.ledger != nil { state.track() }
  }

  private mutating func load(_ ledger: Ledger) throws(LedgerProblem) {
    var read = JournalState()
    var files: [SegmentStart] = []
    var rest: [String: [UInt8]] = [:]
    let head = try ledger.read { row in
      if row.table == .segment {
        files.append(try SegmentStart(bytes: row.value ?? []))
      } else {
        try read.restore(row)
        if row.table == .rest { rest[row.key] = row.value }
      }
    }
    read.restore(head: head)
    state = read
    segments = files.sorted { $0.first < $1.first }
    stored = rest
  }

  /// From where a start may go on; nil: from the first entry.
  package var checkpoint: JournalCheckpoint? {
    guard state.head.number > 0, !segments.isEmpty else { return nil }
    return JournalCheckpoint(head: state.head, segments: segments, erased: state.erased)
  }

  /// How far the journal must reach; nil where nobody knows.
  package var witness: ChainHead? {
    guard let ledger, let head = try? ledger.witness(), head.number > 0 else { return nil }
    return head
  }

  /// Whether every entry was taken, in order: then the state is right even without a database.
  package var isWhole: Bool {
    if case .gap = problem { return false }
    return true
  }

  /// Forgets everything: the entries come again from the first.
  package mutating func restart() {
    state = JournalState()
    if ledger != nil { state.track() }
    segments = []
    begun = []
    stored = [:]
    startsAnew = true
  }

  /// Takes in the next entry; one that was taken before is left out.
  package mutating func take(_ entry: JournalEntry) {
    let expected = state.head.number + 1
    guard entry.number >= expected else { return }
    if entry.number > expected { fail(.gap(expected: expected, found: entry.number)) }
    if entry.number == 1 { origin = entry.hash }
    if entry.kind == .segment { begin(entry) }
    if entry.kind == .erased { forgets = true }
    state.apply(entry)
  }

  private mutating func begin(_ entry: JournalEntry) {
    let start = SegmentStart(
      first: entry.number,
      before: JournalTail(
        head: state.head, at: state.lastAt ?? Instant(milliseconds: 0)), durable: state.durable,
      previousLength: entry.text("previous").flatMap { length($0) })
    segments.append(start)
    begun.append(start)
  }

  /// Stores what was taken, which must be durable.
  ///
  /// `isProven`: the journal was read to its end.
  package mutating func flush(isProven: Bool = true) {
    guard let ledger, problem == nil else { return }
    var rows = state.takeRows().filter { row in
      guard row.table == .rest else { return true }
      return stored.updateValue(row.value ?? [], forKey: row.key) != row.value
    }
    for file in begun { rows.append(StateRow(.segment, "\(file.first)", file.bytes)) }
    begun = []
    do throws(LedgerProblem) {
      try ledger.write(
        Ledger.Change(
          rows: rows, head: state.head, origin: origin, startsAnew: startsAnew, isProven: isProven)
      )
      startsAnew = false
      if forgets { try ledger.vacuum() }
      forgets = false
    } catch {
      fail(error)
    }
  }

  private mutating func fail(_ error: LedgerProblem) {
    problem = problem ?? error
    ledger = nil
    state = state.untracked
  }
}
