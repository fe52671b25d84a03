import CadenceModel
import CivilTime
import Testing
import TouchJournal

struct HoldTests {
  private let when = SampleEntries.when

  private func state(_ drafts: [JournalDraft]) -> JournalState {
    var state = JournalState()
    for entry in SampleEntries.lines(drafts).entries { state.apply(entry) }
    return state
  }

  /// The state after drafts written at so many seconds, with so many milliseconds since boot.
  private func state(_ drafts: [(JournalDraft, at: Int, up: Int64)]) -> JournalState {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    var state = JournalState()
    for (draft, seconds, up) in drafts {
      let stamp = JournalStamp(at: when.adding(seconds: seconds), up: up, run: 1)
      state.apply(tail.write(draft, stamp: stamp, durable: 0, to: &bytes))
    }
    return state
  }

  @Test func `a day's number is known once it was said a week before, across a projection`() throws
  {
    var site = AcceptedSite(
      generation: "g", customers: 1, isSample: false, sketch: "", messages: 0)
    func accepted(_ first: Int, _ days: [Int]) -> JournalDraft {
      site.first = Day(first)
      site.days = days
      return .accepted(site)
    }
    let first = accepted(100, Array(0..<30))
    #expect(state([first]).standing.known[Day(106)] == nil)
    #expect(state([first]).standing.known[Day(107)] == 7)
    #expect(state([first]).standing.known[Day(129)] == 29)
    // Two days later the next ones are known; what was said of the near ones stays.
    let both = state([first, accepted(102, [Int](repeating: 99, count: 30))])
    #expect(both.standing.known[Day(101)] == nil, "the past is forgotten")
    #expect(both.standing.known[Day(108)] == 8)
    #expect(both.standing.known[Day(109)] == 99)
    #expect(both.standing.accepted?.days.count == 30)

    var written = both
    written.track()
    var copy = JournalState()
    for row in written.takeRows() where row.value != nil { try copy.restore(row) }
    #expect(copy.standing.known == both.standing.known)
    #expect(copy.standing.accepted == both.standing.accepted)
  }

  @Test func `each cause holds once, in the order in which they arose`() {
    let until = when.adding(seconds: 900)
    let folded = state([
      .hold(cause: "operator"), .hold(cause: "downtime", until: until), .hold(cause: "operator"),
    ])
    #expect(folded.holds.map(\.cause) == ["operator", "downtime"])
    #expect(folded.holds.map(\.until) == [nil, until])
    #expect(folded.holdCause == "operator")
  }

  @Test func `an automatic release ends its own cause, an operator's all`() {
    let holds: [JournalDraft] = [.hold(cause: "operator"), .hold(cause: "clock-jumped")]
    #expect(state(holds + [.release(cause: "clock-jumped")]).holds.map(\.cause) == ["operator"])
    #expect(state(holds + [.release(cause: "journal")]).holds.count == 2)
    let released = state(holds + [.release(cause: "operator")])
    #expect(released.holds.isEmpty)
    #expect(Set(released.standing.released.keys) == ["operator", "clock-jumped"])
  }

  @Test func `a gap is counted from the service's own last entry, not from what was recorded`() {
    let start = JournalDraft.start(program: "0", generation: "g", mode: "live")
    let state = state([
      (start, at: 0, up: 0), (.beat, at: 3600, up: 0),
      (.fact(SampleEntries.fact(.note)), at: 90_000, up: 0), (start, at: 100_000, up: 0),
    ])
    #expect(state.standing.previousEnd == when.adding(seconds: 3600))
  }

  @Test func `a first start has no gap`() {
    #expect(
      state([.start(program: "0", generation: "g", mode: "live")]).standing.previousEnd == nil)
  }

  @Test func `a trusted clock goes on by the boot-time clock until it has caught up`() {
    let wall = when.adding(seconds: -7200)
    var drafts: [(JournalDraft, at: Int, up: Int64)] = [
      (.hold(cause: "clock-behind"), at: 0, up: 1000), (.release(trusting: wall), at: 0, up: 5000),
    ]
    #expect(state(drafts).standing.trusted?.wall == wall)
    drafts.append((.beat, at: 0, up: 65_000))
    #expect(state(drafts).standing.trusted?.wall == wall.adding(seconds: 60))
    drafts.append((.beat, at: 0, up: 1000))
    #expect(state(drafts).standing.trusted?.wall == wall.adding(seconds: 60))
    drafts.append((.beat, at: 1, up: 9000))
    #expect(state(drafts).standing.trusted == nil)
  }

  @Test func `what the guards accepted is read back`() {
    let site = AcceptedSite(
      generation: "g", customers: 120, isSample: true, sketch: "0011aabb", messages: 40)
    #expect(state([.accepted(site)]).standing.accepted == site)
  }
}
