import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// The edges of single rules: what each of them must let go, and what it must stop by itself.
@Suite struct RuleEdgeTests {
  private static let phone: UInt64 = 8_615_400_000_001

  /// The gate's answer about a birthday of 12 March 2026, for the first of one or two persons.
  private func gate(
    _ history: CustomerHistory? = nil, occurrence: Occurrence? = nil,
    other: ((inout Customer) -> Void)? = nil, _ change: (inout Customer) -> Void = { _ in }
  ) -> GateVerdict {
    var builder = RosterBuilder()
    if let other { builder.add("KH0000000", other) }
    builder.add("KH0000001") { customer in
      customer.birthday = person("--03-12")
      change(&customer)
    }
    let roster = builder.build()
    let planner = Planner(
      settings: Settings.forTests([.birthdays()]), roster: roster, history: History())
    let touch = PlannedTouch(
      customer: Int32(roster.customers.count - 1), cadence: 0, step: 1, channel: .sms,
      occurrence: occurrence ?? .kept(.customer, year: 2026, isLunar: false),
      day: day("2026-03-12"), minute: MinuteOfDay("10:00") ?? .midnight)
    return planner.gate(touch, history: history, at: moment("2026-03-12T10:00"))
  }

  @Test func `a snooze of one message leaves the others alone`() {
    for (cadence, verdict) in [("birthday", GateVerdict.skip(.snoozed)), ("nurture", .send)] {
      let touch = TouchID(
        customer: "KH0000001", cadence: CadenceName(cadence), occurrence: "2026", step: 1)
      let fact = Fact(
        customer: "KH0000001", at: moment("2026-03-12T09:00"), touch: touch,
        detail: .snooze(until: day("2026-04-01")))
      var history = CustomerHistory()
      history.facts = [RecordedFact(number: 1, fact: fact)]
      #expect(gate(history) == verdict, "\(cadence)")
    }
  }

  @Test func `a reply that nobody has read holds the machine back until its day`() {
    for (until, verdict) in [("2026-03-13", GateVerdict.skip(.snoozed)), ("2026-03-12", .send)] {
      var history = CustomerHistory()
      history.replies = [
        RecordedReply(
          number: 1, at: moment("2026-03-12T09:00"), channel: .sms, until: day(until), sealed: nil)
      ]
      #expect(gate(history) == verdict, "\(until)")
    }
  }

  @Test func `a reply that nobody has read stops no call of the rep`() {
    var history = facts(
      [("2026-03-02T09:00", .inquiry(DealFacts()))], firstStart: "2026-01-05T08:00")
    history.customers["KH0000001"]?.replies = [
      RecordedReply(
        number: 9, at: moment("2026-03-02T10:00"), channel: .sms, until: day("2026-03-30"),
        sealed: nil)
    ]
    let planner = Planner(
      settings: Settings.forTests([.followUp()]), roster: one(), history: history)
    let plan = planner.plan(from: day("2026-03-03"), days: 9, now: moment("2026-03-03T08:00"))
    #expect(!plan.touches.isEmpty)
  }

  @Test func `a call needs a number and nobody who refused calls`() {
    let cases: [(SkipReason, (inout Customer) -> Void)] = [
      (.noAddress, { $0.reachable.remove(ChannelSet(.call)) }),
      (.noConsent, { $0.refused.formUnion(ChannelSet(.call)) }),
    ]
    let known = facts([("2026-03-02T09:00", .inquiry(DealFacts()))], firstStart: "2026-01-05T08:00")
    for (reason, change) in cases {
      let planner = Planner(
        settings: Settings.forTests([.followUp()]), roster: one(change), history: known)
      let plan = planner.plan(from: day("2026-03-03"), days: 9, skips: true)
      #expect(plan.touches.isEmpty)
      #expect(Set(plan.skips.map(\.reason)) == [reason])
    }
  }

  @Test func `a card needs an address`() {
    var cadence = Cadence.birthdays()
    cadence.steps = [Step(channels: [.card], title: "Card")]
    for isReachable in [true, false] {
      let roster = one { customer in
        customer.birthday = person("--03-12")
        if !isReachable { customer.reachable.remove(ChannelSet(.card)) }
      }
      let planner = Planner(
        settings: Settings.forTests([cadence]), roster: roster, history: History())
      let plan = planner.plan(from: day("2026-03-01"), days: 30, skips: true)
      #expect(plan.touches.count == (isReachable ? 1 : 0))
      #expect(plan.skips.map(\.reason) == (isReachable ? [] : [.noAddress]))
    }
  }

  @Test func `an opt-out is the reason given, whatever else is missing`() {
    let planner = Planner(
      settings: Settings.forTests([.birthdays()]),
      roster: one { customer in
        customer.birthday = person("--03-12")
        customer.optedOut = ChannelSet(.sms)
        customer.consented.remove(ChannelSet(.email))
      }, history: History())
    let plan = planner.plan(from: day("2026-03-01"), days: 30, skips: true)
    #expect(plan.skips.map(\.reason) == [.optedOut])
  }

  @Test func `a contact to come does not silence a message before it`() {
    let settings = Settings.forTests([.festivals(["mid-autumn"])])
    // Mid-autumn 2026 is 25 September.
    for (contact, count) in [("2026-09-24", 0), ("2026-09-27", 1)] {
      let planner = Planner(
        settings: settings, roster: one(),
        history: facts([("\(contact)T10:00", .contact)], firstStart: "2026-01-01T08:00"))
      let plan = planner.plan(
        from: day("2026-09-21"), days: 10, now: moment("2026-09-30T08:00"))
      #expect(plan.touches.count == count, "\(contact)")
    }
  }

  @Test func `a household does not wait for who gets nothing`() {
    var cadence = Cadence.greetings(1)
    cadence.audience.except = ["X"]
    let cases: [(CustomerID, [(String, FactDetail)])] = [
      ("A", [("2025-12-01T10:00", .deceased)]), ("X", []),
      ("A", [("2025-12-01T10:00", .complaint(promise: nil))]), ("A", []),
    ]
    for (first, known) in cases {
      var builder = RosterBuilder()
      builder.add(first) { $0.phone = Self.phone }
      builder.add("Y") { $0.phone = Self.phone }
      let planner = Planner(
        settings: Settings.forTests([cadence]), roster: builder.build(),
        history: facts(known, of: first))
      let plan = planner.plan(from: day("2026-01-01"), days: 365)
      let isAlive = first == "A" && known.isEmpty
      #expect(plan.touches.map(\.customer) == [isAlive ? 0 : 1], "\(first) \(known.count)")
    }
  }

  @Test(arguments: [
    ("2015-03-12", "2015-03-12", true), ("2015-03-12", "--03-12", true),
    ("2015-03-12", "2016-03-12", false), ("2015-03-12", "L2015-03-12", false),
    ("2015-03-12", "2015-03-13", false), ("2015-03-12", "2015-04-12", false),
  ])
  func `only the same date is the same person's`(mine: String, theirs: String, isSame: Bool) {
    func child(_ date: String) -> (inout Customer) -> Void {
      { customer in
        customer.phone = Self.phone
        customer.birthday = nil
        customer.family = person(date).map { [FamilyDate(relation: .child(1), date: $0)] } ?? []
      }
    }
    let verdict = gate(
      occurrence: .kept(.child(1), year: 2026, isLunar: false), other: child(theirs), child(mine))
    #expect(verdict == (isSame ? .skip(.duplicate) : .send))
  }

  @Test func `a cap leaves room for what is planned later, and counts only what counts`() {
    let settings = Settings.forTests([.nurture()])
    func verdict(_ sent: [(String, Bool)]) -> GateVerdict {
      let planner = Planner(settings: settings, roster: one(), history: History())
      let touch = PlannedTouch(
        customer: 0, cadence: 0, step: 1, channel: .email,
        occurrence: .opening(.inquiry, day: day("2026-01-05"), number: 1),
        day: day("2026-03-12"), minute: MinuteOfDay("10:00") ?? .midnight)
      var history = CustomerHistory()
      history.touches = sent.enumerated().map { index, item in
        var record = TouchRecord(
          touch: TouchID(customer: "KH0000001", cadence: "news", occurrence: "\(index)", step: 1),
          channel: .sms, day: day(item.0), at: moment(item.0 + "T10:00"))
        record.outcome = .accepted
        record.countsToCaps = item.1
        return record
      }
      return planner.gate(touch, history: history, at: moment("2026-03-12T10:00"))
    }
    #expect(verdict([("2026-03-09", true)]) != .send)
    #expect(verdict([("2026-03-09", false)]) == .send, "birthdays do not count")
    #expect(verdict([("2026-02-20", true), ("2026-03-09", false)]) == .send, "nor beside others")
    #expect(verdict([("2026-03-14", true)]) != .send, "another zone's day after")
  }
}
