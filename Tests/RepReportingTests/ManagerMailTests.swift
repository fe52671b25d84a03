import CadenceModel
import CivilTime
import Testing

@testable import RepReporting

@Suite struct ManagerMailTests {
  private static let moment = DigestSample.at("2026-11-30T08:00:00+08:00")
  private static let day = DigestSample.day("2026-11-30")

  private func sample(_ language: String) -> DigestSample {
    var sample = language == "zh" ? DigestSample.chinese() : DigestSample.english()
    sample.settings.manager.email = "boss@example.com"
    if language == "zh" {
      for (hour, outcome) in [(9, CallOutcome.noAnswer), (11, .reached)] {
        sample.record(
          11, "2026-11-26T\(hour < 10 ? "0" : "")\(hour):00:00+08:00", DigestSample.call(outcome),
          rep: "mao")
      }
      sample.record(11, "2026-11-27T10:00:00+08:00", .won(DealFacts()), rep: "mao")
    }
    return sample
  }

  private func week(_ language: String) -> (ManagerWeek, DigestInput) {
    let sample = sample(language)
    let input = sample.input(sample.settings.reps[0].id, "\(Self.day)")
    var scope = ReportScope(
      settings: input.settings, roster: input.roster, history: input.history,
      moment: Self.moment, today: Self.day, from: Self.day, to: Self.day)
    scope.segment = { index in
      var segment = Segment()
      // Two of weight: one whom nobody reached for long, and one who buys no more.
      if index == 4 { (segment.tier, segment.lapse) = (.top, .atRisk) }
      if index == 5 { (segment.tier, segment.lapse) = (.large, .lapsed) }
      (segment.rhythm, segment.elapsed) = (90, 200 + index)
      segment.yearValue = Int64(10_000 - index)
      return segment
    }
    let shortages = [
      TextShortage(
        template: "greeting", channel: .sms, language: language, variants: 8, out: 3, last: 1)
    ]
    return (ManagerWeek.make(input, scope, nominal: Self.day, shortages: shortages), input)
  }

  @Test(arguments: ["zh", "en"])
  func `the weekly mail is word for word what the golden file says`(language: String) throws {
    let (week, input) = week(language)
    let page = week.page(input)
    try expectGolden(page.text, "manager-\(language).txt")
    try expectGolden(page.html, "manager-\(language).html")
  }

  @Test func `the week's figures are those of its seven days, beside the seven before`() {
    let (week, _) = week("zh")
    func figures(_ figure: WeekFold.Figure) -> [Int] { week.counts.map { $0[figure.rawValue] } }
    // The calls, the visit and the deal of the 20th belong to the week before.
    #expect(figures(.calls) == [2, 5])
    #expect(figures(.reached) == [1, 3])
    #expect(figures(.visits) == [0, 1])
    #expect(figures(.won) == [1, 1])
    #expect(figures(.complaints) == [0, 1])
    #expect(figures(.sent) == [0, 2])
    #expect(figures(.failed) == [0, 2])
  }

  @Test func `who is neglected or drifts away is named with tier and days`() {
    let (week, _) = week("zh")
    #expect(week.neglectedFew.map(\.customer) == [4])
    #expect(week.neglectedFew.first?.limit == 7)
    #expect(week.drifting.map(\.customer) == [4, 5])
  }

  @Test func `a rep's first digest of a week names the own neglected who have no task`() throws {
    let sample = sample("zh")
    var input = sample.input("mao", "2026-11-30")
    input.neglected = [
      NeglectedCustomer(customer: 4, rep: "mao", days: 81, limit: 7),
      NeglectedCustomer(customer: 9, rep: "mao", days: 40, limit: 15),
      NeglectedCustomer(customer: 10, rep: "zhou", days: 40, limit: 15),
    ]
    let monday = try DailyDigest.make(input).get()
    // KH0000105 has an overdue call anyway.
    #expect(monday.tasks.contains { $0.customer == 4 })
    #expect(monday.neglected.map(\.customer) == [9])
    #expect(monday.page(input).text.contains("40天没联系（应在15天内）"))
    input.day = DigestSample.day("2026-12-01")
    #expect(try DailyDigest.make(input).get().neglected.isEmpty, "only on the first day")
  }
}
