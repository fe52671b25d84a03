import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// A base of buyers: each the amount given, in hundredths, all bought on one day.
private func buyers(_ amounts: [Int64], day bought: Day = day("2026-03-02")) -> Roster {
  var builder = RosterBuilder()
  for number in amounts.indices {
    builder.add(CustomerID("KH\(1000 + number)")) { customer in
      customer.purchaseStart = UInt32(number)
      customer.purchaseCount = 1
    }
  }
  var roster = builder.build()
  for amount in amounts { roster.purchases.append(Purchase(day: bought, amount: amount)) }
  return roster
}

private func tiers(_ roster: Roster, on today: Day = day("2026-06-01")) -> [PyramidTier?] {
  let planner = Planner(settings: .forTests([]), roster: roster, history: History())
  return roster.customers.indices.map { planner.segment(of: $0, on: today).tier }
}

@Suite struct TierTests {
  @Test func `E1: of 200 buyers two are top, eight large, thirty medium`() {
    let tiers = tiers(buyers((1...200).map { Int64($0) * 100 }))
    let counts = Dictionary(grouping: tiers) { $0 }.mapValues(\.count)
    #expect(counts == [.top: 2, .large: 8, .medium: 30, .small: 160])
    #expect(tiers[199] == .top && tiers[198] == .top && tiers[197] == .large)
  }

  @Test func `E1: shares are rounded up, so that 101 buyers have two at the top`() {
    let tiers = tiers(buyers((1...101).map { Int64($0) * 100 }))
    #expect(tiers.count { $0 == .top } == 2)
    #expect(tiers.count { $0 == .top || $0 == .large } == 6)
    #expect(tiers.count { $0 == .small } == 80)
  }

  @Test func `E1: whoever has as much as the last of a tier belongs to it`() {
    let equal = tiers(buyers([Int64](repeating: 500, count: 99) + [400]))
    #expect(equal.dropLast().allSatisfy { $0 == .top })
    #expect(equal.last == .small)
  }

  @Test func `E1: with fewer than twenty buyers nobody is above small`() {
    #expect(tiers(buyers((1...19).map { Int64($0) * 100 })).allSatisfy { $0 == .small })
    #expect(tiers(buyers((1...20).map { Int64($0) * 100 })).count { $0 == .top } == 1)
  }

  @Test func `E1: a year is 365 days, the day itself included; who bought before is inactive`() {
    let bought = day("2025-06-02")
    #expect(tiers(buyers([100], day: bought), on: bought + 364) == [.small])
    #expect(tiers(buyers([100], day: bought), on: bought + 365) == [.inactive])
  }

  @Test func `E1: a sum of refunds is no buyer`() {
    var roster = buyers([500])
    roster.purchases.append(Purchase(day: day("2026-03-03"), amount: -500))
    roster.customers[0].purchaseCount = 2
    #expect(tiers(roster) == [.inactive])
  }

  @Test func `E1: cut-offs hold for the day, whoever buys in it`() throws {
    let roster = buyers((1...100).map { Int64($0) * 100 })
    let id = roster.customers[0].id
    var sale = PurchaseFacts()
    sale.amount = Amount(hundredths: 1_000_000)
    let history = facts([("2026-06-01T10:00", .purchase(sale))], of: id)
    let planner = Planner(settings: .forTests([]), roster: roster, history: history)
    let today = planner.segment(of: 0, on: day("2026-06-01"))
    #expect(today.tier == .top && today.rank == 1 && today.buyers == 100)
    #expect(planner.segment(of: 99, on: day("2026-06-01")).tier == .top)
    #expect(planner.segment(of: 99, on: day("2026-06-02")).tier == .large)
    #expect(planner.segment(of: 99, on: day("2026-06-02")).rank == 2)
  }
}

@Suite struct TypeAndLapseTests {
  private func segment(
    _ recorded: [(String, FactDetail)], bought: [(String, Int64)] = [],
    on today: String = "2026-06-01", _ change: (inout SegmentRules) -> Void = { _ in }
  ) -> Segment {
    var roster = one { customer in
      customer.stage = .suspect
      customer.purchaseCount = UInt16(bought.count)
    }
    for (at, amount) in bought {
      roster.purchases.append(Purchase(day: day(at), amount: amount * 100))
    }
    var settings = Settings.forTests([])
    change(&settings.segments)
    return Planner(settings: settings, roster: roster, history: facts(recorded))
      .segment(of: 0, on: day(today))
  }

  @Test func `A1: contribution by loyalty gives the four types`() {
    var warm = CallReport(outcome: .reached)
    warm.attitude = .warm
    let loyal: [(String, FactDetail)] = [("2026-05-01T10:00", .call(warm))]
    #expect(segment([], bought: [("2026-05-01", 20_000)]).type == .dragonfly)
    #expect(segment(loyal, bought: [("2026-05-01", 20_000)]).type == .bee)
    #expect(segment(loyal, bought: [("2026-05-01", 19_999)]).type == .butterfly)
    #expect(segment([], bought: [("2026-05-01", 19_999)]).type == .mantis)
  }

  @Test func `A1: nothing known is no type`() {
    #expect(segment([]).type == nil)
    #expect(segment([("2026-05-01T10:00", .note)]).type == nil)
  }

  @Test func `A1: who never bought counts by the last offer`() {
    let offers: [(String, FactDetail)] = [
      ("2026-05-01T10:00", .offer(DealFacts(amount: Amount(hundredths: 100)))),
      ("2026-05-02T10:00", .offer(DealFacts(amount: Amount(hundredths: 2_000_000)))),
    ]
    let potential = segment(offers)
    #expect(potential.type == .dragonfly && potential.isPotential)
    #expect(potential.tier == .prospect)
    let bought = segment(offers, bought: [("2026-05-03", 10)])
    #expect(bought.contribution == 1000 && !bought.isPotential)
  }

  @Test func `A1: an open complaint costs loyalty until it is resolved`() {
    let made = [("2026-05-01T10:00", FactDetail.complaint(promise: nil))]
    #expect(segment(made).loyalty == -2)
    #expect(segment(made + [("2026-05-02T10:00", .resolved(nil))]).loyalty == 0)
  }

  @Test func `C3: three purchase days make a rhythm, and risk rises with its share`() {
    let bought: [(String, Int64)] = [("2025-01-01", 10), ("2025-04-11", 10), ("2025-07-20", 10)]
    let last = day("2025-07-20")
    for (days, risk) in [(99, LapseRisk.fresh), (100, .due), (149, .due), (150, .atRisk),
      (249, .atRisk), (250, .lapsed)]
    {
      let segment = segment([], bought: bought, on: (last + days).description)
      #expect(segment.rhythm == 100 && segment.elapsed == days && segment.lapse == risk)
    }
    #expect(segment([], bought: Array(bought.prefix(2))).lapse == nil)
  }

  @Test func `C3: contacts on four days make a rhythm where purchases do not`() {
    let contacts = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"].map {
      ("\($0)T10:00", FactDetail.contact)
    }
    let known = segment(contacts)
    #expect(known.isContactRhythm && known.rhythm == 31 && known.lapse == .atRisk)
    #expect(segment(Array(contacts.dropLast())).lapse == nil)
  }

  @Test func `D14: value is the margin where it is known, else its share of the amount`() {
    var sale = PurchaseFacts()
    sale.amount = Amount(hundredths: 100_000)
    sale.margin = Amount(hundredths: 12_345)
    let value = segment([("2026-05-01T10:00", .purchase(sale))], bought: [("2020-01-01", 999)]) {
      $0.marginPercent = 30
    }.value
    #expect(value == 12_345 + 29_970)
  }

  @Test func `D14: a recorded purchase counts unless the file has its day and amount`() {
    func value(_ amount: Int64, at: String) -> Int64 {
      var sale = PurchaseFacts()
      sale.amount = Amount(hundredths: amount * 100)
      return segment([(at, .purchase(sale))], bought: [("2026-05-01", 500)]).value
    }
    #expect(value(500, at: "2026-05-01T10:00") == 50_000)
    #expect(value(501, at: "2026-05-01T10:00") == 100_100)
    #expect(value(500, at: "2026-05-02T10:00") == 100_000)
  }

  @Test func `E1: the dead have neither type nor tier, and are no buyers`() {
    let gone = segment([("2026-05-05T10:00", .deceased)], bought: [("2026-05-01", 50_000)])
    #expect(gone.tier == nil && gone.type == nil && gone.buyers == 0)
    #expect(gone.value == 5_000_000)
  }
}
