import CadenceModel
import CivilTime
import Testing
import TouchJournal

/// Every stage against every record, by a table written by hand from the delivery state machine.
@Suite struct TouchArrowTests {
  private static let touch = SampleEntries.touch
  private static let day = Day(20_780)

  /// The columns of ``table``.
  private static let steps: [(column: String, draft: JournalDraft)] =
    [
      ("intent", intent(again: 0)), ("again", intent(again: 1)),
      ("attempt", .attempt(touch: touch, try: 1, channel: .sms)),
      ("cross", .cross(touch: touch, try: 1, channel: .sms)),
    ] + results.map { ($0, outcome($0)) } + [
      (
        "settled",
        .settled(touch: touch, channel: .sms, day: day, result: .done, rep: "mao", fact: 7)
      ),
      ("retry", .retry(touch: touch, channel: .sms)),
      ("delivered", .receipt(touch: touch, channel: .sms, status: .delivered)),
      ("bounced", .receipt(touch: touch, channel: .sms, status: .bounced)),
      ("complained", .receipt(touch: touch, channel: .sms, status: .complained)),
      ("reply", .reply(customer: touch.customer, touch: touch, channel: .sms, sealed: nil)),
    ]
  private static let results = [
    "accepted", "deferred", "rejected", "uncertain", "expired", "suppressed", "cancelled", "done",
    "dead",
  ]

  /// Each stage: the records that lead there, and which may follow: x where one may.
  ///
  /// Columns: intent,
  /// again, attempt, cross; accepted, deferred, rejected, uncertain, expired, suppressed, cancelled,
  /// done, dead; settled; retry; delivered, bounced, complained; reply.
  static let table: [(stage: TouchStage, path: [String], follows: String)] = [
    (.unknown, [], "x--- ----xx-x- x - xxx x"),
    (.intended, ["intent"], "--x- -xx-xxx-x x - xxx x"),
    (.deferred, ["intent", "attempt", "deferred"], "--x- -xx-xxx-x x - xxx x"),
    (.attempting, ["intent", "attempt"], "--xx -xx-xxx-x x - xxx x"),
    (.crossed, ["intent", "attempt", "cross"], "---- xxxxx---x - - xxx x"),
    (.accepted, ["intent", "attempt", "cross", "accepted"], "---- --------- x - xxx x"),
    (.rejected, ["intent", "attempt", "rejected"], "x--- --------- x x xxx x"),
    (.uncertain, ["intent", "attempt", "cross", "uncertain"], "-x-- --------- x - xxx x"),
    (.expired, ["intent", "expired"], "---- --------- x - xxx x"),
    (.suppressed, ["suppressed"], "---- --------- x - xxx x"),
    (.cancelled, ["intent", "cancelled"], "---- --------- x - xxx x"),
    (.done, ["settled"], "---- --------- x - xxx x"),
    (.dead, ["intent", "attempt", "dead"], "---- --------- x x xxx x"),
  ]

  @Test func `the table has every stage and every record`() {
    #expect(Self.table.map(\.stage) == TouchStage.allCases.map { $0 }.sorted(by: Self.table))
    let columns = Self.steps.count
    #expect(columns == TouchStep.allCases.count + 2, "three receipts make one step")
    for row in Self.table {
      #expect(row.follows.filter { $0 != " " }.count == columns, "\(row.stage)")
    }
  }

  @Test(arguments: table.indices)
  func `each record is taken or refused as the table says, when written and when read`(_ row: Int)
    throws
  {
    let (stage, path, follows) = Self.table[row]
    let before = try path.map { name in
      try #require(Self.steps.first { $0.column == name }).draft
    }
    let state = Self.state(before)
    #expect(state.stage(of: Self.touch) == stage)
    #expect(state.illegal.isEmpty, "\(state.illegal)")
    for (mark, step) in zip(follows.filter({ $0 != " " }), Self.steps) {
      let isLegal = mark == "x"
      #expect((state.refusal(of: step.draft) == nil) == isLegal, "\(stage) → \(step.column)")
      let after = Self.state(before + [step.draft])
      guard !isLegal else {
        #expect(after.illegal.isEmpty, "\(stage) → \(step.column)")
        continue
      }
      let finding = try #require(after.illegal.first, "\(stage) → \(step.column)")
      #expect(finding.number == Int64(before.count + 1) && finding.stage == stage)
      #expect(finding.touch == Self.touch.description)
      #expect(after.illegalCount == 1)
      // Nothing changes, unless the record says that the customer may have the message.
      let claims = ["cross", "accepted", "uncertain", "done"].contains(step.column)
      let isOut = [.crossed, .accepted, .uncertain, .done].contains(stage)
      let expected = claims && !isOut ? TouchStage.uncertain : stage
      #expect(after.stage(of: Self.touch) == expected, "\(stage) → \(step.column)")
    }
  }

  @Test func `a finding says which line does what to which touch`() throws {
    let state = Self.state([
      Self.intent(again: 0), .cross(touch: Self.touch, try: 1, channel: .sms),
    ])
    #expect(
      state.illegal.first?.description
        == "n 2: cross does not follow intended (KH0000003/birthday/2026/1)")
    #expect(state.unsettled.isEmpty, "it is never sent again")
  }

  @Test func `of many illegal records the first are kept and all are counted`() {
    let cross = JournalDraft.cross(touch: Self.touch, try: 1, channel: .sms)
    let state = Self.state(Array(repeating: cross, count: 250))
    #expect(state.illegal.count == JournalState.mostFindings)
    #expect(state.illegalCount == 250)
  }

  @Test func `a touch that was taken back can be reported anew, and a fact is about no arrow`() {
    let settled = Self.steps[13].draft
    let state = Self.state([
      .fact(SampleEntries.call),
      .settled(
        touch: Self.touch, channel: .call, day: Self.day, result: .done, fact: 1),
      .retracted(number: 1, customer: Self.touch.customer), settled,
    ])
    #expect(state.illegal.isEmpty)
    #expect(state.stage(of: Self.touch) == .done)
    #expect(state.refusal(of: .fact(SampleEntries.call)) == nil)
  }

  private static func intent(again: Int) -> JournalDraft {
    var facts = IntentFacts(touch: touch, channel: .sms, day: day, due: SampleEntries.when)
    facts.again = again
    return .intent(facts)
  }

  private static func outcome(_ result: String) -> JournalDraft {
    let result = OutcomeResult(rawValue: result) ?? .dead
    return .outcome(touch: touch, try: 1, channel: .sms, OutcomeFacts(result))
  }

  private static func state(_ drafts: [JournalDraft]) -> JournalState {
    var state = JournalState()
    for entry in SampleEntries.lines(drafts).entries { state.apply(entry) }
    return state
  }
}

extension [TouchStage] {
  /// In the order in which a table has them; what it lacks comes last.
  fileprivate func sorted(
    by table: [(stage: TouchStage, path: [String], follows: String)]
  ) -> [TouchStage] {
    let order = table.map(\.stage)
    return sorted {
      (order.firstIndex(of: $0) ?? .max) < (order.firstIndex(of: $1) ?? .max)
    }
  }
}
