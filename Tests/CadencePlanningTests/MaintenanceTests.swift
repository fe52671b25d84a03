import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

struct MaintenanceTests {
  private func planner(
    installed: String, _ known: [(String, FactDetail)] = [], firstStart: String? = nil,
    reps: [Rep] = [Rep(id: "mao", names: ["毛"])]
  ) -> Planner {
    Planner(
      settings: Settings.forTests([.maintenance()], reps: reps),
      roster: one { $0.installations = [Installation(day: day(installed))] },
      history: facts(known, firstStart: firstStart))
  }

  @Test func `the first visit lies in its window on a working day and is announced`() throws {
    let planner = planner(installed: "2026-02-10")
    let plan = planner.plan(from: day("2026-03-01"), days: 200)
    let calendar = HolidayFixture.calendar("CN")
    try #require(plan.touches.count == 2)
    let (announcement, visit) = (plan.touches[0], plan.touches[1])
    #expect(visit.channel == .visit && announcement.channel == .sms)
    #expect(day("2026-08-05") <= visit.day && visit.day <= day("2026-08-15"))
    #expect(calendar.isWorkday(visit.day) == true)
    #expect(announcement.day == visit.day - 3)
    #expect(
      planner.touchID(of: visit).description == "KH0000001/care/2026-02-10.1/1")
  }

  @Test func `the next visit counts from the actual one`() {
    let report = VisitReport(installation: "2025-01-10")
    let planner = planner(
      installed: "2025-01-10", [("2026-03-20T10:00", .visit(report))],
      firstStart: "2026-01-05T08:00")
    let plan = planner.plan(from: day("2026-03-21"), days: 420)
    let visits = plan.touches.filter { $0.channel == .visit }
    #expect(
      visits.map(\.occurrence) == [
        .maintenance(installed: day("2025-01-10"), which: 1, number: 2)
      ])
    #expect(visits.allSatisfy { abs($0.day - day("2027-03-20")) <= 5 })
  }

  @Test func `a visit that left work to do does not count`() {
    let report = VisitReport(installation: "2025-09-10", isPartial: true)
    let planner = planner(
      installed: "2025-09-10", [("2026-03-10T10:00", .visit(report))],
      firstStart: "2026-01-05T08:00")
    let visits = planner.plan(from: day("2026-03-25"), days: 30).touches
    #expect(
      visits.map(\.occurrence) == [
        .maintenance(installed: day("2025-09-10"), which: 1, number: 1)
      ])
  }

  @Test func `an overdue visit is never lost`() {
    let planner = planner(installed: "2025-09-10", firstStart: "2026-01-05T08:00")
    for from in ["2026-04-20", "2026-07-06", "2026-12-07"] {
      let overdue = planner.plan(from: day(from), days: 1).touches.first
      #expect(overdue?.day == day(from))
      #expect((overdue?.daysOverdue ?? 0) > 20)
    }
  }

  @Test func `a first start does not make up for ten years`() {
    let planner = planner(installed: "2015-06-10")
    let visits = planner.plan(from: day("2026-01-01"), days: 364).touches.filter {
      $0.channel == .visit
    }
    #expect(visits.count == 1)
    #expect(visits.allSatisfy { abs($0.day - day("2026-12-10")) <= 5 })
  }

  @Test func `no visit is planned in the rep's holidays`() {
    var rep = Rep(id: "mao", names: ["毛"])
    rep.absences = [Absence(first: day("2026-08-01"), last: day("2026-08-12"))]
    let planner = planner(installed: "2026-02-10", reps: [rep])
    let visit = planner.plan(from: day("2026-03-01"), days: 200).touches.last
    #expect(visit.map { $0.day > day("2026-08-12") && $0.day <= day("2026-08-25") } == true)
  }

  @Test func `a recorded purchase with its install day starts visits`() {
    let purchase = PurchaseFacts(installed: day("2026-02-12"))
    let planner = planner(
      installed: "2026-02-10", [("2026-02-12T10:00", .purchase(purchase))],
      firstStart: "2026-01-05T08:00")
    let visits = planner.plan(from: day("2026-03-01"), days: 200).touches
    #expect(visits.filter { $0.channel == .visit }.count == 2)
  }
}
