import CadenceModel
import CivilTime
import Testing
import TouchJournal

struct JournalStateTests {
  private let touch = SampleEntries.touch
  private let day = Day(20_780)

  private func state(_ drafts: [JournalDraft]) -> JournalState {
    var state = JournalState()
    for entry in SampleEntries.lines(drafts).entries { state.apply(entry) }
    return state
  }

  private var intent: JournalDraft {
    .intent(
      IntentFacts(
        touch: touch, channel: .sms, day: day, due: SampleEntries.when, template: "birthday",
        variant: "c", sealed: SampleEntries.sealed))
  }
  private var attempt: JournalDraft { .attempt(touch: touch, try: 1, channel: .sms) }
  private var cross: JournalDraft { .cross(touch: touch, try: 1, channel: .sms) }
  private func outcome(_ result: OutcomeResult, retry: Instant? = nil) -> JournalDraft {
    var facts = OutcomeFacts(result)
    facts.retryAt = retry
    return .outcome(touch: touch, try: 1, channel: .sms, facts)
  }

  @Test func `after a crash only a cross without an outcome is uncertain`() {
    #expect(state([intent]).uncertain.isEmpty)
    #expect(state([intent, attempt]).uncertain.isEmpty)
    #expect(state([intent, attempt, cross]).uncertain.map(\.touch) == [touch])
    #expect(state([intent, attempt, cross, outcome(.accepted)]).uncertain.isEmpty)
    #expect(state([intent, attempt, cross, outcome(.deferred)]).uncertain.isEmpty)
  }

  @Test func `a crossing counts at the clock's moment where the journal is ahead of it`() {
    func crossed(_ cross: JournalDraft) -> Instant? {
      state([intent, attempt, cross]).history.customers[touch.customer]?.touches.first?.crossed
    }
    let earlier = SampleEntries.when.adding(seconds: -3 * 86_400)
    #expect(crossed(.cross(touch: touch, try: 1, channel: .sms, when: earlier)) == earlier)
    #expect(crossed(cross) != nil && crossed(cross) != earlier)
  }

  @Test func `an intent goes on with its sealed message and the next try`() throws {
    let retry = SampleEntries.when.adding(seconds: 900)
    let folded = state([intent, attempt, outcome(.deferred, retry: retry)])
    let open = try #require(folded.unsettled[touch.description])
    #expect(open.sealed == SampleEntries.sealed)
    #expect(open.tries == 1)
    #expect(open.phase == .deferred)
    #expect(open.notBefore == retry)
    #expect(folded.history.customers[touch.customer]?.touches.first?.isSettled == false)
  }

  @Test(arguments: OutcomeResult.allCases.filter(\.isFinal))
  func `a final outcome settles the touch`(result: OutcomeResult) throws {
    let path: [JournalDraft] =
      switch result {
      case .suppressed, .cancelled: [intent]
      case .done:
        [intent, .settled(touch: touch, channel: .sms, day: day, result: .done, fact: 1)]
      default: [intent, attempt, cross]
      }
    let folded = state(result == .done ? path : path + [outcome(result)])
    #expect(folded.unsettled.isEmpty)
    let record = try #require(folded.history.customers[touch.customer]?.touches.first)
    #expect(record.isSettled)
    #expect(record.outcome == result)
    #expect(record.template == "birthday")
    #expect(record.variant == "c")
    #expect(record.day == day)
  }

  @Test func `a new intent on another channel opens the touch again and keeps one record`() {
    let mail = JournalDraft.intent(
      IntentFacts(touch: touch, channel: .email, day: day, due: SampleEntries.when))
    let folded = state([intent, attempt, outcome(.rejected), mail])
    #expect(folded.history.customers[touch.customer]?.touches.map(\.channel) == [.email])
    #expect(folded.unsettled[touch.description]?.channel == .email)
    #expect(folded.unsettled[touch.description]?.tries == 0)
  }

  @Test func `a receipt for what never went out changes nothing`() {
    let delivered = JournalDraft.receipt(touch: touch, channel: .sms, status: .delivered)
    for result in [OutcomeResult.expired, .suppressed, .cancelled] {
      let folded = state([intent, outcome(result), delivered])
      #expect(folded.history.customers[touch.customer]?.touches.first?.outcome == result)
    }
  }

  @Test func `a late receipt tells what became of a message and never opens sending again`() {
    let bounced = JournalDraft.receipt(touch: touch, channel: .sms, status: .bounced)
    let folded = state([intent, attempt, cross, outcome(.accepted), bounced])
    #expect(folded.history.customers[touch.customer]?.touches.first?.outcome == .rejected)
    #expect(folded.unsettled.isEmpty)
    let unknown = JournalDraft.receipt(
      touch: TouchID(customer: "KH9", cadence: "x", occurrence: "1", step: 1), channel: .sms,
      status: .delivered)
    #expect(state([unknown]).history.customers.isEmpty)
  }

  @Test func `retracting a fact undoes it and the task that it settled`() {
    let drafts: [JournalDraft] = [
      .fact(SampleEntries.call),
      .settled(touch: touch, channel: .call, day: day, result: .done, fact: 1),
      .fact(SampleEntries.fact(.note)),
    ]
    let before = state(drafts).history.customers[touch.customer]
    #expect(before?.facts.map(\.number) == [1, 3])
    #expect(before?.touches.map(\.isSettled) == [true])
    let after = state(drafts + [.retracted(number: 1, customer: touch.customer)])
      .history.customers[touch.customer]
    #expect(after?.facts.map(\.number) == [3])
    #expect(after?.touches.isEmpty == true)
  }

  @Test func `an erased person has no facts and nothing under way`() {
    let folded = state([
      intent, .fact(SampleEntries.fact(.deceased)), .erased(customer: touch.customer),
    ])
    #expect(folded.history.customers[touch.customer]?.isErased == true)
    #expect(folded.history.customers[touch.customer]?.facts.isEmpty == true)
    #expect(folded.unsettled.isEmpty)
    #expect(folded.erased == [touch.customer])
  }

  @Test func `an opt-out outlives the erasure, and what has crossed still gets its outcome`() {
    let folded = state([
      .fact(
        Fact(customer: touch.customer, at: SampleEntries.when, detail: .optOut(nil, occasion: nil))),
      .fact(SampleEntries.fact(.note)), intent, attempt, cross,
      .erased(customer: touch.customer, marks: ["a", "b"]),
    ])
    #expect(folded.history.customers[touch.customer]?.facts.map(\.number) == [1])
    #expect(folded.uncertain.map(\.touch) == [touch])
    #expect(folded.erasedMarks == ["a", "b"])
  }

  @Test func `a person known again under another id is erased, too`() {
    var folded = state([.erased(customer: touch.customer, marks: ["a"])])
    folded.recognise(["KH77"])
    #expect(folded.history.customers["KH77"]?.isErased == true)
    #expect(folded.erased == [touch.customer])
  }

  @Test func `start, stop, hold, release and digests are remembered`() {
    let folded = state(SampleEntries.service)
    #expect(folded.history.firstStart == SampleEntries.when)
    #expect(folded.isStopped)
    #expect(folded.holdCause == nil)
    #expect(folded.generation == "10f1e2d3c4b5a697")
    #expect(folded.digests[.morning]?["mao"] == Day(20_780))
    #expect(state([.hold(cause: "disk")]).holdCause == "disk")
    #expect(folded.run == 7)
  }

  @Test(arguments: 0..<100)
  func `any history reads back to the state that was lived`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let drafts = (0..<60).map { _ in Self.randomDraft(&random) }
    let (bytes, entries) = SampleEntries.lines(drafts)
    var lived = JournalState()
    entries.forEach { lived.apply($0) }
    var replayed = JournalState()
    var checker = SegmentChecker(after: JournalTail())
    checker.feed(bytes) { replayed.apply($0) }
    #expect(Self.dump(replayed) == Self.dump(lived))
    #expect(replayed.head == checker.tail.head)
  }

  private static func randomDraft(_ random: inout SeededRandom) -> JournalDraft {
    let touch = TouchID(
      customer: CustomerID("KH\(random.next() % 3)"), cadence: "greeting",
      occurrence: "2026-\(random.next() % 2)", step: 1)
    let channel = Channel.allCases[Int(random.next() % 3)]
    switch random.next() % 8 {
    case 0:
      return .intent(
        IntentFacts(touch: touch, channel: channel, day: Day(20_000), due: Instant(seconds: 5)))
    case 1: return .attempt(touch: touch, try: Int(random.next() % 4) + 1, channel: channel)
    case 2: return .cross(touch: touch, try: 1, channel: channel)
    case 3:
      let result = OutcomeResult.allCases[Int(random.next() % 9)]
      return .outcome(touch: touch, try: 1, channel: channel, OutcomeFacts(result))
    case 4:
      return .settled(
        touch: touch, channel: .call, day: Day(20_001), result: .done,
        fact: Int64(random.next() % 60))
    case 5: return .retracted(number: Int64(random.next() % 60), customer: touch.customer)
    case 6: return SampleEntries.all[Int(random.next() % UInt64(SampleEntries.all.count))]
    default:
      var fact = SampleEntries.facts[Int(random.next() % UInt64(SampleEntries.facts.count))]
      fact.customer = touch.customer
      return .fact(fact)
    }
  }

  /// Everything in a state, in one order.
  private static func dump(_ state: JournalState) -> [String] {
    state.history.customers.map { "\($0.key) \($0.value)" }.sorted()
      + state.unsettled.map { "\($0.key) \($0.value)" }.sorted()
      + ["\(state.head) \(state.run) \(String(describing: state.holdCause))"]
  }
}

/// SplitMix64, so that a failing seed can be tried again.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
