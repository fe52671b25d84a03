import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// What a call brings next (product rows E2, E3, E6, E8, A2, E9).
@Suite struct NextStepTests {
  private let inquiry = LadderStory().then("2026-03-02T09:00", .inquiry(DealFacts()))
  private let first = "follow-up/inquiry-2026-03-02/1"

  // MARK: Call back

  @Test(arguments: [true, false])
  func `E3: a call-back within a ladder is the same step again, at that very minute`(
    isNamed: Bool
  ) {
    let story = inquiry.call("2026-03-02T10:00", .callBack, isNamed ? first : nil) {
      $0.callBack = moment("2026-03-05T16:20")
    }
    #expect(story.plan(from: "2026-03-03") == ["2026-03-05 16:20 \(first) call"])
    #expect(
      story.words(from: "2026-03-03").contains {
        $0.hasSuffix("asked on 2 Mar 2026 to be called back on 5 Mar 2026 at 16:20")
      })
    // No attempt is used up: the call at that minute is the first, and the second follows it.
    let called = story.call("2026-03-05T16:20", .noAnswer, first)
    #expect(
      called.plan(from: "2026-03-06") == ["2026-03-06 follow-up/inquiry-2026-03-02/2 call"])
  }

  @Test func `E3: a call-back outside a ladder is a task of its own, on a weekend as well`() {
    // 7 March 2026 is a Saturday.
    let story = LadderStory().call("2026-03-02T10:00", .callBack) {
      $0.callBack = moment("2026-03-07T10:15")
    }
    #expect(
      story.plan(from: "2026-03-03") == ["2026-03-07 10:15 call-back/call-2026-03-02/1 call"])
    let reached = story.call("2026-03-07T10:15", .reached, "call-back/call-2026-03-02/1")
    #expect(reached.plan(from: "2026-03-08").isEmpty)
    let missed = story.call("2026-03-07T10:15", .noAnswer, "call-back/call-2026-03-02/1")
    #expect(missed.plan(from: "2026-03-08") == ["2026-03-09 call-back/call-2026-03-02/2 call"])
  }

  @Test func `E3: a call-back asked for in the fifth call is not lost to nurture`() {
    var story = inquiry
    for (index, day) in ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-17"].enumerated() {
      story = story.call("\(day)T15:00", .noAnswer, "follow-up/inquiry-2026-03-02/\(index + 1)")
    }
    story = story.call("2026-04-08T15:00", .callBack, "follow-up/inquiry-2026-03-02/5") {
      $0.callBack = moment("2026-04-10T11:00")
    }
    #expect(
      story.plan(from: "2026-04-09") == ["2026-04-10 11:00 follow-up/inquiry-2026-03-02/5 call"])
    let ended = story.call("2026-04-10T11:00", .reached, "follow-up/inquiry-2026-03-02/5")
    #expect(
      ended.plan(from: "2026-04-11", days: 45) == [
        "2026-05-10 nurture/inquiry-2026-04-10/1 email"
      ])
    #expect(
      ended.words(from: "2026-04-11").contains {
        $0.contains("follow-up ended on 10 Apr 2026 without success")
      })
  }

  @Test func `E3: who asks to be called is called, even without consent to calls`() {
    var story = LadderStory().call("2026-03-02T10:00", .callBack) {
      $0.callBack = moment("2026-03-05T16:20")
    }
    story.customer = { $0.refused = ChannelSet(.call) }
    #expect(
      story.plan(from: "2026-03-03") == ["2026-03-05 16:20 call-back/call-2026-03-02/1 call"])
    // An opt-out is another matter: then somebody goes there.
    let out = story.then("2026-03-02T11:00", .optOut(.call, occasion: nil))
    #expect(
      out.plan(from: "2026-03-03") == ["2026-03-05 16:20 call-back/call-2026-03-02/1 visit"])
  }

  // MARK: No answer, need

  @Test(arguments: [CallOutcome.noAnswer, .busy])
  func `E3: after nobody answered the next try is in the other half of the day`(
    outcome: CallOutcome
  ) throws {
    for (hour, isMorning) in [("10", false), ("16", true)] {
      let story = LadderStory().then("2026-03-02T08:00", .promise(by: moment("2026-03-02T18:00")))
        .call("2026-03-02T\(hour):00", outcome, "promise/promise-2026-03-02/1")
      let touch = try #require(story.planner.plan(from: day("2026-03-03"), days: 3).touches.first)
      #expect((touch.minute.hour < 12) == isMorning)
      #expect(
        story.words(from: "2026-03-03").contains {
          $0.contains(isMorning ? "morning" : "afternoon")
        })
    }
  }

  @Test func `E6, E8: a clear need pulls the next step to the next working day`() {
    let second = "follow-up/inquiry-2026-03-02/2"
    // The third call would be on 6 March, three working days later.
    let story = inquiry.call("2026-03-02T10:00", .noAnswer, first)
      .call("2026-03-03T10:00", .reached, second) { $0.need = .clear }
    #expect(
      story.plan(from: "2026-03-04") == ["2026-03-04 follow-up/inquiry-2026-03-02/3 call"])
    #expect(
      story.words(from: "2026-03-04").contains {
        $0.contains("a clear need was heard on 3 Mar 2026")
      })
    let some = inquiry.call("2026-03-02T10:00", .noAnswer, first)
      .call("2026-03-03T10:00", .reached, second) { $0.need = .some }
    #expect(some.plan(from: "2026-03-04") == ["2026-03-06 follow-up/inquiry-2026-03-02/3 call"])
  }

  @Test func `E8: a clear need outside a ladder opens the follow-up on the next working day`() {
    // 6 March 2026 is a Friday.
    let story = LadderStory().call("2026-03-06T10:00", .reached) { $0.need = .clear }
    #expect(story.plan(from: "2026-03-07") == ["2026-03-09 follow-up/call-2026-03-06/1 call"])
    let some = LadderStory().call("2026-03-06T10:00", .reached) { $0.need = .some }
    #expect(some.plan(from: "2026-03-07").isEmpty)
  }

  @Test func `E8: a clear need in the fifth call begins anew instead of nurture`() {
    var story = inquiry
    for (index, day) in ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-17"].enumerated() {
      story = story.call("\(day)T15:00", .noAnswer, "follow-up/inquiry-2026-03-02/\(index + 1)")
    }
    story = story.call("2026-04-08T15:00", .reached, "follow-up/inquiry-2026-03-02/5") {
      $0.need = .clear
    }
    #expect(
      story.plan(from: "2026-04-09", days: 90) == ["2026-04-09 follow-up/call-2026-04-08/1 call"])
  }

  // MARK: Refusal, wrong number

  @Test func `A2: a refusal stops the calls, and nurture begins after a rest`() {
    let story = inquiry.call("2026-03-02T10:00", .reached, first) {
      $0.attitude = .cold
      $0.visitWelcome = false
      $0.reason = .price
    }
    #expect(story.plan(from: "2026-03-03", days: 85).isEmpty)
    // 60 days of rest end on 1 May; the first mail is a month later.
    #expect(
      story.plan(from: "2026-03-03", days: 100) == ["2026-06-01 nurture/inquiry-2026-03-02/1 email"]
    )
    #expect(
      story.words(from: "2026-03-03").contains {
        $0.contains("wanted no more of follow-up, so there was rest until 1 May 2026")
      })
  }

  @Test func `A2: who opts out of calls is refused nothing else, and gets material later`() {
    let story = inquiry.then("2026-03-02T12:00", .optOut(.call, occasion: nil))
    #expect(story.plan(from: "2026-03-03", days: 85).isEmpty)
    #expect(
      story.plan(from: "2026-03-03", days: 100) == ["2026-06-01 nurture/inquiry-2026-03-02/1 email"]
    )
  }

  @Test func `E3: a wrong number stops all calls and asks for the right one`() {
    let story = inquiry.call("2026-03-02T10:00", .wrongNumber, first)
    let found = "wrong-number/call-2026-03-02/1"
    #expect(story.plan(from: "2026-03-03") == ["2026-03-03 \(found) letter"])
    // Reached all the same, say on the wife's phone: the calls go on.
    let reached = story.call("2026-03-04T10:00", .reached)
    #expect(
      reached.plan(from: "2026-03-05").allSatisfy {
        $0.contains("follow-up/") && $0.contains("call")
      })
    #expect(!reached.plan(from: "2026-03-05").isEmpty)
  }

  @Test func `E3: another number on file ends the search and lets the calls go on`() throws {
    var story = inquiry.call("2026-03-02T10:00", .wrongNumber, first)
    story.cadences = [.followUpOnNeed, .wrongNumbers]
    var history = story.history
    var known = try #require(history.customers["KH0000001"])
    var marked = known.facts
    marked[1].fact.marks.number = "abc"
    known.facts = marked
    known.addressFaults = marked[1].fact.wrongNumber
    func plan(numberOnFile: String) -> [String] {
      known.givenUp = AddressRule.givenUp(known) { $0 == .call ? numberOnFile : nil }
      history.customers["KH0000001"] = known
      let planner = Planner(
        settings: Settings.forTests(story.cadences), roster: one(), history: history)
      return lines(planner.plan(from: day("2026-03-03"), days: 9), planner)
    }
    #expect(plan(numberOnFile: "abc") == ["2026-03-03 wrong-number/call-2026-03-02/1 letter"])
    #expect(plan(numberOnFile: "def") == ["2026-03-03 follow-up/inquiry-2026-03-02/2 call"])
  }

  // MARK: Nurture

  @Test func `E9: the last word of nurture is repeated for years, counted from the last contact`() {
    var story = inquiry
    for (index, day) in ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-17", "2026-04-08"]
      .enumerated()
    {
      story = story.call("\(day)T15:00", .noAnswer, "follow-up/inquiry-2026-03-02/\(index + 1)")
    }
    story = story.call("2026-07-08T10:00", .reached, "nurture/inquiry-2026-04-08/2")
      .call("2026-10-09T10:00", .reached, "nurture/inquiry-2026-04-08/3")
    #expect(
      story.plan(from: "2026-10-10", days: 200) == [
        "2027-04-09 nurture/inquiry-2026-10-09/3 call"
      ])
    let later = story.call("2027-04-09T10:00", .reached, "nurture/inquiry-2026-10-09/3")
    #expect(
      later.plan(from: "2027-04-10", days: 200) == [
        "2027-10-11 nurture/inquiry-2027-04-09/3 call"
      ])
    // A walk-in resets the clock.
    let met = later.then("2027-08-02T10:00", .contact)
    #expect(
      met.plan(from: "2027-08-03", days: 220) == ["2028-02-02 nurture/inquiry-2027-04-09/3 call"])
  }

  @Test func `E3: a step that expires leads on, and the last one to what follows`() {
    var story = LadderStory().then("2026-03-02T09:00", .contact)
    var step = Cadence.task([.call])
    step.expires = .days(5)
    story.cadences = [
      .ladder("short", .followUp, opens: [.contact], steps: [step]) { $0.then = "nurture" },
      .nurtureForYears,
    ]
    #expect(
      story.plan(from: "2026-03-03", days: 3) == ["2026-03-03 short/contact-2026-03-02/1 call"])
    #expect(
      story.plan(from: "2026-03-10", days: 40) == ["2026-04-07 nurture/contact-2026-03-07/1 email"])
  }

  @Test func `D9: calls after an installation count from its day`() {
    var story = LadderStory().then(
      "2026-03-02T09:00", .purchase(PurchaseFacts(installed: day("2026-03-09"))))
    story.cadences = [
      .ladder(
        "installed", .visit, on: [.installed],
        steps: [Cadence.task([.call], after: .days(3)), Cadence.task([.call], after: .days(30))]
      ) { $0.countsFrom = .opening }
    ]
    let opening = "installed/purchase-2026-03-02"
    // A call before is about something else.
    let early = story.call("2026-03-05T10:00", .reached)
    #expect(early.plan(from: "2026-03-06") == ["2026-03-12 \(opening)/1 call"])
    // Made late, it does not put off the second.
    let late = story.call("2026-03-20T10:00", .reached, "\(opening)/1")
    #expect(late.plan(from: "2026-03-21") == ["2026-04-08 \(opening)/2 call"])
  }

  @Test func `D9: installations and warranties of the customer file open ladders, too`() {
    var story = LadderStory()
    story.customer = {
      $0.installations = [
        Installation(day: day("2015-05-05")), Installation(day: day("2026-03-02")),
        Installation(day: day("2026-03-02"), which: 2, warrantyUntil: day("2026-05-04")),
      ]
    }
    var before = Cadence.task([.visit], after: .days(-30))
    before.expires = .days(20)
    story.cadences = [
      .ladder(
        "installed", .visit, on: [.installed],
        steps: [Cadence.task([.call], after: .days(3)), Cadence.task([.call], after: .days(30))]
      ) { $0.countsFrom = .opening },
      .ladder("warranty", .visit, on: [.warrantyEnd], steps: [before]),
    ]
    // Nobody has a history; both of that day are done with one call.
    let planner = Planner(
      settings: Settings.forTests(story.cadences), roster: one(story.customer),
      history: History(firstStart: moment("2026-01-05T08:00")))
    let plan = planner.plan(from: day("2026-03-03"), days: 60)
    #expect(
      lines(plan, planner) == [
        "2026-03-05 installed/purchase-2026-03-02/1 call",
        "2026-04-07 warranty/purchase-2026-05-04.2/1 visit",
      ])
    #expect(plan.joined.count == 1)
    #expect(
      lines(planner.plan(from: day("2026-03-05"), days: 1), planner).count == 1, "short plans, too")
    #expect(planner.why(of: plan.touches[1]).contains("end of the warranty on 2026-05-04"))
    let called = story.call("2026-03-05T10:00", .reached, "installed/purchase-2026-03-02/1")
      .call("2026-03-05T10:00", .reached, "installed/purchase-2026-03-02.2/1")
    #expect(
      called.plan(from: "2026-03-06", days: 30) == [
        "2026-04-01 installed/purchase-2026-03-02/2 call"
      ])
  }

  // MARK: One call a day

  @Test func `E2: a customer's calls of one day are one, and one report answers them`() throws {
    var story = inquiry.then("2026-03-02T09:30", .promise(by: moment("2026-03-03T15:00")))
    story.cadences.append(
      .ladder("thanks", .followUp, opens: [.inquiry], steps: [Cadence.task([.call])]))
    let planner = story.planner
    let plan = planner.plan(from: day("2026-03-03"), days: 1)
    #expect(
      lines(plan, planner) == ["2026-03-03 promise/promise-2026-03-02/1 call"], "one call")
    #expect(
      Set(plan.joined.map { planner.touchID(of: $0.touch).cadence }) == ["follow-up", "thanks"])
    #expect(plan.joined.allSatisfy { $0.with == plan.touches[0] })
    // Named or not, the call did for the others, too; the promise is kept by name only.
    for touch in ["promise/promise-2026-03-02/1", nil] {
      let called = story.call("2026-03-03T15:00", .reached, touch)
        .then("2026-03-03T15:10", .kept, "promise/promise-2026-03-02/1")
      #expect(
        called.plan(from: "2026-03-04", days: 1) == [
          "2026-03-04 follow-up/inquiry-2026-03-02/2 call"
        ])
    }
  }

  @Test func `E2: a festival call is not handed out right after the customer was met`() {
    var story = LadderStory()
    story.cadences = [
      Cadence(
        name: "festival-call", title: "Call",
        trigger: .festival(FestivalRule(festivals: ["mid-autumn"])),
        precedence: .festival, steps: [Cadence.task([.call], after: .workdays(-3))])
    ]
    // Mid-autumn 2026 is on 25 September, a Friday.
    #expect(story.plan(from: "2026-09-20", days: 5).count == 1)
    let met = story.then("2026-09-21T10:00", .visit(VisitReport()))
    #expect(met.plan(from: "2026-09-22", days: 4).isEmpty)
  }
}
