import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Product rows E4, X11 and B3: visits of one area fall on one day, in their windows.
struct AreaVisitTests {
  static let from = day("2026-01-05")

  /// Customers of two reps in so many areas, each with a door installed up to a year before.
  private func builder(_ count: Int, areas: Int, seed: UInt64 = 5) -> RosterBuilder {
    var numbers = SeededNumbers(seed: seed)
    var builder = RosterBuilder()
    for number in 0..<count {
      let digits = String(1_000_000 + number).dropFirst()
      let installed = Self.from - Int.random(in: 10...360, using: &numbers)
      let (area, rep) = (Int.random(in: 1...areas, using: &numbers), number % 2)
      builder.add(CustomerID("KH0\(digits)")) {
        $0.installations = [Installation(day: installed)]
        $0.area = UInt32(area)
        $0.rep = UInt16(rep)
      }
    }
    return builder
  }

  private func planner(
    _ roster: Roster, history: History = History(), visits: Int = 6, absences: [Absence] = [],
    ladders: [Cadence] = []
  ) -> Planner {
    var reps = [Rep(id: "mao", names: ["毛"]), Rep(id: "xu", names: ["徐"])]
    for index in reps.indices { reps[index].visitsPerDay = visits }
    reps[0].absences = absences
    var roster = roster
    roster.areas = (0...40).map { $0 == 0 ? "" : "area \($0)" }
    return Planner(
      settings: Settings.forTests([.maintenance()] + ladders, reps: reps), roster: roster,
      history: history)
  }

  private func visits(_ planner: Planner, from: Day = from, days: Int = 365) -> [PlannedTouch] {
    planner.plan(from: from, days: days).touches.filter { $0.channel == .visit }
  }

  /// How often the reps go from one area to another.
  private func changes(_ visits: [PlannedTouch], _ roster: Roster) -> Int {
    var count = 0
    for rep in 0..<UInt16(2) {
      let own = visits.filter { roster.customers[Int($0.customer)].rep == rep }
      let stops = own.map { ($0.day, roster.customers[Int($0.customer)].area) }
        .sorted { $0 < $1 }
      var last: UInt32 = 0
      for (_, area) in stops where area != last {
        count += 1
        last = area
      }
    }
    return count
  }

  @Test func `E4: visits of one area fall on one day where their windows meet`() throws {
    var builder = RosterBuilder()
    // Due on 1, 11 and 21 June; the first may wait until 16 June.
    for (number, installed) in ["2025-12-01", "2025-12-11", "2025-12-21"].enumerated() {
      builder.add(CustomerID("KH000000\(number)")) {
        $0.installations = [Installation(day: day(installed))]
        $0.area = 1
      }
    }
    builder.add("KH0000009") {
      $0.installations = [Installation(day: day("2025-12-05"))]
      $0.area = 2
    }
    let planner = planner(builder.build())
    let found = visits(planner, days: 200)
    #expect(
      Set(found.map { "\($0.customer) \($0.day)" }) == [
        "0 2026-06-16", "1 2026-06-16", "2 2026-06-16", "3 2026-06-18",
      ])
    let notices = planner.plan(from: Self.from, days: 200).touches.filter { $0.channel == .sms }
    #expect(notices.filter { $0.day == day("2026-06-13") }.count == 3)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `X11: every visit lies in its window, on a working day, and no day holds too many`(
    _ seed: UInt64
  ) {
    let roster = builder(300, areas: 12, seed: seed).build()
    let found = visits(planner(roster, visits: 4))
    let calendar = HolidayFixture.calendar("CN")
    var load: [String: Int] = [:]
    for visit in found {
      guard case .maintenance(let installed, _, let number) = visit.occurrence else { continue }
      load["\(visit.customer % 2) \(visit.day)", default: 0] += 1
      #expect(calendar.isWorkday(visit.day) != false)
      guard number == 1 else { continue }
      var due = CalendarPeriod.months(6).added(to: installed)
      if due < Self.from { due = CalendarPeriod.months(18).added(to: installed) }
      #expect(due - 10 <= visit.day && visit.day <= due + 15, "\(visit) is due on \(due)")
    }
    #expect(load.values.max() ?? 0 <= 4)
    #expect(found.count > 250)
  }

  @Test func `E4: the reps change areas far less often than with a day for each visit`() {
    let roster = builder(800, areas: 24).build()
    var alone = roster
    for index in alone.customers.indices { alone.customers[index].area = 0 }
    let together = changes(visits(planner(roster)), roster)
    let each = changes(visits(planner(alone)), roster)
    #expect(together * 10 <= each * 6, "\(together) of \(each)")
  }

  @Test func `X11: a new lead changes nothing, a new customer only days of the own area`() {
    var builder = builder(400, areas: 20)
    let before = planner(builder.build())
    let known = days(visits(before), before)
    builder.add("KH9000001") {
      $0.stage = .prospect
      $0.area = 7
    }
    let withLead = planner(builder.build())
    #expect(days(visits(withLead), withLead) == known)
    builder.add("KH9000002") {
      $0.installations = [Installation(day: Self.from - 100)]
      $0.area = 7
    }
    let withCustomer = planner(builder.build())
    let roster = withCustomer.roster
    for (id, day) in days(visits(withCustomer), withCustomer) where known[id] != day {
      let customer = roster.index(of: id.customer).map { roster.customers[$0] }
      #expect(customer?.area == 7 && customer?.rep == 0, "\(id) moved to \(day)")
    }
  }

  private func days(_ visits: [PlannedTouch], _ planner: Planner) -> [TouchID: Day] {
    Dictionary(uniqueKeysWithValues: visits.map { (planner.touchID(of: $0), $0.day) })
  }

  @Test func `X11: visits made as planned, day by day, are the visits of the year`() {
    let roster = builder(60, areas: 4).build()
    let year = planner(roster)
    let expected = visits(year).map { "\($0.day) \(year.touchID(of: $0))" }
    var history = History(firstStart: moment("2026-01-05T00:00"))
    var made: [String] = []
    for offset in 0..<365 {
      let today = Self.from + offset
      let planner = planner(roster, history: history)
      for visit in visits(planner, from: today, days: 1) {
        let id = planner.touchID(of: visit)
        made.append("\(today) \(id)")
        let fact = Fact(
          customer: id.customer, at: planner.instant(of: visit), touch: id,
          detail: .visit(VisitReport()))
        history.customers[id.customer, default: CustomerHistory()].facts.append(
          RecordedFact(number: Int64(made.count), fact: fact))
      }
    }
    #expect(made == expected)
  }

  @Test
  func `X11: a short plan, and one with rounds kept from before, have the visits of the long one`()
  {
    let roster = builder(150, areas: 9).build()
    var planner = planner(roster)
    let year = planner.plan(from: Self.from, days: 365).touches
    for from in stride(from: 0, to: 350, by: 31) {
      let days = (Self.from + from)...(Self.from + from + 6)
      let history = History(firstStart: moment("2026-01-05T00:00"))
      let later = self.planner(roster, history: history)
      let short = later.plan(from: days.lowerBound, days: 7).touches
      let due = short.filter { $0.daysOverdue == 0 }
      let wanted = year.filter { days.contains($0.day) }
      #expect(due.filter { $0.channel == .visit } == wanted.filter { $0.channel == .visit })
    }
    planner.prepareVisits(from: Self.from, days: 400)
    #expect(planner.plan(from: Self.from, days: 365).touches == year)
    #expect(
      planner.plan(from: Self.from, days: 3, filter: PlanFilter(customer: 4)).touches
        == year.filter { $0.customer == 4 && $0.day < Self.from + 3 })
  }

  @Test func `X11: what a customer was told holds, though the rep is away by now`() {
    var builder = RosterBuilder()
    builder.add("KH0000001") {
      $0.installations = [Installation(day: day("2025-12-01"))]
      $0.area = 1
    }
    let id = TouchID(
      customer: "KH0000001", cadence: "care", occurrence: "2025-12-01.1", step: 2)
    let notice = TouchRecord(
      touch: id, channel: .sms, day: day("2026-06-12"), at: moment("2026-06-12T10:00"),
      outcome: .accepted, isSettled: true)
    let history = facts([], touches: [notice], firstStart: "2026-01-05T00:00")
    let planner = planner(builder.build(), history: history)
    // Planned for the 16th, the last day of its window; the message of the 12th said the 15th.
    #expect(visits(planner, from: day("2026-06-13"), days: 20).map(\.day) == [day("2026-06-15")])
  }

  @Test func `B3: a visit agreed by phone takes the due maintenance of its area along`() throws {
    var builder = RosterBuilder()
    for (number, installed) in ["2025-12-01", "2025-12-11", "2026-02-01"].enumerated() {
      builder.add(CustomerID("KH000000\(number)")) {
        $0.installations = [Installation(day: day(installed))]
        $0.area = 1
      }
    }
    builder.add("KH0000009") {
      $0.stage = .prospect
      $0.area = 1
    }
    var report = CallReport(outcome: .reached)
    report.visitOn = day("2026-06-04")
    let history = facts(
      [("2026-06-01T10:00", .call(report))], firstStart: "2026-01-05T00:00", of: "KH0000009")
    let planner = planner(builder.build(), history: history)
    let found = visits(planner, from: day("2026-06-02"), days: 60)
    #expect(
      found.map { "\($0.customer) \($0.day)" }.sorted() == ["0 2026-06-04", "1 2026-06-04"])
  }

  /// A visit two working days after a complaint.
  private static let repair = Cadence(
    name: "repair", title: "repair",
    trigger: .ladder(LadderRule(opens: [.complaint], endedBy: [.resolved])), precedence: .promise,
    steps: [
      Step(channels: [.visit], offset: CalendarPeriod(months: 0, days: 0, workdays: 2), title: "x")
    ])

  /// Three doors in one area, of which two are due in June, one in another area, and somebody with a complaint.
  private func neighbours() -> RosterBuilder {
    var builder = RosterBuilder()
    let doors: [(String, UInt32)] = [
      ("2025-12-01", 1), ("2025-12-11", 1), ("2026-02-01", 1), ("2025-12-05", 2),
    ]
    for (number, door) in doors.enumerated() {
      builder.add(CustomerID("KH000000\(number)")) {
        $0.installations = [Installation(day: day(door.0))]
        $0.area = door.1
      }
    }
    builder.add("KH0000009") { $0.area = 1 }
    return builder
  }

  @Test func `B3: whoever goes to an area for a complaint takes what is due there along`() throws {
    let history = facts(
      [("2026-06-01T10:00", .complaint(promise: nil))], firstStart: "2026-01-05T00:00",
      of: "KH0000009")
    let planner = planner(neighbours().build(), history: history, ladders: [Self.repair])
    let found = visits(planner, from: day("2026-06-02"), days: 30)
    #expect(
      found.map { "\($0.customer) \($0.day)" }.sorted() == [
        "0 2026-06-03", "1 2026-06-03", "3 2026-06-18", "4 2026-06-03",
      ])
    let text = try #require(
      planner.explain(customer: 1, from: day("2026-06-02")).first { $0.rule == "area" }?.text)
    #expect(
      text == "2025-12-11.1, step 1: due on 2026-06-11, may be made from 2026-06-01 to 2026-06-26: "
        + "on 2026-06-03, when 3 visits are made in area 1, 1 of them for another reason: the way there "
        + "serves both")
    // Without the complaint each waits for the end of the window that closes first.
    let quiet = facts([], touches: [], firstStart: "2026-01-05T00:00")
    let calm = visits(
      self.planner(neighbours().build(), history: quiet, ladders: [Self.repair]),
      from: day("2026-06-02"), days: 30)
    #expect(
      calm.map { "\($0.customer) \($0.day)" }.sorted() == [
        "0 2026-06-16", "1 2026-06-16", "3 2026-06-18",
      ])
  }

  @Test func `B3: there is only as much along as the day has room for, who has least time first`() {
    let history = facts(
      [("2026-06-01T10:00", .complaint(promise: nil))], firstStart: "2026-01-05T00:00",
      of: "KH0000009")
    let planner = planner(
      neighbours().build(), history: history, visits: 2, ladders: [Self.repair])
    let found = visits(planner, from: day("2026-06-02"), days: 30)
    #expect(
      found.map { "\($0.customer) \($0.day)" }.sorted() == [
        "0 2026-06-03", "1 2026-06-26", "3 2026-06-18", "4 2026-06-03",
      ])
  }

  @Test func `B3: what was made together stays as it was`() {
    let id = CustomerID("KH0000009")
    var history = facts(
      [("2026-06-01T10:00", .complaint(promise: nil))], firstStart: "2026-01-05T00:00", of: id)
    let roster = neighbours().build()
    let year = planner(roster, history: history, ladders: [Self.repair])
    let expected = visits(year, from: day("2026-06-02"), days: 200).map {
      "\($0.day) \(year.touchID(of: $0))"
    }
    var made: [String] = []
    for offset in 0..<200 {
      let today = day("2026-06-02") + offset
      let planner = planner(roster, history: history, ladders: [Self.repair])
      for visit in visits(planner, from: today, days: 1) {
        let touch = planner.touchID(of: visit)
        made.append("\(today) \(touch)")
        let fact = Fact(
          customer: touch.customer, at: planner.instant(of: visit), touch: touch,
          detail: .visit(VisitReport()))
        history.customers[touch.customer, default: CustomerHistory()].facts.append(
          RecordedFact(number: Int64(100 + made.count), fact: fact))
      }
    }
    #expect(made == expected)
    #expect(made.count >= 5)
  }

  @Test func `B3: a full day takes nobody along`() {
    let roster = builder(200, areas: 1).build()
    var load: [String: Int] = [:]
    for visit in visits(planner(roster, visits: 3)) {
      load["\(visit.customer % 2) \(visit.day)", default: 0] += 1
    }
    #expect(load.values.max() == 3)
  }

  @Test func `E4: a rep's absence keeps visits in their windows`() {
    let away = Absence(first: day("2026-06-08"), last: day("2026-06-19"))
    let roster = builder(200, areas: 8).build()
    let found = visits(planner(roster, absences: [away]))
    let own = found.filter { $0.customer % 2 == 0 }
    #expect(!own.contains { (away.first...away.last).contains($0.day) })
    #expect(own.count > 80)
  }

  @Test func `E4: explain says with how many others and in which window`() throws {
    let planner = planner(builder(200, areas: 3).build())
    let visit = try #require(visits(planner).first)
    let verdicts = planner.explain(customer: Int(visit.customer), from: Self.from)
    let area = try #require(verdicts.first { $0.rule == "area" })
    #expect(area.day == visit.day)
    #expect(area.text.contains("visits are made in area"))
    #expect(area.text.contains("may be made from"))
  }
}
