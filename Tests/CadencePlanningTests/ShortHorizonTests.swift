import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Plans of few days take a short way past customers who have nothing on them; reporting skips
/// takes the long way for everybody, so the two must agree on every touch.
@Suite struct ShortHorizonTests {
  private static let from = day("2026-01-01")

  private static let settings = Settings.forTests(
    [
      .greetings(4), .birthdays(elseTask: true),
      .birthdays([.spouse, .children], name: "family-birthday"),
      .festivals(["mid-autumn", "new-years-eve", "mothers-day"]),
      .followUp(stages: [.prospect, .opportunity], then: "nurture"), .nurture(), .maintenance(),
      Cadence(
        name: "loyalty", title: "Loyalty",
        trigger: .anniversary(AnniversaryRule(date: .installation, years: [1, 2, 3, 5])),
        precedence: .occasion,
        steps: [
          Step(channels: [.email, .card], offset: .days(-4)),
          Step(channels: [.call], offset: .workdays(3), title: "Call"),
        ]),
    ], countries: ["CN", "HK"])

  private static let firstStarts: [Instant?] = [
    nil, moment("2025-10-01T00:00"), moment("2024-01-01T00:00"),
  ]

  @Test(arguments: firstStarts)
  func `a plan of few days has the touches of the long way`(start: Instant?) {
    let roster = RosterBuilder.random(400, seed: 31, today: Self.from)
    let history = History(firstStart: start)
    let planner = Planner(settings: Self.settings, roster: roster, history: history)
    var count = 0
    for offset in stride(from: 0, to: 400, by: 29) {
      let today = Self.from + offset
      for days in [1, 4] {
        let short = planner.plan(from: today, days: days)
        #expect(short.skips.isEmpty)
        let long = planner.plan(from: today, days: days, skips: true)
        #expect(short.touches == long.touches, "\(days) days from \(today)")
        count += short.touches.count
      }
    }
    #expect(count > 300)
  }

  @Test func `a filtered plan is the part of the whole plan that was asked for`() {
    let roster = RosterBuilder.random(700, seed: 5, today: Self.from)
    let planner = Planner(settings: Self.settings, roster: roster, history: History())
    for days in [1, 7, 120] {
      let whole = planner.plan(from: Self.from + 60, days: days)
      for (index, cadence) in Self.settings.cadences.enumerated() {
        let part = planner.plan(
          from: Self.from + 60, days: days, filter: PlanFilter(cadence: cadence.name))
        #expect(part.touches == whole.touches.filter { Int($0.cadence) == index })
      }
      for customer in stride(from: 0, to: 700, by: 50) {
        let part = planner.plan(
          from: Self.from + 60, days: days, filter: PlanFilter(customer: customer))
        #expect(part.touches == whole.touches.filter { Int($0.customer) == customer })
      }
    }
  }
}
