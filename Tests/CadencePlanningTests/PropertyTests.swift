import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Goals T6 and T7 on generated customers.
struct PropertyTests {
  static let from = day("2026-01-01")
  static let cadences: [Cadence] = [
    .greetings(6), .birthdays(), .birthdays([.spouse, .children], name: "family"),
    .festivals(["mid-autumn", "mothers-day"]),
    .followUp(stages: [.prospect, .opportunity], then: "nurture"), .nurture(), .maintenance(),
  ]
  let settings = Settings.forTests(cadences, countries: ["CN", "HK"])

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a year of mixed customers keeps every rule of tact`(_ seed: UInt64) {
    let roster = RosterBuilder.random(1500, seed: seed, today: Self.from)
    let planner = Planner(settings: settings, roster: roster, history: History())
    let plan = planner.plan(from: Self.from, days: 365, skips: true)
    var messages: [Int32: [PlannedTouch]] = [:]
    for touch in plan.touches where touch.channel.isMachineSent {
      let customer = roster.customers[Int(touch.customer)]
      #expect(customer.consented.contains(touch.channel))
      #expect(!customer.optedOut.contains(touch.channel))
      #expect(
        settings.policy.sendWindows.contains { $0.contains(touch.minute) }
          || (570..<690).contains(Int(touch.minute.minutes))
          || (840..<1170).contains(Int(touch.minute.minutes)))
      messages[touch.customer, default: []].append(touch)
      guard settings.cadences[Int(touch.cadence)].kind == .greeting else { continue }
      checkDay(touch.day, country: roster.countries[Int(customer.country)])
    }
    for (_, sent) in messages { checkCaps(sent) }
    #expect(Set(plan.touches.map(planner.touchID(of:))).count == plan.touches.count)
  }

  private func checkDay(_ day: Day, country: String) {
    guard let calendar = settings.calendars[country] else { return }
    #expect(calendar.isWorkday(day) == true)
    for near in (day - 2)...(day + 2) {
      #expect(!calendar.isPublicHoliday(near), "\(day) is near a holiday of \(country)")
    }
    // Mid-autumn 2026 and New Year's Eve are kept free by the config.
    for festival in ["2026-09-25", "2026-02-16"] {
      #expect(abs(CadencePlanningTests.day(festival) - day) > 2)
    }
  }

  private func checkCaps(_ sent: [PlannedTouch]) {
    for touch in sent {
      let cadence = settings.cadences[Int(touch.cadence)]
      #expect(sent.filter { $0.day == touch.day }.count == 1, "two messages on \(touch.day)")
      guard cadence.boundByCaps else { continue }
      for start in stride(from: -29, through: 0, by: 1) {
        let first = touch.day + start
        let month = sent.filter { first <= $0.day && $0.day < first + 30 }
        #expect(month.count <= 3, "\(touch.day): \(month.map(\.day))")
        guard start > -7 else { continue }
        let week = sent.filter { first <= $0.day && $0.day < first + 7 }
        #expect(week.count <= 1, "\(touch.day): \(week.map(\.day))")
      }
    }
  }

  @Test func `every greeting and every date is planned or explained`() {
    let roster = RosterBuilder.random(800, seed: 9, today: Self.from)
    let planner = Planner(settings: settings, roster: roster, history: History())
    let plan = planner.plan(from: Self.from, days: 365, skips: true)
    struct Key: Hashable {
      let customer: Int32
      let cadence: UInt16
      let occurrence: Occurrence
    }
    var ends: [Key: Int] = [:]
    for touch in plan.touches {
      ends[
        Key(customer: touch.customer, cadence: touch.cadence, occurrence: touch.occurrence),
        default: 0] += 1
    }
    for skip in plan.skips {
      ends[
        Key(customer: skip.customer, cadence: skip.cadence, occurrence: skip.occurrence),
        default: 0] += 1
    }
    for (index, customer) in roster.customers.enumerated() {
      let greetings = settings.cadences.firstIndex { $0.name == "greeting" } ?? 0
      for number in 1...6 {
        let occurrence = Occurrence.greeting(year: 2026, number: UInt8(number))
        let key = Key(
          customer: Int32(index), cadence: UInt16(greetings), occurrence: occurrence)
        #expect(ends[key] == 1, "\(customer.id) greeting \(number)")
      }
      guard let birthday = customer.birthday else { continue }
      let birthdays = settings.cadences.firstIndex { $0.name == "birthday" } ?? 0
      for kept in birthday.occurrences(from: Self.from, to: Self.from + 364) {
        let occurrence = Occurrence.kept(
          .customer, year: Int16(kept.year), isLunar: kept.isLunar)
        let key = Key(
          customer: Int32(index), cadence: UInt16(birthdays), occurrence: occurrence)
        #expect(ends[key] == 1, "\(customer.id) \(birthday)")
      }
    }
  }

  @Test func `the order of cadences, festivals of customers and reps changes nothing`() {
    let roster = RosterBuilder.random(600, seed: 4, today: Self.from)
    let plan = Planner(settings: settings, roster: roster, history: History())
    let expected = plan.plan(from: Self.from, days: 365, skips: true)
    var builder = RosterBuilder()
    _ = builder.country("XX")
    let hongKong = builder.country("HK")
    for customer in roster.customers.reversed() {
      builder.add(customer.id) { copy in
        copy = customer
        if customer.country != 0 { copy.country = hongKong }
      }
    }
    let planner = Planner(settings: settings, roster: builder.build(), history: History())
    let shuffled = planner.plan(from: Self.from, days: 365, skips: true)
    #expect(lines(shuffled, planner) == lines(expected, plan))
    #expect(shuffled.touches.map(\.minute) == expected.touches.map(\.minute))
    #expect(skipLines(shuffled, planner) == skipLines(expected, plan))
  }

  @Test func `parts of the customers joined are the plan of all`() {
    let roster = RosterBuilder.random(500, seed: 8, today: Self.from)
    let planner = Planner(settings: settings, roster: roster, history: History())
    let whole = planner.plan(from: Self.from, days: 200, skips: true)
    let parts = [0..<123, 123..<400, 400..<500].map {
      planner.plan(customers: $0, from: Self.from, days: 200, skips: true)
    }
    let joined = Planner.join(parts)
    #expect(joined.touches == whole.touches)
    #expect(joined.skips == whole.skips)
  }

  @Test func `planning day by day gives the plan of the year`() {
    let machine = Self.cadences.filter { $0.kind != .ladder && $0.kind != .maintenance }
    let settings = Settings.forTests(machine, countries: ["CN", "HK"])
    let roster = RosterBuilder.random(60, seed: 21, today: Self.from)
    var history = History()
    let year = Planner(settings: settings, roster: roster, history: history)
    let expected = lines(year.plan(from: Self.from, days: 365), year)
    history.firstStart = moment("2026-01-01T00:00")
    var made: [String] = []
    for offset in 0..<365 {
      let today = Self.from + offset
      let planner = Planner(settings: settings, roster: roster, history: history)
      let plan = planner.plan(from: today, days: 1)
      made += lines(plan, planner)
      for touch in plan.touches {
        let id = planner.touchID(of: touch)
        let record = TouchRecord(
          touch: id, channel: touch.channel, day: touch.day, at: planner.instant(of: touch),
          countsToCaps: settings.cadences[Int(touch.cadence)].countsToCaps, outcome: .accepted,
          isSettled: true)
        history.customers[id.customer, default: CustomerHistory()].touches.append(record)
      }
    }
    #expect(made == expected)
  }
}
