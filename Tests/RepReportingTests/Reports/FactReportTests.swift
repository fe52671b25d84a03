import CadenceModel
import CivilTime
import FifthcallTestSupport
import RepReporting
import Testing
import TouchJournal

/// Reports that need nothing but what was recorded.
@Suite struct FactReportTests {
  @Test func `A2, B6: reasons by type and by who is behind them`() throws {
    var sample = ReportSample()
    sample.add("A", .bee)
    sample.add("B", .dragonfly)
    for (day, reason) in [("01", Reason.price), ("02", .money), ("03", .productDoubt)] {
      var report = CallReport(outcome: .reached)
      report.reason = reason
      try sample.record("A", "2026-03-\(day)T10:00", .call(report))
    }
    try sample.record("B", "2026-03-04T10:00", .lost(.left, .price))
    try sample.record("B", "2025-03-04T10:00", .lost(.left, .competitor))
    let rows = try sample.rows(.reasons)
    #expect(
      rows.cells(
        "reason", "price", "group", "mentions", "share", "calls", "losses", "bee", "dragonfly")
        == ["company", "2", "50.0", "1", "1", "1", "1"])
    #expect(rows.cells("reason", "competitor", "mentions", "group") == ["0", "other"])
    #expect(rows.cells("group", "company", "mentions", "bee") == ["3", "2"])
    #expect(rows.cells("group", "self", "mentions", "share") == ["1", "25.0"])
    #expect(rows["reason"]?.count == Reason.allCases.count)
  }

  @Test func `C3, D14: losses by kind, month, and time since the last purchase`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .small, bought: [("2026-01-01", 10000)], value: 10000)
    sample.add("B")
    try sample.record("A", "2026-03-31T10:00", .lost(.poached, nil))
    try sample.record("A", "2026-04-01T10:00", .lost(.poached, .price))
    try sample.record("B", "2026-04-02T10:00", .lost(nil, nil))
    try sample.record("gone", "2026-04-03T10:00", .lost(.forced, nil))
    let rows = try sample.rows(.losses)
    #expect(
      rows.cells("kind", "poached", "losses", "share", "customers", "value")
        == ["2", "50.0", "1", "100.00"])
    #expect(rows.cells("kind", "unsaid", "losses") == ["1"])
    #expect(rows["month"]?.count == 12)
    #expect(
      rows.cells("month", "2026-04", "losses", "poached", "unsaid", "forced") == [
        "3", "1", "1", "1",
      ])
    #expect(rows.cells("after_purchase", "under-90-days", "poached") == ["1"])
    #expect(rows.cells("after_purchase", "90-to-364-days", "poached") == ["1"])
    #expect(rows.cells("after_purchase", "never-bought", "losses") == ["2"])
    #expect(rows.cells("tier", "none", "losses") == ["2"])
    let maos = try sample.rows(.losses, rep: "mao")
    #expect(maos.cells("kind", "forced", "losses") == ["0"], "nobody has who is not on file")
  }

  @Test func `D8: satisfaction as perceived by expected, with its trend and the low ones`() throws {
    var sample = ReportSample()
    for id in ["A", "B", "C"] as [CustomerID] { sample.add(id) }
    func survey(_ perceived: Int, _ expected: Int) -> FactDetail {
      .survey(Satisfaction(perceived: perceived, expected: expected))
    }
    try sample.record("A", "2025-12-01T10:00", survey(5, 5))
    try sample.record("A", "2026-05-01T10:00", survey(2, 3))
    try sample.record("B", "2026-08-01T10:00", survey(5, 4))
    try sample.record(
      "C", "2026-08-02T10:00", .resolved(Satisfaction(perceived: 1, expected: 4)))
    let rows = try sample.rows(.satisfaction)
    #expect(
      rows.cells("all", "all", "answers", "perceived", "expected", "ratio", "below", "above")
        == ["3", "2.67", "3.67", "0.72", "2", "1"])
    #expect(rows.cells("quarter", "2026-Q3", "answers", "ratio") == ["2", "0.75"])
    #expect(rows.cells("occasion", "survey", "answers", "below_share") == ["2", "50.0"])
    #expect(rows["low"]?.map { $0["customer"] } == ["C", "A"])
    #expect(rows["low"]?.map { $0["trend"] } == ["", "down"])
    #expect(rows["low"]?.map { $0["ratio"] } == ["0.25", "0.67"])
  }

  @Test func `neglected is who was not spoken with for longer than the tier allows`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .top)
    sample.add("B", .bee, .top) { $0.lastContact = Day(iso: "2026-12-25") }
    sample.add("C", nil, .suspect) { $0.created = Day(iso: "2020-01-01") }
    sample.add("D", nil, .suspect) { $0.stage = .lost }
    sample.add("E", nil, .suspect)
    sample.add("F", nil, .top) { $0.lastContact = Day(iso: "2020-01-01") }
    try sample.record("A", "2026-12-24T10:00", .contact)
    try sample.record("F", "2026-12-24T10:00", .optOut(nil, occasion: nil))
    try sample.record("B", "2026-12-31T10:00", .call(CallReport(outcome: .noAnswer)))
    let rows = try sample.rows(.neglected)
    #expect(rows.cells("tier", "top", "limit", "customers", "neglected") == ["7", "2", "1"])
    #expect(
      rows.cells("tier", "suspect", "customers", "neglected", "never_reached", "unknown")
        == ["2", "1", "2", "1"])
    #expect(rows["customer"]?.map { $0["customer"] } == ["A", "C"])
    #expect(
      rows.cells("customer", "A", "last_contact", "days", "over") == ["2026-12-24", "8", "1"])
  }

  @Test func `consent counts who can be reached on a channel, and what changed`() throws {
    var sample = ReportSample()
    sample.add("A")
    sample.add("B") { $0.consented = [] }
    sample.add("C")
    try sample.record("A", "2026-03-01T10:00", .optOut(.sms, occasion: nil))
    try sample.record("B", "2026-03-01T10:00", .optIn(.sms, occasion: nil))
    try sample.record("B", "2026-03-02T10:00", .optOut(nil, occasion: "greeting"))
    sample.change("C") { $0.givenUp = ChannelSet(.email) }
    let rows = try sample.rows(.consent)
    #expect(
      rows.cells("channel", "sms", "consented", "opted_out", "usable", "usable_share")
        == ["3", "1", "2", "66.7"])
    #expect(rows.cells("channel", "email", "address_given_up", "usable") == ["1", "1"])
    #expect(rows.cells("channel", "call", "usable") == ["3"])
    #expect(rows.cells("change", "sms", "opt_outs", "opt_ins") == ["1", "1"])
    #expect(rows.cells("occasion", "greeting", "opt_outs") == ["1"])
    #expect(rows.cells("month", "2026-03", "opt_outs", "opt_ins") == ["2", "1"])
  }

  @Test func `delivery counts how each message stands, with its receipts`() throws {
    var sample = ReportSample()
    sample.add("A")
    let outcomes: [(String, OutcomeResult?)] = [
      ("1", .accepted), ("2", .rejected), ("3", .deferred), ("4", nil), ("5", .uncertain),
    ]
    let moment = try #require(Instant(rfc3339: "2026-03-01T02:00:00Z"))
    let day = try #require(Day(iso: "2026-03-01"))
    for (step, outcome) in outcomes {
      let touch = try #require(TouchID(text: "A/greeting/2026-1/\(step)"))
      sample.change("A") {
        $0.touches.append(
          TouchRecord(touch: touch, channel: .sms, day: day, at: moment, outcome: outcome))
      }
    }
    sample.change("A") {
      $0.replies.append(
        RecordedReply(number: 9, at: moment, channel: .sms, until: nil, sealed: nil))
    }
    var scope = try sample.scope()
    var delivered = ReceiptSet()
    delivered.insert(.delivered)
    scope.receipts = ["A/greeting/2026-1/1": delivered]
    let table = try #require(Report.make(.delivery, scope).tables.first)
    let cells = Dictionary(uniqueKeysWithValues: zip(table.columns, table[1].map(\.written)))
    #expect(cells["channel"] == "sms")
    #expect(cells["messages"] == "5")
    #expect(
      ["accepted", "rejected", "uncertain", "under_way"].map { cells[$0] } == ["1", "1", "1", "2"])
    #expect(["delivered", "delivered_share", "replies"].map { cells[$0] } == ["1", "20.0", "1"])
  }

  @Test func `erased persons are in no figure`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .top, value: 100)
    sample.add("B", .bee, .top, value: 100)
    try sample.record("A", "2026-03-01T10:00", .lost(.left, .price))
    try sample.record("B", "2026-03-01T10:00", .referral(of: "A"))
    sample.change("A") {
      $0.isErased = true
      $0.facts = []
    }
    for name in ReportName.allCases {
      for table in Report.make(name, try sample.scope()).tables {
        for row in 0..<table.count {
          #expect(!table[row].contains(.text("A")), "\(name) \(table.name)")
        }
      }
    }
    #expect(try sample.rows(.pyramid).cells("tier", "top", "customers") == ["1"])
  }
}
