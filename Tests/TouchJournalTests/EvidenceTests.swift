import CadenceModel
import CivilTime
import Testing
import TouchJournal

/// What settles a message that may not have arrived, and what crashes leave behind.
@Suite struct EvidenceTests {
  private let touch = SampleEntries.touch

  private func state(_ drafts: [JournalDraft]) -> JournalState {
    var state = JournalState()
    for entry in SampleEntries.lines(drafts).entries { state.apply(entry) }
    return state
  }

  private func intent(again: Int = 0) -> JournalDraft {
    var facts = IntentFacts(
      touch: touch, channel: .email, day: Day(20_780), due: SampleEntries.when,
      sealed: SampleEntries.sealed)
    facts.again = again
    return .intent(facts)
  }
  private func attempt(_ number: Int = 1) -> JournalDraft {
    .attempt(touch: touch, try: number, channel: .email)
  }
  private var cross: JournalDraft { .cross(touch: touch, try: 1, channel: .email) }
  private func outcome(_ result: OutcomeResult) -> JournalDraft {
    .outcome(touch: touch, try: 1, channel: .email, OutcomeFacts(result))
  }
  private var start: JournalDraft { .start(program: "x", generation: "g", mode: "live") }
  private var doubtful: [JournalDraft] { [intent(), attempt(), cross, outcome(.uncertain)] }

  @Test func `a doubtful message keeps its bytes until somebody knows`() throws {
    let known = state(doubtful)
    let kept = try #require(known.doubtful[touch.description])
    #expect(kept.sealed == SampleEntries.sealed)
    #expect(kept.doubtfulSince == known.lastAt)
    #expect(known.unsettled.isEmpty)
  }

  @Test func `a receipt, a reply or a rep's word ends the doubt`() {
    let cases: [(JournalDraft, OutcomeResult)] = [
      (.receipt(touch: touch, channel: .email, status: .delivered), .accepted),
      (.receipt(touch: touch, channel: .email, status: .complained), .accepted),
      (.receipt(touch: touch, channel: .email, status: .bounced), .rejected),
      (
        .reply(customer: touch.customer, touch: touch, channel: .email, sealed: nil), .accepted
      ),
      (
        .settled(touch: touch, channel: .call, day: Day(20_780), result: .done, fact: 9), .done
      ),
      (
        .settled(touch: touch, channel: .email, day: Day(20_780), result: .rejected), .rejected
      ),
    ]
    for (word, result) in cases {
      let known = state(doubtful + [word])
      #expect(known.doubtful.isEmpty, "\(word.kind)")
      let record = known.history.customers[touch.customer]?.touches.first
      #expect(record?.outcome == result && record?.isSettled == true, "\(word.kind)")
    }
  }

  @Test func `a reply without a touch, or about another, proves nothing`() {
    let other = TouchID(customer: touch.customer, cadence: "x", occurrence: "1", step: 1)
    for touch in [nil, other] {
      let reply = JournalDraft.reply(
        customer: self.touch.customer, touch: touch, channel: .email, sealed: nil)
      #expect(state(doubtful + [reply]).doubtful.count == 1)
    }
  }

  @Test func `a doubtful message that is sent again counts how often`() {
    let again = state(doubtful + [intent(again: 1)])
    #expect(again.doubtful.isEmpty)
    #expect(again.unsettled[touch.description]?.again == 1)
    let twice = state(doubtful + [intent(again: 1), attempt(), cross, outcome(.uncertain)])
    #expect(twice.doubtful[touch.description]?.again == 1)
    #expect(twice.illegal.isEmpty)
  }

  @Test func `an erased person's doubt is forgotten`() {
    #expect(state(doubtful + [.erased(customer: touch.customer)]).doubtful.isEmpty)
  }

  @Test func `tries that ended with the process are counted, whatever lies between`() {
    let deferred = outcome(.deferred)
    let once = state([start, intent(), attempt(), start])
    #expect(once.unsettled[touch.description]?.crashes == [3])
    #expect(once.poisoned.isEmpty)
    let thrice = state([
      start, intent(), attempt(), start, attempt(2), deferred, attempt(3), start, attempt(4), start,
    ])
    #expect(thrice.poisoned.map(\.touch) == [touch])
    #expect(thrice.poisoned.first?.crashes == [3, 7, 9])
  }

  @Test func `a stop in good order, a waiting touch and a second start count as no crash`() {
    let stop = JournalDraft.stop(reason: "signal")
    #expect(
      state([start, intent(), attempt(), stop, start]).unsettled.values.first?.crashes == [])
    #expect(state([start, intent(), start]).unsettled.values.first?.crashes == [])
    #expect(
      state([start, intent(), attempt(), start, start, start, start])
        .unsettled.values.first?.crashes == [3])
    #expect(state([start, intent(), attempt(), cross, start]).poisoned.isEmpty)
  }

  @Test func `the tries of each channel are remembered, the last ones only`() {
    #expect(
      state([intent(), attempt()]).tries == [.email: [SampleEntries.when.adding(milliseconds: 120)]]
    )
    let many = state([intent()] + (1...5000).map { attempt($0) })
    let known = many.tries[.email] ?? []
    #expect((JournalState.recentTries..<2 * JournalState.recentTries).contains(known.count))
    #expect(known.last == many.lastAt)
  }

  @Test func `the tries of a lane are remembered for a day, across a projection`() throws {
    var facts = IntentFacts(
      touch: touch, channel: .email, day: Day(0), due: SampleEntries.when)
    facts.lane = "0123456789abcdef"
    let intended = JournalDraft.intent(facts)
    #expect(intended.fields.contains { $0.key == "lane" })
    let lines = SampleEntries.lines([
      start, intended, attempt(), outcome(.deferred), attempt(2),
    ])
    var tried = lines.entries.reduce(into: JournalState()) { $0.apply($1) }
    let moments = try #require(tried.recentLanes["0123456789abcdef"])
    #expect(moments.count == 2 && moments.last == tried.lastAt)
    #expect(tried.unsettled.values.first?.lane == "0123456789abcdef")

    var copy = JournalState()
    tried = JournalState()
    tried.track()
    for entry in lines.entries { tried.apply(entry) }
    for row in tried.takeRows() where row.value != nil { try copy.restore(row) }
    #expect(copy.recentLanes == tried.recentLanes)
    #expect(copy.unsettled.values.first?.lane == "0123456789abcdef")

    var later = SampleEntries.lines([start, intended, attempt(), start]).entries
    later[3].at = later[2].at.adding(seconds: 86_399)
    #expect(later.reduce(into: JournalState()) { $0.apply($1) }.recentLanes.count == 1)
    later[3].at = later[2].at.adding(seconds: 86_400)
    #expect(later.reduce(into: JournalState()) { $0.apply($1) }.recentLanes.isEmpty)
  }

  @Test func `a dead letter's line names the tries that brought the service down`() {
    var facts = OutcomeFacts(.dead, code: "crashed")
    facts.crashes = [3, 7, 9]
    let draft = JournalDraft.outcome(touch: touch, try: 4, channel: .email, facts)
    let text = draft.fields.first { $0.key == "crashes" }?.value
    #expect(text == .array([.integer(3), .integer(7), .integer(9)]))
  }
}
