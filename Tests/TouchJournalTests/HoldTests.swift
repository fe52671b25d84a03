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
