import CivilTime
import FifthcallTestSupport
import JournalFile
import Logging
import Testing
import TouchJournal

@testable import CadenceService

/// What the service goes on with after a full disk: the state beside the projection, without reading
/// the journal.
@Suite struct DurableStateTests {
  private let temporary = TemporaryFolder()
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test func `it is the fold of what is durable, up to the head that is asked for`() throws {
    let folder = try StateFolder(creating: temporary.path + "/state")
    let follower = LedgerFollower(log: log)
    var options = Journal.Options()
    options.writesAtOnce = true
    options.onDurable = { follower.take($0) }
    let journal = try Journal.open(folder, role: .service, options: options) { _ in }
    let early = try journal.appendDurably([.start(program: "x", generation: "g", mode: "live")])
    #expect(follower.state(at: journal.head) == nil, "nothing is known before the start is over")
    follower.begin(LedgerFollower.load(folder, log: log))
    let later = try journal.appendDurably([.hold(cause: "operator"), .beat])
    let known = try #require(follower.state(at: journal.head))
    var folded = JournalState()
    _ = try JournalReading.read(folder) { folded.apply($0) }
    #expect(known.head == folded.head && known.holds == folded.holds && known.run == folded.run)
    #expect(known.holdCause == "operator")
    #expect(follower.state(at: try #require(early.last).head) == nil, "another head")
    journal.close()
    #expect(later.count == 2)
  }

  @Test func `without a database it is known all the same, after a gap it is not`() throws {
    let folder = try StateFolder(creating: temporary.path + "/state")
    var options = Journal.Options()
    options.writesAtOnce = true
    let journal = try Journal.open(folder, role: .service, options: options) { _ in }
    var entries: [JournalEntry] = []
    try journal.appendDurably([.start(program: "x", generation: "g", mode: "live")])
    try journal.appendDurably([.hold(cause: "operator"), .beat, .beat])
    journal.close()
    _ = try JournalReading.read(folder) { entries.append($0) }
    // A database that cannot be opened is one that has failed.
    folder.removeLedger()
    let elsewhere = try StateFolder(creating: temporary.path + "/full")
    let follower = LedgerFollower(log: log)
    let projection = LedgerFollower.load(elsewhere, log: log)
    elsewhere.removeLedger()
    follower.begin(projection)
    follower.take(Array(entries.dropLast(2)))
    follower.take([entries[entries.count - 2]])
    #expect(follower.state(at: entries[entries.count - 2].head)?.holdCause == "operator")
    follower.take([entries[entries.count - 1]])
    let head = entries[entries.count - 1].head
    #expect(follower.state(at: head)?.head == head)

    let torn = LedgerFollower(log: log)
    torn.begin(LedgerFollower.load(try StateFolder(creating: temporary.path + "/gap"), log: log))
    torn.take([entries[0]])
    torn.take([entries[entries.count - 1]])
    #expect(torn.state(at: head) == nil, "what was left out cannot be guessed")
  }
}
