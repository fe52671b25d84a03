import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Conditions of audiences on what facts say and on labels of the file.
@Suite struct SegmentAudienceTests {
  /// Three customers: one bought much, one long ago, one never.
  private func roster() -> Roster {
    var builder = RosterBuilder()
    let texts: [[ProfileField: String]] = [
      [.purchases: "2026-05-01|橡木实木门 MX-801|1|30000", .interests: "茶艺;书法"],
      [.purchases: "2020-05-01|智能门锁 ZS-9|1|1000", .interests: "茶"],
      [.products: "护墙板"],
    ]
    for number in 0..<3 {
      builder.add(
        CustomerID("KH000000\(number + 1)"), profile: CustomerProfile(texts[number])
      ) { customer in
        customer.stage = .suspect
        customer.purchaseStart = UInt32(number)
        customer.purchaseCount = number < 2 ? 1 : 0
        customer.tags = UInt16(number)
        customer.area = UInt32(number)
      }
    }
    var roster = builder.build()
    roster.purchases.append(Purchase(day: day("2026-05-01"), amount: 3_000_000))
    roster.purchases.append(Purchase(day: day("2020-05-01"), amount: 100_000))
    roster.tagSets = [[], ["VIP", "样板房"], ["公司"]]
    roster.areas = ["永康 西城", "永康 东城", "杭州 西城"]
    return roster
  }

  /// Who of the three, by number, gets greetings under a condition.
  private func inside(
    _ history: History = History(), _ change: (inout Audience) -> Void
  ) -> [Int] {
    var cadence = Cadence.greetings(4)
    change(&cadence.audience)
    var settings = Settings.forTests([cadence])
    var vip = Audience()
    vip.tags = ["VIP"]
    settings.groups["vip"] = vip
    var buyers = Audience()
    buyers.computed.valueFrom = 20_000
    settings.groups["buyers"] = buyers
    let planner = Planner(settings: settings, roster: roster(), history: history)
    let touches = planner.plan(from: day("2026-06-01"), days: 365).touches
    let short = Set(
      (0..<12).flatMap { month in
        planner.plan(from: day("2026-06-01") + month * 30, days: 30).touches.map(\.customer)
      })
    let found = Set(touches.map(\.customer))
    // Short plans spare customers by other means, and must not spare anybody else.
    #expect(short.isSubset(of: found))
    #expect(found.isEmpty || !short.isEmpty)
    return found.sorted().map { Int($0) + 1 }
  }

  @Test func `A1: types`() {
    #expect(inside { $0.computed.types = [.dragonfly] } == [1])
    #expect(inside { $0.computed.types = [.mantis, .bee] } == [2])
  }

  @Test func `E1: tiers`() {
    #expect(inside { $0.computed.tiers = [.small] } == [1])
    #expect(inside { $0.computed.tiers = [.inactive, .suspect] } == [2, 3])
    #expect(inside { $0.computed.tiers = [.top] } == [])
  }

  @Test func `C1: tags, groups, products, interests and areas`() {
    #expect(inside { $0.tags = ["VIP", "公司"] } == [2, 3])
    #expect(inside { $0.groups = ["vip"] } == [2])
    #expect(inside { $0.groups = ["vip", "buyers"] } == [1, 2])
    #expect(inside { $0.products = ["实木门", "护墙板"] } == [1, 3])
    #expect(inside { $0.interests = ["茶"] } == [2])
    #expect(inside { $0.interests = ["茶艺"] } == [1])
    #expect(inside { $0.areas = ["西城"] } == [1, 3])
    #expect(inside { $0.areas = ["永康"] } == [1, 2])
    #expect(inside { $0.areas = ["永康 东城"] } == [2])
  }

  @Test func `D14: value, and when somebody bought`() {
    #expect(inside { $0.computed.valueFrom = 1000 } == [1, 2])
    #expect(inside { $0.computed.boughtWithin = .months(12) } == [1])
    #expect(inside { $0.computed.notBoughtWithin = .months(12) } == [2, 3])
  }

  @Test func `E10 D8: referrals and satisfaction`() {
    let happy = facts(
      [
        ("2026-05-01T10:00", .survey(Satisfaction(perceived: 5, expected: 4))),
        ("2026-05-02T10:00", .referral(of: "KH0000002")),
      ], of: "KH0000001")
    #expect(inside(happy) { $0.computed.minSatisfaction = 125 } == [1])
    #expect(inside(happy) { $0.computed.minSatisfaction = 126 } == [])
    #expect(inside(happy) { $0.computed.referralsFrom = 1 } == [1])
    #expect(inside(happy) { $0.sources = ["referral"] } == [2])
  }

  @Test func `explain says the numbers and which condition keeps a cadence away`() {
    var cadence = Cadence.greetings(4)
    cadence.audience.computed.tiers = [.top, .large]
    let planner = Planner(settings: .forTests([cadence]), roster: roster(), history: History())
    let verdicts = planner.explain(customer: 0, from: day("2026-06-01"))
    let words = verdicts.filter { $0.rule == "segment" }.map(\.text)
    #expect(
      words.first == """
        type dragonfly: contribution 30000.00 (profit of 1095 days) ≥ 20000; loyalty 2 < 3
        """)
    #expect(words.contains { $0.hasPrefix("tier small: profit 30000.00 in 365 days, place 1 of 1") })
    let audience = verdicts.first { $0.rule == "audience" }
    #expect(audience?.text == "not for this customer: tier small, wanted large or top")
    #expect(audience?.cadence == "greeting" && audience?.kind == .skip)
  }
}
