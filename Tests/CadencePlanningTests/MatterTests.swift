import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Visits, promises and complaints: what is owed to a customer (product rows C6, C7, D9, D11).
@Suite struct MatterTests {
  // MARK: Visits

  @Test func `E4: a visit agreed for a day is a task on that day, and the last word counts`() {
    let story = LadderStory().call("2026-03-02T10:00", .reached) {
      $0.visitOn = day("2026-03-14")
      $0.visitWelcome = true
    }
    // A Saturday, as agreed.
    #expect(
      story.plan(from: "2026-03-03") == ["2026-03-14 00:00 agreed-visit/call-2026-03-02/1 visit"]
        || story.plan(from: "2026-03-03").first?.hasPrefix("2026-03-14") == true)
    let changed = story.call("2026-03-04T10:00", .reached) { $0.visitOn = day("2026-03-16") }
    let lines = changed.plan(from: "2026-03-05")
    #expect(lines.count == 1)
    #expect(lines[0].hasPrefix("2026-03-16"))
    #expect(lines[0].hasSuffix("agreed-visit/call-2026-03-04/1 visit"))
    let made = changed.then(
      "2026-03-16T10:00", .visit(VisitReport()), "agreed-visit/call-2026-03-04/1")
    #expect(made.plan(from: "2026-03-17").isEmpty)
  }

  @Test func `E3: a welcome visit without a day is due within three working days`() {
    let story = LadderStory().call("2026-03-06T10:00", .reached) { $0.visitWelcome = true }
    #expect(story.plan(from: "2026-03-07") == ["2026-03-11 welcome-visit/call-2026-03-06/1 visit"])
  }

  @Test func `C6: what a visit finds opens follow-up, repair and recovery`() {
    let story = LadderStory().then(
      "2026-03-02T10:00",
      .visit(
        VisitReport(
          condition: .defect, satisfaction: Satisfaction(perceived: 2, expected: 4), need: .some)))
    #expect(
      Set(story.plan(from: "2026-03-03", days: 3).map { String($0.dropFirst(11)) }).contains(
        "repair/visit-2026-03-02/1 visit"))
    let planner = story.planner
    let plan = planner.plan(from: day("2026-03-03"), days: 3)
    let calls = (plan.touches + plan.joined.map(\.touch)).map {
      planner.touchID(of: $0).cadence.text
    }
    #expect(Set(calls) == ["repair", "recovery", "follow-up"])
    #expect(
      story.words(from: "2026-03-03").contains {
        $0.contains("the visit on 2 Mar 2026 brought 2 where 4 was expected")
      })
    let well = LadderStory().then(
      "2026-03-02T10:00",
      .visit(
        VisitReport(
          condition: .good, satisfaction: Satisfaction(perceived: 4, expected: 4), need: Need.none))
    )
    #expect(well.plan(from: "2026-03-03").isEmpty)
  }

  // MARK: Promises

  @Test func `D9: two promises are two tasks, and kept ends its own`() {
    let story = LadderStory()
      .then("2026-03-02T09:00", .promise(by: moment("2026-03-04T11:00")))
      .then("2026-03-02T09:30", .promise(by: moment("2026-03-05T15:30")))
    let (one, two) = ("promise/promise-2026-03-02/1", "promise/promise-2026-03-02.2/1")
    #expect(
      story.plan(from: "2026-03-03") == [
        "2026-03-04 11:00 \(one) call", "2026-03-05 15:30 \(two) call",
      ])
    #expect(
      story.then("2026-03-03T10:00", .kept, one).plan(from: "2026-03-04")
        == ["2026-03-05 15:30 \(two) call"])
    #expect(
      story.then("2026-03-03T10:00", .kept, two).plan(from: "2026-03-04")
        == ["2026-03-04 11:00 \(one) call"])
  }

  @Test func `D9: a promise made in a call is due at its minute`() {
    let story = LadderStory().call("2026-03-02T10:00", .reached) {
      $0.promise = moment("2026-03-03T16:45")
    }
    #expect(story.plan(from: "2026-03-03") == ["2026-03-03 16:45 promise/call-2026-03-02/1 call"])
  }

  @Test func `D9: another call before the deadline does not keep a promise`() {
    let story = LadderStory().then("2026-03-02T09:00", .promise(by: moment("2026-03-05T15:30")))
      .call("2026-03-03T10:00", .reached)
    #expect(
      story.plan(from: "2026-03-04") == ["2026-03-05 15:30 promise/promise-2026-03-02/1 call"])
  }

  // MARK: Complaints

  @Test(arguments: [
    // Two hours of the call windows 09:30-12:00 and 14:00-20:00, on working days.
    ("2026-03-02T10:00", "2026-03-02 12:00"), ("2026-03-02T11:30", "2026-03-02 15:30"),
    ("2026-03-02T19:30", "2026-03-03 11:00"), ("2026-03-06T21:00", "2026-03-09 11:30"),
    ("2026-03-07T10:00", "2026-03-09 11:30"),
  ])
  func `C7: a complaint without a promise is answered within two working hours`(
    _ at: String, _ due: String
  ) throws {
    let story = LadderStory().then(at, .complaint(promise: nil))
    let planner = story.planner
    let now = moment(at).adding(seconds: 60)
    let plan = planner.plan(from: day(String(at.prefix(10))), days: 9, now: now)
    let touch = try #require(plan.touches.first)
    #expect("\(touch.day) \(touch.minute)" == due)
    #expect(touch.isAgreed)
  }

  @Test func `C7: a promised answer is due at its minute`() {
    let story = LadderStory().then(
      "2026-03-02T09:00", .complaint(promise: moment("2026-03-03T10:10")))
    #expect(
      story.plan(from: "2026-03-03") == ["2026-03-03 10:10 complaint/complaint-2026-03-02/1 call"])
    #expect(
      story.words(from: "2026-03-03").contains {
        $0.contains("complained on 2 Mar 2026, and was promised an answer by 3 Mar 2026 at 10:10")
      })
  }

  @Test func `D11: who refused calls gets an answer to a complaint all the same`() {
    var story = LadderStory().then(
      "2026-03-02T09:00", .complaint(promise: moment("2026-03-03T10:10")))
    story.customer = { $0.refused = ChannelSet(.call) }
    #expect(story.plan(from: "2026-03-03").first?.hasSuffix("/1 call") == true)
    let out = story.then("2026-03-02T10:00", .optOut(.call, occasion: nil))
    #expect(out.plan(from: "2026-03-03").first?.hasSuffix("/1 visit") == true)
    let all = story.then("2026-03-02T10:00", .optOut(nil, occasion: nil))
    #expect(all.plan(from: "2026-03-03").first?.hasSuffix("/1 visit") == true)
  }

  @Test func `D11: from the first answer to the solution, and then it is asked`() {
    let name = "complaint/complaint-2026-03-02"
    let story = LadderStory().then("2026-03-02T09:00", .complaint(promise: nil))
      .call("2026-03-02T10:00", .reached, "\(name)/1")
    #expect(story.plan(from: "2026-03-03") == ["2026-03-03 \(name)/2 call"])
    let agreed = story.call("2026-03-03T10:00", .reached, "\(name)/2")
    // Three working days after the complaint.
    #expect(agreed.plan(from: "2026-03-04") == ["2026-03-05 \(name)/3 visit"])
    let solved = agreed.then("2026-03-05T16:00", .resolved(Satisfaction(perceived: 4, expected: 4)))
    #expect(
      solved.plan(from: "2026-03-06") == ["2026-03-16 after-complaint/resolved-2026-03-05/1 call"])
    #expect(
      solved.then("2026-03-16T16:00", .survey(Satisfaction(perceived: 4, expected: 4)))
        .plan(from: "2026-03-17").isEmpty)
  }

  @Test func `D11: low satisfaction at the end opens care again`() {
    let story = LadderStory().then("2026-03-02T09:00", .complaint(promise: nil))
      .then("2026-03-03T16:00", .resolved(Satisfaction(perceived: 2, expected: 4)))
    #expect(
      story.plan(from: "2026-03-04", days: 5) == ["2026-03-04 recovery/resolved-2026-03-03/1 call"])
    let content = story.then("2026-03-04T16:00", .survey(Satisfaction(perceived: 4, expected: 4)))
    #expect(content.plan(from: "2026-03-05").isEmpty)
    let still = story.then("2026-03-04T16:00", .survey(Satisfaction(perceived: 3, expected: 4)))
    #expect(
      still.plan(from: "2026-03-05", days: 5) == ["2026-03-05 recovery/survey-2026-03-04/1 call"])
  }

  @Test func `C7: of several complaints each is answered, and resolved one by one`() {
    let story = LadderStory()
      .then("2026-03-02T09:00", .complaint(promise: moment("2026-03-03T10:00")))
      .then("2026-03-02T15:00", .complaint(promise: moment("2026-03-03T11:00")))
    let (one, two) = ("complaint/complaint-2026-03-02", "complaint/complaint-2026-03-02.2")
    #expect(
      story.plan(from: "2026-03-03") == [
        "2026-03-03 10:00 \(one)/1 call", "2026-03-03 11:00 \(two)/1 call",
      ])
    let second = story.then("2026-03-02T16:00", .resolved(nil), "\(two)/1")
    #expect(
      second.plan(from: "2026-03-03", days: 2) == ["2026-03-03 10:00 \(one)/1 call"])
    // Without a name it is the oldest that is over.
    let unnamed = story.then("2026-03-02T16:00", .resolved(nil))
    #expect(
      unnamed.plan(from: "2026-03-03", days: 2) == ["2026-03-03 11:00 \(two)/1 call"])
  }

  @Test func `C7: with an open complaint the machine wishes nothing, and the rep calls instead`() {
    var story = LadderStory().then(
      "2026-03-02T09:00", .complaint(promise: moment("2026-03-03T10:00"))
    )
    .call("2026-03-03T10:00", .reached, "complaint/complaint-2026-03-02/1")
    story.cadences = [.complaints, .birthdays(elseTask: true)]
    story.customer = { $0.birthday = person("1980-03-10") }
    let planned = story.plan(from: "2026-03-04", days: 20)
    #expect(planned.contains("2026-03-10 birthday/2026/1 call"), "\(planned)")
    #expect(!planned.contains { $0.hasSuffix("sms") || $0.hasSuffix("email") })
    let solved = story.then("2026-03-04T10:00", .resolved(nil))
    #expect(
      solved.plan(from: "2026-03-05", days: 20).contains {
        $0.hasPrefix("2026-03-10 birthday/2026/1 ") && !$0.hasSuffix("call")
      })
  }

  @Test func `C7: the owner of a complaint has its tasks`() throws {
    var story = LadderStory().then(
      "2026-03-02T09:00", .complaint(promise: moment("2026-03-03T10:00")))
    story.cadences = [.complaints]
    var history = story.history
    var known = try #require(history.customers["KH0000001"])
    known.facts[0].fact.marks.owner = "zhu"
    history.customers["KH0000001"] = known
    let reps = [Rep(id: "mao", names: ["毛"]), Rep(id: "zhu", names: ["祝"])]
    let planner = Planner(
      settings: Settings.forTests(story.cadences, reps: reps), roster: one(), history: history)
    let touch = try #require(planner.plan(from: day("2026-03-03"), days: 1).touches.first)
    #expect(planner.rep(of: touch) == "zhu")
    // Who owns it sees it, and nothing else of the customer's; the rep on file does not.
    for (rep, count) in [(RepID("zhu"), 1), ("mao", 0)] {
      let part = planner.allocated(from: day("2026-03-03"), days: 1, filter: PlanFilter(rep: rep))
      #expect(part.plan.touches.count { $0 == touch } == count, "\(rep)")
      if rep == "zhu" { #expect(part.plan.touches.count == 1) }
    }
  }
}
