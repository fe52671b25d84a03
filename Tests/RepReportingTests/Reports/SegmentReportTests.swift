import CadenceModel
import CivilTime
import FifthcallTestSupport
import RepReporting
import Testing

/// Reports by type, tier, lapse and source.
@Suite struct SegmentReportTests {
  /// A base of so many of each type.
  private func base(_ counts: [(CustomerType?, Int)]) -> ReportSample {
    var sample = ReportSample()
    var number = 0
    for (type, count) in counts {
      for _ in 0..<count {
        number += 1
        sample.add(CustomerID("K\(1000 + number)"), type, .small, value: 100)
      }
    }
    return sample
  }

  @Test func `A4: the largest type leads from 40 percent on, ten points ahead`() throws {
    let verdicts: [(bees: Int, dragonflies: Int, butterflies: Int, verdict: String)] = [
      (40, 30, 30, "bee-led"), (40, 31, 29, "even"), (39, 29, 32, "even"),
      (20, 60, 20, "dragonfly-led"), (25, 25, 50, "butterfly-led"),
    ]
    for expected in verdicts {
      let sample = base([
        (.bee, expected.bees), (.dragonfly, expected.dragonflies),
        (.butterfly, expected.butterflies), (nil, 500),
      ])
      let rows = try sample.rows(.structure)
      #expect(rows["verdict"]?.first?["verdict"] == expected.verdict)
      #expect(rows["verdict"]?.first?["typed"] == "100")
      #expect(rows.cells("type", "bee", "share") == ["\(expected.bees).0"])
      #expect(rows.cells("type", "none", "customers", "share") == ["500", ""])
    }
    #expect(
      try base([(.mantis, 80)]).rows(.structure)["verdict"]?.first?["verdict"] == "mantis-led")
  }

  @Test func `A4: too few customers with a type are not judged`() throws {
    #expect(
      try base([(.bee, 49), (nil, 200)]).rows(.structure)["verdict"]?.first?["verdict"]
        == "too-few")
    #expect(
      try base([(.bee, 50)]).rows(.structure)["verdict"]?.first?["verdict"] == "bee-led")
    #expect(try base([]).rows(.structure)["verdict"]?.first?["verdict"] == "too-few")
    var strict = base([(.bee, 50)])
    strict.settings.reports.leastTyped = 51
    #expect(try strict.rows(.structure)["verdict"]?.first?["verdict"] == "too-few")
  }

  @Test func `A4: each verdict has an advice of its own in both languages`() throws {
    var seen: Set<String> = []
    for language in ["zh-CN", "en-GB"] {
      for type in [CustomerType?.none, .bee, .dragonfly, .butterfly, .mantis] {
        var sample = base(
          type.map { [($0, 60)] } ?? [(.bee, 30), (.dragonfly, 30), (.butterfly, 30)])
        sample.settings.site.language = language
        let advice = try sample.rows(.structure)["verdict"]?.first?["advice"] ?? ""
        #expect(advice.count > 20)
        #expect(seen.insert(advice).inserted)
        #expect(advice.allSatisfy(\.isASCII) == (language == "en-GB"))
      }
    }
  }

  @Test func `E1: tiers with what each brought, the dead left out`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .top, value: 1000)
    sample.add("B", .bee, .small, value: 200)
    sample.add("C", nil, .small, value: 300)
    sample.add("D", nil, .small, value: 5000)
    sample.add("E", nil, .suspect)
    try sample.record("D", "2026-05-01T10:00", .deceased)
    try sample.record("E", "2026-05-01T10:00", .deceased, relation: .spouse)
    let rows = try sample.rows(.pyramid)
    #expect(
      rows.cells("tier", "top", "customers", "share", "year_value", "year_value_share")
        == ["1", "25.0", "5.00", "66.7"])
    #expect(
      rows.cells("tier", "small", "customers", "least", "most", "year_value_per_customer", "value")
        == ["2", "1.00", "1.50", "1.25", "5.00"])
    #expect(rows.cells("tier", "suspect", "customers") == ["1"])
  }

  @Test func `B4: sources of file, deals and introductions with their conversion`() throws {
    var sample = ReportSample()
    sample.add("A", nil, .small, bought: [("2026-02-01", 10050)], value: 10050)
    sample.add("B") { $0.stage = .suspect }
    sample.add("C") { $0.stage = .prospect }
    sample.add("D")
    try sample.record("B", "2026-03-01T10:00", .inquiry(DealFacts(source: "fair")))
    try sample.record("B", "2026-03-02T10:00", .offer(DealFacts(source: "phone")))
    try sample.record("D", "2026-03-02T10:00", .won(DealFacts(source: "fair")))
    try sample.record("D", "2026-03-02T10:00", .purchase(PurchaseFacts(amount: Amount("50"))))
    try sample.record("A", "2026-03-03T10:00", .referral(of: "C"))
    let rows = try sample.rows(.sources)
    #expect(rows["source"]?.map { $0["source"] } == ["fair", "none", "referral"])
    #expect(
      rows.cells("source", "fair", "customers", "suspects", "buyers", "conversion", "openings")
        == ["2", "1", "1", "50.0", "2"])
    #expect(rows.cells("source", "fair", "won", "revenue") == ["1", "50.00"])
    #expect(rows.cells("source", "none", "buyers", "value") == ["1", "100.50"])
    #expect(rows.cells("source", "referral", "prospects", "buyers") == ["1", "0"])
  }

  @Test func `C2: time by tier, with the valuable fifth against the others`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .top) { $0.area = 1 }
    sample.add("B", .mantis, .small) { $0.area = 2 }
    let touch = "maintenance/2025-01-01.1/1"
    var reached = CallReport(outcome: .reached)
    reached.need = .some
    try sample.record("A", "2026-03-01T10:00", .visit(VisitReport()), touch: touch, minutes: 90)
    try sample.record("A", "2026-03-01T10:00", .call(reached), touch: touch)
    try sample.record("B", "2026-03-01T11:00", .visit(VisitReport()), rep: "xu")
    try sample.record("A", "2026-03-02T10:00", .visit(VisitReport()), rep: "xu")
    try sample.record("B", "2026-03-02T11:00", .visit(VisitReport()), rep: "xu")
    try sample.record("B", "2026-03-03T11:00", .call(CallReport(outcome: .busy)))
    let rows = try sample.rows(.load)
    #expect(
      rows.cells("tier", "top", "customers", "tasks", "calls", "reached", "visits", "minutes")
        == ["1", "1", "1", "1", "2", "160"])
    #expect(rows.cells("tier", "small", "minutes", "hours") == ["122", "2.0"])
    #expect(
      rows.cells("fifth", "valuable", "customers_share", "minutes_share") == ["50.0", "56.7"])
    #expect(
      rows.cells("rep", "xu", "visits", "visit_days", "area_days", "area_changes")
        == ["3", "2", "3", "2"])
    let alone = try sample.rows(.load, rep: "xu")
    #expect(alone["rep"]?.map { $0["rep"] } == ["xu"])
    #expect(alone.cells("tier", "top", "visits", "customers") == ["1", "0"])
  }

  @Test func `D14: value over the life of a relation, and revenue by the hour of contact`() throws {
    var sample = ReportSample()
    let bought: [(String, Int64)] = [("2025-02-01", 90_000), ("2026-02-01", 30_000)]
    sample.add("A", .bee, .top, bought: bought, value: 120_000)
    sample.add("B", .bee, .small)
    try sample.record("A", "2026-03-01T10:00", .contact, minutes: 45)
    try sample.record("A", "2026-03-01T10:00", .purchase(PurchaseFacts(amount: Amount("300.00"))))
    let rows = try sample.rows(.value)
    #expect(
      rows.cells("all", "all", "customers", "buyers", "value", "value_per_customer", "revenue")
        == ["2", "1", "1200.00", "600.00", "600.00"])
    #expect(
      rows.cells("tier", "top", "minutes", "hours", "revenue_per_hour") == ["45", "0.8", "800.00"])
    #expect(rows.cells("tier", "small", "hours", "revenue_per_hour") == ["0.0", ""])
    #expect(rows["customer"]?.map { $0["customer"] } == ["A"])
  }

  @Test func `C3: customers by how far their own rhythm is exceeded`() throws {
    var sample = ReportSample()
    sample.add("A", value: 300, lapse: .atRisk)
    sample.add("B", value: 100, lapse: .lapsed)
    sample.add("C", value: 200, lapse: .atRisk)
    let rows = try sample.rows(.losses)
    #expect(rows.cells("lapse", "at-risk", "customers", "share", "value") == ["2", "66.7", "5.00"])
    #expect(rows.cells("lapse", "none", "customers") == ["0"])
  }
}
