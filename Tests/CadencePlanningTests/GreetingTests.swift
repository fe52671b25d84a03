import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

struct GreetingTests {
  @Test func `greetings fall once in each part of the year, on ordinary days`() {
    let settings = Settings.forTests([.greetings(4)])
    let calendar = HolidayFixture.calendar("CN")
    for number in 0..<200 {
      var builder = RosterBuilder()
      builder.add(CustomerID("C\(number)"))
      let planner = Planner(settings: settings, roster: builder.build(), history: History())
      let plan = planner.plan(from: day("2026-01-01"), days: 365)
      #expect(plan.touches.count == 4)
      for (part, touch) in plan.touches.enumerated() {
        #expect((touch.day.ordinal - 1) / 92 <= part && part <= touch.day.ordinal / 91)
        #expect(calendar.isWorkday(touch.day) == true)
        for near in (touch.day - 2)...(touch.day + 2) {
          #expect(!calendar.isPublicHoliday(near), "\(touch.day) is near the holiday \(near)")
        }
      }
    }
  }

  @Test func `festivals kept free get a buffer though they are no days off`() {
    var settings = Settings.forTests([.greetings(12)], festivals: Festival.forTests)
    settings.policy.festivalsKeptFree = ["mothers-day"]
    let roster = RosterBuilder.random(2000, seed: 5, today: day("2026-01-01"))
    let plan = Planner(settings: settings, roster: roster, history: History())
      .plan(from: day("2026-01-01"), days: 365)
    let days = Set(plan.touches.map(\.day))
    // Mother's Day 2026 is 10 May, a Sunday; Friday and Monday beside it are ordinary.
    #expect(!days.contains(day("2026-05-08")))
    #expect(!days.contains(day("2026-05-12")))
    #expect(days.contains(day("2026-05-13")))
  }

  @Test func `no greeting falls on the same date in three years running`() {
    let settings = Settings.forTests([.greetings(4), .birthdays()], countries: ["CN", "HK"])
    let roster = RosterBuilder.random(150, seed: 11, today: day("2017-01-01"))
    var dates: [Int32: [Int: Set<Int>]] = [:]
    for year in 2017...2026 {
      let plan = Planner(settings: settings, roster: roster, history: History())
        .plan(from: day("\(year)-01-01"), days: 365)
      #expect(plan.touches.count > (year < 2020 ? 0 : 300))
      for touch in plan.touches where settings.cadences[Int(touch.cadence)].kind == .greeting {
        let (_, month, dayOfMonth) = touch.day.civil()
        let date = month * 100 + dayOfMonth
        for before in [year - 1, year - 2] {
          #expect(dates[touch.customer]?[before]?.contains(date) != true)
        }
        dates[touch.customer, default: [:]][year, default: []].insert(date)
      }
    }
  }

  @Test func `greetings spread evenly over the base`() {
    let settings = Settings.forTests([.greetings(4)])
    var builder = RosterBuilder()
    for number in 0..<20_000 { builder.add(CustomerID("C\(number)")) }
    let plan = Planner(settings: settings, roster: builder.build(), history: History())
      .plan(from: day("2026-01-01"), days: 365)
    #expect(plan.touches.count == 80_000)
    // Within a part of the year every ordinary day gets about the same number.
    for part in 0..<4 {
      let first = day("2026-01-01") + part * 365 / 4
      let last = day("2026-01-01") + ((part + 1) * 365 / 4 - 1)
      var counts: [Day: Int] = [:]
      for touch in plan.touches where first <= touch.day && touch.day <= last {
        counts[touch.day, default: 0] += 1
      }
      let mean = Double(counts.values.reduce(0, +)) / Double(counts.count)
      #expect(Double(counts.values.max() ?? 0) < mean * 1.35)
      #expect(Double(counts.values.min() ?? 0) > mean * 0.65)
    }
  }

  @Test func `the family's birthdays are kept clear of greetings`() {
    let settings = Settings.forTests([.greetings(12)])
    let roster = one { customer in
      customer.birthday = person("1980-06-15")
      customer.family = [FamilyDate(relation: .spouse, date: person("--09-10") ?? Self.any)]
    }
    let plan = Planner(settings: settings, roster: roster, history: History())
      .plan(from: day("2026-01-01"), days: 365)
    for touch in plan.touches {
      for birthday in ["2026-06-15", "2026-09-10"] {
        #expect(abs(touch.day - day(birthday)) > 14, "\(touch.day) is near \(birthday)")
      }
    }
    #expect(plan.touches.count >= 9)
  }

  private static var any: PersonDate {
    guard let date = PersonDate.solar(year: nil, month: 1, day: 1) else { preconditionFailure() }
    return date
  }

  @Test func `a real contact moves a greeting to a later day of its part`() throws {
    let settings = Settings.forTests([.greetings(2)])
    let quiet = Planner(settings: settings, roster: one(), history: History())
    let before = try #require(quiet.plan(from: day("2026-01-01"), days: 181).touches.first?.day)
    let history = facts([("\(before - 3)T10:00", .contact)], firstStart: "2025-12-01T08:00")
    let planner = Planner(settings: settings, roster: one(), history: history)
    let plan = planner.plan(from: before - 2, days: 181, skips: true)
    let after = plan.touches.first { $0.occurrence == .greeting(year: 2026, number: 1) }
    if let after {
      #expect(after.day > before - 3 + 14)
    } else {
      #expect(skipLines(plan, planner).contains { $0.hasSuffix("recent-contact") })
    }
    #expect(after?.day != before)
  }

  @Test func `a greeting missed by downtime is made up for within the catch-up only`() throws {
    let settings = Settings.forTests([.greetings(4)])
    let history = History(firstStart: moment("2025-06-01T08:00"))
    let planner = Planner(settings: settings, roster: one(), history: history)
    let base = try #require(planner.plan(from: day("2026-04-01"), days: 91).touches.first)
    let soon = planner.plan(from: base.day + 1, days: 5).touches
    let late = planner.plan(from: base.day + 5, days: 20).touches
    #expect(soon.allSatisfy { $0.day <= base.day + 3 })
    #expect(!late.contains { $0.occurrence == base.occurrence })
    // On a first start nothing is made up for.
    let first = Planner(settings: settings, roster: one(), history: History())
      .plan(from: base.day + 1, days: 20).touches
    #expect(!first.contains { $0.occurrence == base.occurrence })
  }

  @Test func `a settled greeting is not planned again`() throws {
    let settings = Settings.forTests([.greetings(4)])
    let free = Planner(settings: settings, roster: one(), history: History())
    let touch = try #require(free.plan(from: day("2026-04-01"), days: 91).touches.first)
    var record = TouchRecord(
      touch: free.touchID(of: touch), channel: .email, day: touch.day - 1,
      at: moment("\(touch.day - 1)T10:00"), outcome: .accepted, isSettled: true)
    var history = facts([], touches: [record], firstStart: "2026-01-01T08:00")
    var planner = Planner(settings: settings, roster: one(), history: history)
    #expect(planner.plan(from: touch.day, days: 1).touches.isEmpty)
    // The same record in the future is not known yet.
    record.at = moment("\(touch.day + 1)T10:00")
    record.day = touch.day + 1
    history = facts([], touches: [record], firstStart: "2026-01-01T08:00")
    planner = Planner(settings: settings, roster: one(), history: history)
    #expect(planner.plan(from: touch.day, days: 1).touches.count == 1)
  }

  @Test func `without any calendar nothing is guessed`() {
    let settings = Settings.forTests([.greetings(2)], countries: [])
    let planner = Planner(settings: settings, roster: one(), history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(plan.touches.isEmpty)
    #expect(
      skipLines(plan, planner) == [
        "2026-07-01 greeting/2026-1/1 calendar-unknown",
        "2026-12-31 greeting/2026-2/1 calendar-unknown",
      ])
  }
}
