import CadenceModel
import CivilTime
import FifthcallTestSupport
import RepReporting
import Testing

@Suite struct AttemptsReportTests {
  private func call(_ outcome: CallOutcome, cold: Bool = false) -> FactDetail {
    var report = CallReport(outcome: outcome)
    if cold { (report.attitude, report.visitWelcome) = (.cold, false) }
    return .call(report)
  }

  @Test func `D10: what each attempt brings, and after which nobody called again`() throws {
    var sample = ReportSample()
    for id in ["A", "B", "C", "D", "E"] as [CustomerID] { sample.add(id) }
    // A buys after the second call, at half past two.
    try sample.record("A", "2026-03-02T09:00", .inquiry(DealFacts()))
    try sample.record("A", "2026-03-03T10:00", call(.noAnswer))
    try sample.record("A", "2026-03-04T14:30", call(.reached))
    try sample.record("A", "2026-03-04T15:00", .won(DealFacts()))
    try sample.record("A", "2026-03-04T15:01", .purchase(PurchaseFacts()))
    // B is lost after the first, C wants no more after it.
    try sample.record("B", "2026-03-02T09:00", .offer(DealFacts()))
    try sample.record("B", "2026-03-03T18:00", call(.callBack))
    try sample.record("B", "2026-03-05T10:00", .lost(.poached, .price))
    try sample.record("C", "2026-03-02T09:00", .inquiry(DealFacts()))
    try sample.record("C", "2026-03-03T10:00", call(.reached, cold: true))
    // D is never called, E once, thirty days and no more before today.
    try sample.record("D", "2026-03-02T09:00", .inquiry(DealFacts()))
    try sample.record("E", "2026-12-01T09:00", .inquiry(DealFacts()))
    try sample.record("E", "2026-12-02T10:00", call(.busy))
    let rows = try sample.rows(.attempts)
    #expect(rows.cells("attempt", "0", "calls", "given_up", "attrition") == ["5", "1", "20.0"])
    #expect(
      rows.cells("attempt", "1", "calls", "reached", "reached_share", "won", "lost", "refused")
        == ["4", "2", "50.0", "0", "1", "1"])
    #expect(rows.cells("attempt", "1", "open", "went_on", "given_up") == ["1", "1", "0"])
    #expect(
      rows.cells("attempt", "2", "calls", "won", "conversion", "won_so_far", "won_so_far_share")
        == ["1", "1", "100.0", "1", "20.0"])
    #expect(rows.cells("attempt", "3", "calls", "conversion") == ["0", ""])
    #expect(rows.cells("part", "afternoon", "calls", "won", "conversion") == ["1", "1", "100.0"])
    #expect(rows.cells("part", "evening", "calls", "reached_share") == ["1", "100.0"])
    #expect(rows["hour"]?.map { $0["hour"] } == ["10", "14", "18"])
  }

  @Test func `a day later the last call was too long ago`() throws {
    var sample = ReportSample()
    sample.add("E")
    try sample.record("E", "2026-12-01T09:00", .inquiry(DealFacts()))
    try sample.record("E", "2026-12-02T10:00", call(.busy))
    sample.today = "2027-01-02"
    #expect(try sample.rows(.attempts).cells("attempt", "1", "open", "given_up") == ["0", "1"])
  }

  @Test func `the next opening begins a run of its own, and a birthday call is no attempt`() throws
  {
    var sample = ReportSample()
    sample.add("A")
    try sample.record("A", "2026-03-02T09:00", .inquiry(DealFacts()))
    try sample.record("A", "2026-03-03T10:00", call(.reached))
    try sample.record("A", "2026-03-04T10:00", call(.reached), touch: "birthday/2026/1")
    try sample.record("A", "2026-03-05T09:00", .offer(DealFacts()))
    try sample.record(
      "A", "2026-03-06T10:00", call(.reached), touch: "follow-up/offer-2026-03-05/1")
    try sample.record("A", "2026-03-06T11:00", .complaint(promise: nil))
    let rows = try sample.rows(.attempts)
    #expect(rows.cells("attempt", "0", "calls") == ["2"])
    #expect(rows.cells("attempt", "1", "calls", "stopped", "went_on") == ["2", "2", "0"])
    #expect(rows.cells("attempt", "2", "calls") == ["0"])
  }

  @Test func `a run by the file's stage begins with its first call, once`() throws {
    var sample = ReportSample()
    sample.add("A")
    let touch = "follow-up/prospect-2024-05-01"
    try sample.record("A", "2026-03-03T10:00", call(.noAnswer), touch: "\(touch)/1")
    try sample.record("A", "2026-03-04T10:00", call(.noAnswer), touch: "\(touch)/2")
    try sample.record("A", "2026-03-05T10:00", .lost(nil, nil))
    try sample.record("A", "2026-03-06T10:00", call(.reached), touch: "\(touch)/3")
    let rows = try sample.rows(.attempts)
    #expect(rows.cells("attempt", "0", "calls") == ["1"])
    #expect(rows.cells("attempt", "2", "calls", "lost") == ["1", "1"])
  }

  @Test func `runs count by the day they began, with all that followed`() throws {
    var sample = ReportSample()
    sample.add("A")
    try sample.record("A", "2026-03-31T09:00", .inquiry(DealFacts()))
    for day in 1...7 { try sample.record("A", "2026-04-0\(day)T10:00", call(.busy)) }
    let march = try sample.rows(.attempts, from: "2026-03-01", to: "2026-03-31")
    #expect(march.cells("attempt", "5", "calls", "went_on") == ["1", "1"])
    #expect(march.cells("attempt", "6+", "calls", "given_up", "went_on") == ["2", "1", "1"])
    let april = try sample.rows(.attempts, from: "2026-04-01", to: "2026-04-30")
    #expect(april.cells("attempt", "0", "calls") == ["0"])
  }
}
