import CadenceModel
import CadencePlanning
import CivilTime
import RepReporting
import Testing

/// From recorded facts through the planner to the morning mail.
@Suite struct PlannedDigestTests {
  private func sample() -> DigestSample {
    var sample = DigestSample.chinese()
    sample.touches = []
    sample.history = History(firstStart: DigestSample.at("2026-10-01T00:00:00+08:00"))
    let step = Step(channels: [.call], offset: .workdays(1))
    let rule = LadderRule(opens: [.inquiry], endedBy: [.won, .lost])
    sample.settings.cadences = [
      Cadence(
        name: "follow-up", title: "意向跟进", trigger: .ladder(rule), precedence: .followUp,
        steps: [step, step])
    ]
    for index in sample.customers.indices {
      sample.customers[index].stage = .suspect
      sample.customers[index].reachable = ChannelSet(.call)
      sample.customers[index].consented = ChannelSet(.call)
    }
    return sample
  }

  private func digest(_ sample: DigestSample, _ day: String) throws -> DailyDigest {
    var input = sample.input("mao", day)
    input.roster.countries = ["CN"]
    input.roster.languages = ["zh-CN"]
    for index in input.roster.customers.indices {
      input.roster.customers[index].household = Int32(index)
    }
    let planner = Planner(
      settings: input.settings, roster: input.roster, history: input.history)
    let now = DigestSample.at("\(day)T07:30:00+08:00")
    input.touches = planner.plan(from: input.day, days: 1, now: now).touches
    return try DailyDigest.make(input).get()
  }

  @Test func `an inquiry becomes tomorrow's call, and an overdue one when nobody calls`() throws {
    var sample = sample()
    sample.record(0, "2026-11-16T10:00:00+08:00", .inquiry(DealFacts()))
    let onTime = try digest(sample, "2026-11-17")
    #expect(onTime.calls.map(\.touch.customer) == ["KH0000101"])
    let late = try digest(sample, "2026-11-19")
    #expect(late.overdue.map(\.due) == [DigestSample.day("2026-11-17")])
  }

  @Test func `after a call that reached nobody the next step says which try it was`() throws {
    var sample = sample()
    sample.record(0, "2026-11-16T10:00:00+08:00", .inquiry(DealFacts()))
    sample.record(0, "2026-11-17T10:00:00+08:00", DigestSample.call(.noAnswer), rep: "mao")
    let task = try #require(try digest(sample, "2026-11-18").calls.first)
    #expect(task.touch.step == 2)
    #expect(task.previous?.outcome == .noAnswer)
    #expect(
      task.reason
        == .followUp(
          step: 2, of: 2, opening: .fact(.inquiry), since: DigestSample.day("2026-11-16")))
  }
}
