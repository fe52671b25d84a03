import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Product rows C2, E6 and E8: a rep's day holds what a rep can do, and what matters most goes first.
struct CapacityTests {
  /// A Monday.
  static let from = day("2026-03-02")

  private static let festivalCall = Cadence(
    name: "festival-call", title: "Call",
    trigger: .festival(FestivalRule(festivals: ["mid-autumn"])),
    precedence: .festival, steps: [Step(channels: [.call], offset: .workdays(-3), title: "Call")])

  private func reps(_ calls: Int = 5) -> [Rep] {
    var mao = Rep(id: "mao", names: ["毛"])
    mao.callsPerDay = calls
    mao.deputy = "xu"
    var xu = Rep(id: "xu", names: ["徐"])
    xu.callsPerDay = calls
    return [mao, xu]
  }

  /// Leads whom the file wants called on the first day.
  private func leads(_ count: Int, _ change: (Int, inout Customer) -> Void = { _, _ in }) -> Roster
  {
    var builder = RosterBuilder()
    for number in 0..<count {
      let digits = String(1_000_000 + number).dropFirst()
      builder.add(CustomerID("KH0\(digits)")) {
        $0.stage = .prospect
        $0.created = Self.from - 30
        $0.nextContact = Self.from
        change(number, &$0)
      }
    }
    return builder.build()
  }

  private func planner(
    _ roster: Roster, _ cadences: [Cadence] = [.followUp(stages: [.prospect])], reps: [Rep]? = nil,
    history: History = History()
  ) -> Planner {
    Planner(
      settings: Settings.forTests(cadences, reps: reps ?? self.reps()), roster: roster,
      history: history)
  }

  private func byDay(_ touches: [PlannedTouch]) -> [[Int32]] {
    Dictionary(grouping: touches, by: \.day).sorted { $0.key < $1.key }
      .map { $0.value.map(\.customer).sorted() }
  }

  @Test func `C2: no day holds more calls than the rep makes, and none is lost`() {
    let planner = planner(leads(12))
    let calls = planner.allocated(from: Self.from, days: 7).plan.touches
    #expect(byDay(calls) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11]])
    #expect(calls.map(\.daysOverdue).max() == 2)
    // The pass itself leaves them on their day.
    #expect(planner.plan(from: Self.from, days: 7).touches.allSatisfy { $0.day == Self.from })
  }

  @Test func `C2: what waits longer than the plan is told, and comes back as overdue`() {
    let planner = planner(leads(12))
    let day = planner.allocated(from: Self.from, days: 1)
    #expect(day.plan.touches.map(\.customer).sorted() == [0, 1, 2, 3, 4])
    #expect(day.moves.count == 7 && day.moves.allSatisfy { $0.day == nil && $0.most == 5 })
    #expect(day.handedOn(by: 0, on: Self.from) == 7)
  }

  @Test func `E8: level goes first, then the older due day, then the id`() {
    let roster = leads(12) { number, customer in
      customer.level = number >= 9 ? .a : number >= 6 ? .b : .c
    }
    let calls = planner(roster).allocated(from: Self.from, days: 7).plan.touches
    #expect(byDay(calls) == [[6, 7, 9, 10, 11], [0, 1, 2, 3, 8], [4, 5]])
  }

  @Test func `E6: a clear need goes before every rank`() {
    let roster = leads(12) { number, customer in customer.level = number < 6 ? .a : .none }
    var report = CallReport(outcome: .reached)
    report.need = .clear
    // Reached the Friday before; the next call is due on Monday.
    let history = facts(
      [("2026-02-27T10:00", .inquiry(DealFacts())), ("2026-02-27T11:00", .call(report))],
      firstStart: "2026-02-02T08:00", of: "KH0000011")
    let calls = planner(roster, history: history).allocated(from: Self.from, days: 1).plan.touches
    #expect(calls.map(\.customer).sorted() == [0, 1, 2, 3, 11])
  }

  @Test func `E8: rank is need, tier, type, level in this order`() {
    func rank(
      _ need: Need?, _ tier: PyramidTier?, _ type: CustomerType?, _ level: CustomerLevel
    ) -> CustomerRank {
      var segment = Segment()
      (segment.tier, segment.type) = (tier, type)
      return CustomerRank(need: need, segment: segment, level: level)
    }
    let order = [
      rank(.clear, nil, nil, .none), rank(.some, .top, .dragonfly, .c),
      rank(nil, .large, .bee, .a), rank(nil, .large, .mantis, .a), rank(nil, .large, .mantis, .b),
      rank(.some, .small, .bee, .none), rank(nil, .suspect, nil, .none), rank(nil, nil, .bee, .a),
      rank(nil, nil, nil, .c), rank(nil, nil, nil, .none),
    ]
    #expect(order.shuffled().sorted() == order)
    #expect(Set(order).count == order.count)
  }

  @Test func `E6: complaints, promises and agreed times stay on their day, over the limit`() {
    let promise = Cadence(
      name: "promise", title: "Promise",
      trigger: .ladder(LadderRule(opens: [.promise], endedBy: [.kept])), precedence: .promise,
      steps: [Step(channels: [.call], title: "Keep it")])
    var history = facts(
      [("2026-02-27T10:00", .promise(by: moment("2026-03-02T15:00")))],
      firstStart: "2026-02-02T08:00", of: "KH0000010")
    var back = CallReport(outcome: .callBack)
    back.callBack = moment("2026-03-02T16:00")
    let agreed = facts(
      [("2026-02-27T10:00", .inquiry(DealFacts())), ("2026-02-27T11:00", .call(back))],
      of: "KH0000011")
    history.customers["KH0000011"] = agreed.customers["KH0000011"]
    let roster = leads(12) { number, customer in
      customer.level = .a
      if number >= 10 { (customer.level, customer.stage) = (.none, .customer) }
    }
    let planner = planner(
      roster, [.followUp(stages: [.prospect]), promise], reps: reps(1), history: history)
    let calls = planner.allocated(from: Self.from, days: 2).plan.touches
    #expect(byDay(calls) == [[10, 11], [0]])
  }

  @Test func `C2: a call that has its last day is made on it, over the limit`() {
    let wedding = Cadence(
      name: "wedding", title: "Wedding", trigger: .anniversary(AnniversaryRule(date: .wedding)),
      precedence: .occasion, steps: [Step(channels: [.call], title: "Call")])
    let roster = leads(8) { number, customer in
      customer.level = .a
      if number == 7 {
        (customer.level, customer.stage) = (.none, .customer)
        customer.wedding = person("2010-03-02")
      }
    }
    let planner = planner(roster, [.followUp(stages: [.prospect]), wedding])
    let calls = planner.allocated(from: Self.from, days: 7).plan.touches
    #expect(byDay(calls) == [[0, 1, 2, 3, 7], [4, 5, 6]])
  }

  @Test func `C2: calls before a festival are spread ahead of it, the weightiest nearest`() {
    let roster = leads(23) { number, customer in
      customer.stage = .customer
      customer.level = number < 8 ? .a : .b
    }
    let planner = planner(roster, [Self.festivalCall])
    let raw = planner.plan(from: day("2026-09-01"), days: 40).touches
    #expect(Set(raw.map(\.day)).count == 1)
    let planned = raw[0].day
    let calls = planner.allocated(from: day("2026-09-01"), days: 40).plan.touches
    #expect(calls.count == 23 && calls.map(\.day).max() == planned)
    #expect(Dictionary(grouping: calls, by: \.day).values.allSatisfy { $0.count <= 5 })
    #expect(calls.filter { $0.day == planned }.map(\.customer).sorted() == [0, 1, 2, 3, 4])
    #expect(calls.allSatisfy { $0.daysOverdue == 0 })
    // A plan of one of those days alone knows what comes.
    let first = calls.map(\.day).min() ?? planned
    let alone = planner.allocated(from: first, days: 1).plan.touches
    #expect(alone == calls.filter { $0.day == first })
    #expect(planner.allocated(from: first - 1, days: 1).plan.touches.isEmpty)
  }

  @Test func `C2: thanks after a festival wait their turn and never come before it`() {
    var thanks = Self.festivalCall
    thanks.steps[0].offset = .workdays(2)
    thanks.steps[0].expires = .days(14)
    let roster = leads(23) { _, customer in customer.stage = .customer }
    let planner = planner(roster, [thanks])
    let calls = planner.allocated(from: day("2026-09-01"), days: 60).plan.touches
    #expect(calls.count == 23)
    #expect(calls.allSatisfy { $0.day > day("2026-09-25") }, "mid-autumn is on 25 September 2026")
    #expect(Dictionary(grouping: calls, by: \.day).values.allSatisfy { $0.count <= 5 })
    #expect(planner.allocated(from: day("2026-09-25"), days: 1).plan.touches.isEmpty)
  }

  @Test func `C2: a call put off to a day is not made before it`() throws {
    let roster = leads(23) { _, customer in customer.stage = .customer }
    let planned = try #require(
      planner(roster, [Self.festivalCall]).plan(from: day("2026-09-01"), days: 40).touches.first?
        .day)
    var history = History(firstStart: moment("2026-03-02T00:00"))
    for index in roster.customers.indices {
      let id = roster.customers[index].id
      let fact = Fact(
        customer: id, at: moment("2026-08-31T09:00"), detail: .snooze(until: planned + 1))
      history.customers[id, default: CustomerHistory()].facts.append(
        RecordedFact(number: Int64(index + 1), fact: fact))
    }
    let calls = planner(roster, [Self.festivalCall], history: history)
      .allocated(from: day("2026-09-01"), days: 60).plan.touches
    #expect(calls.map(\.day).min() == planned + 1)
  }

  @Test func `C2: a day alone knows the calls to come of those whom only a step means`() {
    var builder = RosterBuilder()
    for number in 0..<30 {
      builder.add(CustomerID("KH00\(number + 100)")) { customer in
        customer.stage = .customer
        customer.purchaseStart = UInt32(number)
        customer.purchaseCount = 1
      }
    }
    var roster = builder.build()
    for number in 0..<30 {
      roster.purchases.append(Purchase(day: day("2026-05-01"), amount: Int64(number + 1) * 100_000))
    }
    var call = Self.festivalCall
    call.steps[0].audience.computed.tiers = [.top, .large, .medium]
    let planner = planner(roster, [call], reps: reps(2))
    let calls = planner.allocated(from: day("2026-09-01"), days: 40).plan.touches
    #expect(Set(calls.map(\.day)).count > 1 && calls.count < 30)
    for offset in 0..<40 {
      let today = day("2026-09-01") + offset
      let alone = planner.allocated(from: today, days: 1).plan.touches.filter {
        $0.daysOverdue == 0
      }
      #expect(alone == calls.filter { $0.day == today && $0.daysOverdue == 0 }, "\(today)")
    }
  }

  @Test func `X5: the deputy makes an absent rep's calls, no more in all than the deputy makes`() {
    var reps = reps()
    reps[0].absences = [Absence(first: Self.from, last: Self.from + 1)]
    let roster = leads(12) { number, customer in customer.rep = number < 8 ? 0 : 1 }
    let calls = planner(roster, reps: reps).allocated(from: Self.from, days: 7).plan.touches
    #expect(byDay(calls) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11]])
  }

  @Test func `X5: with nobody to stand in, calls wait for the rep's return`() {
    var reps = reps()
    reps[0].deputy = nil
    reps[0].absences = [Absence(first: Self.from, last: Self.from + 1)]
    let calls = planner(leads(7), reps: reps).allocated(from: Self.from, days: 7).plan.touches
    #expect(byDay(calls) == [[0, 1, 2, 3, 4], [5, 6]])
    #expect(calls.first?.day == Self.from + 2)
  }

  @Test func `C2: a day planned alone is that day of the longer plan when all was done`() {
    let roster = leads(17) { number, customer in
      customer.level = CustomerLevel.allCases[number % 4]
    }
    let year = planner(roster)
    let expected = year.allocated(from: Self.from, days: 4).plan.touches
    var history = History(firstStart: moment("2026-03-02T00:00"))
    for offset in 0..<4 {
      let today = Self.from + offset
      let planner = planner(roster, history: history)
      let calls = planner.allocated(from: today, days: 1).plan.touches
      #expect(calls == expected.filter { $0.day == today }, "\(today)")
      for call in calls {
        let id = planner.touchID(of: call)
        let fact = Fact(
          customer: id.customer, at: planner.instant(of: call), touch: id,
          detail: .lost(.letGo, nil))
        history.customers[id.customer, default: CustomerHistory()].facts.append(
          RecordedFact(number: Int64(call.customer + 1), fact: fact))
      }
    }
  }

  @Test func `C2: messages do not depend on it, and a part of the plan is that part of the whole`()
  {
    let roster = RosterBuilder.random(300, seed: 12, today: Self.from)
    let cadences: [Cadence] = [
      .greetings(4), .birthdays(elseTask: true), .followUp(stages: [.prospect, .opportunity]),
      .maintenance(), Self.festivalCall,
    ]
    let planner = planner(roster, cadences)
    let raw = planner.plan(from: Self.from, days: 60, skips: true)
    let whole = planner.allocated(from: Self.from, days: 60, skips: true).plan
    #expect(
      whole.touches.filter(\.channel.isMachineSent) == raw.touches.filter(\.channel.isMachineSent))
    #expect(whole.skips == raw.skips)
    for customer in stride(from: 0, to: 300, by: 23) {
      let part = planner.allocated(
        from: Self.from, days: 60, filter: PlanFilter(customer: customer), skips: true)
      #expect(part.plan.touches == whole.touches.filter { Int($0.customer) == customer })
      #expect(part.plan.skips == whole.skips.filter { Int($0.customer) == customer })
    }
    for (index, cadence) in planner.settings.cadences.enumerated() {
      let part = planner.allocated(
        from: Self.from, days: 60, filter: PlanFilter(cadence: cadence.name))
      #expect(part.plan.touches == whole.touches.filter { Int($0.cadence) == index })
    }
    let mao = planner.allocated(from: Self.from, days: 60, filter: PlanFilter(rep: "mao"))
    #expect(mao.plan.touches == whole.touches)
    #expect(
      planner.allocated(from: Self.from, days: 60, filter: PlanFilter(rep: "xu")).plan.touches
        .isEmpty)
  }

  @Test func `C2: explain says why a call waits, and where it went`() throws {
    let planner = planner(leads(12))
    let verdicts = planner.explain(customer: 11, from: Self.from).filter { $0.rule == "capacity" }
    #expect(verdicts.map(\.day) == [Self.from, Self.from + 2])
    #expect(verdicts.map(\.kind) == [.move, .allow])
    #expect(verdicts[0].text.contains("毛 has at most 5 calls a day"))
    #expect(planner.explain(customer: 0, from: Self.from).allSatisfy { $0.rule != "capacity" })
  }

  @Test func `C2: a rep's hours bound the times of calls`() throws {
    var reps = reps()
    reps[0].hours = try [#require(TimeWindow("10:00-11:00"))]
    let calls = planner(leads(40), reps: reps).plan(from: Self.from, days: 1).touches
    #expect(calls.count == 40)
    #expect(calls.allSatisfy { (600..<660).contains(Int($0.minute.minutes)) })
  }
}
