import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

struct LadderTests {
  private func call(_ outcome: CallOutcome, _ change: (inout CallReport) -> Void = { _ in })
    -> FactDetail
  {
    var report = CallReport(outcome: outcome)
    change(&report)
    return .call(report)
  }

  private func next(
    _ known: [(String, FactDetail)], from: String, days: Int = 60,
    cadences: [Cadence] = [.followUp(then: "nurture"), .nurture()]
  ) -> [String] {
    let planner = Planner(
      settings: Settings.forTests(cadences), roster: one { $0.stage = .suspect },
      history: facts(known, firstStart: "2026-01-05T08:00"))
    return lines(planner.plan(from: day(from), days: days), planner)
  }

  @Test func `the first call is due on the day of the inquiry`() {
    let known = [("2026-03-02T10:00", FactDetail.inquiry(DealFacts()))]
    let planner = Planner(
      settings: Settings.forTests([.followUp()]), roster: one(),
      history: facts(known, firstStart: "2026-01-05T08:00"))
    let plan = planner.plan(from: day("2026-03-02"), days: 30, now: moment("2026-03-02T11:00"))
    #expect(lines(plan, planner) == ["2026-03-02 follow-up/inquiry-2026-03-02/1 call"])
  }

  @Test func `an inquiry after the last call window is answered on the next working day`() {
    // 6 March 2026 is a Friday.
    let known = [("2026-03-06T21:00", FactDetail.inquiry(DealFacts()))]
    #expect(next(known, from: "2026-03-07") == ["2026-03-09 follow-up/inquiry-2026-03-06/1 call"])
  }

  @Test func `an open task stays on the list until it is answered`() {
    let known = [("2026-03-02T10:00", FactDetail.inquiry(DealFacts()))]
    #expect(next(known, from: "2026-04-20") == ["2026-04-20 follow-up/inquiry-2026-03-02/1 call"])
  }

  @Test(arguments: [
    (1, "2026-03-03", "2"), (2, "2026-03-06", "3"), (3, "2026-03-17", "4"),
    (4, "2026-04-08", "5"),
  ])
  func `each call counts in working days from the one before`(
    _ made: Int, _ due: String, _ step: String
  ) {
    var known: [(String, FactDetail)] = [("2026-03-02T10:00", .inquiry(DealFacts()))]
    let days = ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-17"]
    for day in days.prefix(made) { known.append(("\(day)T15:00", call(.noAnswer))) }
    let from = day(days[made - 1]) + 1
    #expect(next(known, from: "\(from)") == ["\(due) follow-up/inquiry-2026-03-02/\(step) call"])
  }

  @Test func `the next call goes to the other half of the day`() throws {
    for (hour, isMorning) in [("10", false), ("16", true)] {
      let known = [
        ("2026-03-02T09:00", FactDetail.inquiry(DealFacts())),
        ("2026-03-02T\(hour):00", call(.noAnswer)),
      ]
      let planner = Planner(
        settings: Settings.forTests([.followUp()]), roster: one(),
        history: facts(known, firstStart: "2026-01-05T08:00"))
      let touch = try #require(planner.plan(from: day("2026-03-03"), days: 9).touches.first)
      #expect((touch.minute.hour < 12) == isMorning)
    }
  }

  @Test func `a call-back is kept to the minute`() throws {
    let known = [
      ("2026-03-02T09:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-02T10:00", call(.callBack) { $0.callBack = moment("2026-03-05T16:20") }),
    ]
    let planner = Planner(
      settings: Settings.forTests([.followUp()]), roster: one(),
      history: facts(known, firstStart: "2026-01-05T08:00"))
    let touch = try #require(planner.plan(from: day("2026-03-03"), days: 9).touches.first)
    #expect(planner.instant(of: touch) == moment("2026-03-05T16:20"))
  }

  @Test func `the fifth call without success opens the nurture ladder`() {
    var known: [(String, FactDetail)] = [("2026-03-02T09:00", .inquiry(DealFacts()))]
    for day in ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-17", "2026-04-08"] {
      known.append(("\(day)T15:00", call(.noAnswer)))
    }
    // A quarter later; messages have fixed offsets, so the following one is listed, too.
    #expect(
      next(known, from: "2026-04-09", days: 200) == [
        "2026-07-08 nurture/inquiry-2026-04-08/1 email",
        "2026-10-08 nurture/inquiry-2026-04-08/2 email",
      ])
  }

  @Test(arguments: [
    FactDetail.won(DealFacts()), .lost(nil, nil), .optOut(nil, occasion: nil), .deceased,
  ])
  func `what ends the matter ends the ladder`(_ end: FactDetail) {
    let known = [
      ("2026-03-02T09:00", FactDetail.inquiry(DealFacts())), ("2026-03-02T12:00", end),
    ]
    #expect(next(known, from: "2026-03-03").isEmpty)
  }

  @Test func `a cold customer who wants no visit is left alone`() {
    let cold = call(.reached) {
      $0.attitude = .cold
      $0.visitWelcome = false
    }
    let known = [("2026-03-02T09:00", FactDetail.inquiry(DealFacts())), ("2026-03-02T15:00", cold)]
    let planner = Planner(
      settings: Settings.forTests([.followUp()]), roster: one(),
      history: facts(known, firstStart: "2026-01-05T08:00"))
    let plan = planner.plan(from: day("2026-03-03"), days: 9, skips: true)
    #expect(plan.touches.isEmpty)
    #expect(skipLines(plan, planner) == ["2026-03-03 follow-up/inquiry-2026-03-02/2 ended"])
  }

  @Test func `a second inquiry on one day starts anew under its own number`() {
    let known = [
      ("2026-03-02T09:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-02T10:00", call(.noAnswer)),
      ("2026-03-02T11:00", FactDetail.inquiry(DealFacts())),
    ]
    #expect(
      next(known, from: "2026-03-03") == ["2026-03-03 follow-up/inquiry-2026-03-02.2/1 call"])
  }

  @Test func `on the first start old prospects enter one by one over the first weeks`() {
    var builder = RosterBuilder()
    for number in 0..<400 {
      builder.add(CustomerID("C\(1000 + number)")) {
        $0.stage = .prospect
        $0.created = day("2024-05-01")
      }
    }
    let planner = Planner(
      settings: Settings.forTests([.followUp(stages: [.prospect])]), roster: builder.build(),
      history: History())
    let plan = planner.plan(from: day("2026-03-02"), days: 60)
    #expect(plan.touches.count == 400)
    let counts = Dictionary(grouping: plan.touches, by: \.day).mapValues(\.count)
    #expect(counts.count == 20)
    #expect((counts.values.max() ?? 0) < 40)
    #expect(plan.touches.allSatisfy { $0.step == 1 })
  }

  @Test func `an open complaint stops the follow-up and says so`() {
    let known = [
      ("2026-03-02T09:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-02T10:00", FactDetail.complaint(promise: nil)),
    ]
    let planner = Planner(
      settings: Settings.forTests([.followUp()]), roster: one(),
      history: facts(known, firstStart: "2026-01-05T08:00"))
    let plan = planner.plan(from: day("2026-03-02"), days: 9, skips: true)
    #expect(plan.touches.isEmpty)
    #expect(plan.skips.isEmpty, "facts of the day itself are not known at its midnight")
    let now = planner.plan(
      from: day("2026-03-02"), days: 9, skips: true, now: moment("2026-03-02T12:00"))
    #expect(now.touches.isEmpty && now.skips.map(\.reason) == [.complaintOpen])
  }
}
