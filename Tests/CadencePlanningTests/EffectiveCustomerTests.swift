import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// What is recorded lies over the file until the file says something else.
@Suite struct EffectiveCustomerTests {
  private let sale = FactDetail.purchase(PurchaseFacts(amount: Amount(hundredths: 100)))

  /// Records facts while the file says `stage` and `rep`.
  private func history(
    _ recorded: [(String, FactDetail)], over stage: CustomerStage = .prospect, rep: String = "li"
  ) -> History {
    var history = facts(recorded)
    var known = history.customers["KH0000001"] ?? CustomerHistory()
    for place in known.facts.indices {
      let isAssigned = known.facts[place].fact.detail.kind == .assigned
      known.facts[place].fact.marks.overlays = isAssigned ? rep : stage.name
    }
    history.customers["KH0000001"] = known
    return history
  }

  private func customer(
    _ history: History, stage: CustomerStage = .prospect, rep: UInt16 = 0
  ) -> Customer {
    let roster = one { customer in
      customer.stage = stage
      customer.rep = rep
    }
    let reps = [Rep(id: "li", names: []), Rep(id: "wang", names: [])]
    return Planner(settings: .forTests([], reps: reps), roster: roster, history: history)
      .customer(at: 0, on: day("2026-06-01"))
  }

  @Test func `C3: facts move the stage in the order of their time`() {
    #expect(customer(history([("2026-05-01T10:00", .won(DealFacts()))])).stage == .customer)
    #expect(customer(history([("2026-05-01T10:00", sale)])).stage == .customer)
    #expect(customer(history([("2026-05-01T10:00", .offer(DealFacts()))])).stage == .opportunity)
    #expect(customer(history([("2026-05-01T10:00", .lost(nil, nil))])).stage == .lost)
    let again = history([("2026-05-02T10:00", sale), ("2026-05-01T10:00", sale)])
    #expect(customer(again).stage == .repeatCustomer)
    let twice = history([("2026-05-01T09:00", sale), ("2026-05-01T10:00", sale)])
    #expect(customer(twice).stage == .customer)
    let back = history([
      ("2026-05-01T10:00", .lost(nil, nil)), ("2026-05-09T10:00", .inquiry(DealFacts())),
    ])
    #expect(customer(back).stage == .prospect)
  }

  @Test func `C3: an edit of the file ends what was laid over it`() {
    let won = history([("2026-05-01T10:00", .won(DealFacts()))], over: .prospect)
    #expect(customer(won, stage: .prospect).stage == .customer)
    #expect(customer(won, stage: .lost).stage == .lost)
  }

  @Test func `D13: a hand-over holds until the file's owner is edited`() {
    let given = history([("2026-05-01T10:00", .assigned(to: "wang"))], rep: "li")
    #expect(customer(given, rep: 0).rep == 1)
    let later = history([("2026-05-01T10:00", .assigned(to: "li"))], rep: "li")
    #expect(customer(later, rep: 1).rep == 1)
  }

  @Test func `B4: the file's source, else the first recorded, else a referral`() {
    var builder = RosterBuilder()
    builder.add("KH0000001")
    builder.add("KH0000002")
    let deal = DealFacts(source: "展会")
    func source(_ recorded: [(String, FactDetail)], onFile: String = "") -> String {
      var roster = builder.build()
      roster.sources = ["", "设计师"]
      if !onFile.isEmpty { roster.customers[0].source = 1 }
      var history = facts(recorded)
      history.customers["KH0000002"] =
        facts([("2026-05-01T10:00", .referral(of: "KH0000001"))], of: "KH0000002")
        .customers["KH0000002"]
      return Planner(settings: .forTests([]), roster: roster, history: history)
        .sourceName(at: 0, on: day("2026-06-01"))
    }
    #expect(source([]) == "referral")
    #expect(source([("2026-05-01T10:00", .inquiry(deal))]) == "展会")
    #expect(source([("2026-05-01T10:00", .inquiry(deal))], onFile: "设计师") == "设计师")
  }

  @Test func `B2: a prospect who bought gets visits, two installations of one day get both`() {
    var care = Cadence.maintenance()
    care.audience.stages = [.customer, .repeatCustomer]
    care.audience.hasInstallation = true
    let installed = FactDetail.purchase(PurchaseFacts(installed: day("2026-05-04")))
    let roster = one { $0.stage = .prospect }
    let history = facts([("2026-05-01T10:00", installed), ("2026-05-01T11:00", installed)])
    let planner = Planner(settings: .forTests([care]), roster: roster, history: history)
    let plan = planner.plan(from: day("2026-06-01"), days: 365)
    let visits = lines(plan, planner).filter { $0.hasSuffix("visit") }
    #expect(visits.count { $0.contains("care/2026-05-04.1/") } == 1)
    #expect(visits.count { $0.contains("care/2026-05-04.2.1/") } == 1)
    let before = Planner(settings: .forTests([care]), roster: roster, history: History())
    #expect(before.plan(from: day("2026-06-01"), days: 365).touches.isEmpty)
  }

  @Test func `B2: what the file has of a recorded installation is not visited twice`() {
    let installed = FactDetail.purchase(PurchaseFacts(installed: day("2026-05-04")))
    let roster = one { $0.installations = [Installation(day: day("2026-05-04"))] }
    let planner = Planner(
      settings: .forTests([.maintenance()]), roster: roster,
      history: facts([("2026-05-01T10:00", installed)]))
    let plan = planner.plan(from: day("2026-06-01"), days: 365)
    #expect(plan.touches.count { $0.channel == .visit } == 1)
  }

  @Test func `the gate sees the stage that a fact made`() throws {
    var greeting = Cadence.greetings(4)
    greeting.audience.stages = [.prospect]
    let roster = one { $0.stage = .prospect }
    let planner = Planner(settings: .forTests([greeting]), roster: roster, history: History())
    let touch = try #require(planner.plan(from: day("2026-01-01"), days: 365).touches.first)
    let known = facts([("2026-01-02T10:00", .won(DealFacts()))]).customers["KH0000001"]
    let now = planner.instant(of: touch)
    #expect(planner.gate(touch, history: nil, at: now) == .send)
    #expect(planner.gate(touch, history: known, at: now) == .skip(.excluded))
  }
}
