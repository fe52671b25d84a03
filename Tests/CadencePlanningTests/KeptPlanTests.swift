import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// What the service does not work out again must be what it would find if it did: compared with planning
/// afresh, on customers who have lived for months.
@Suite struct KeptPlanTests {
  private static let from = day("2026-01-05")

  @Test(arguments: [1, 2] as [UInt64])
  func `what the machine sends is the messages of the whole plan`(_ seed: UInt64) throws {
    var life = try RandomLife(90, seed: seed, from: Self.from)
    var (count, silent) = (0, 0)
    for offset in 0..<170 {
      let today = Self.from + offset
      if offset % 17 == 16 {
        let planner = life.planner.opened(today)
        let now = RandomLife.moment(today, minute: 0)
        for days in [1, 2, 3, 30] {
          var filter = PlanFilter()
          filter.messagesOnly = true
          let messages = planner.plan(from: today, days: days, filter: filter, now: now)
          let whole = planner.plan(from: today, days: days, skips: true, now: now)
          #expect(
            messages.touches == whole.touches.filter(\.channel.isMachineSent),
            "\(days) days from \(today)")
          count += messages.touches.count
          silent += whole.touches.count - messages.touches.count
        }
        checkEach(planner, today, now)
      }
      life.live(through: today)
    }
    #expect(count > 50 && silent > 50)
  }

  /// The same asked of one customer, as after a record.
  private func checkEach(_ planner: Planner, _ today: Day, _ now: Instant) {
    let whole = planner.plan(from: today, days: 3, skips: true, now: now)
    for index in stride(from: 0, to: planner.roster.customers.count, by: 9) {
      var filter = PlanFilter(customer: index)
      filter.messagesOnly = true
      let messages = planner.plan(from: today, days: 3, filter: filter, now: now)
      #expect(
        messages.touches
          == whole.touches.filter { Int($0.customer) == index && $0.channel.isMachineSent })
    }
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `a plan kept through the day is the plan of the moment`(_ seed: UInt64) throws {
    var life = try RandomLife(90, seed: seed, from: Self.from)
    var changes = 0
    for offset in 0..<170 {
      let today = Self.from + offset
      if offset % 11 == 10 {
        var kept = Planner(settings: life.settings, roster: life.roster, history: life.history)
        kept.open(today)
        let dawn = RandomLife.moment(today, minute: 450)
        var plan = kept.plan(from: today, days: 1, skips: true, now: dawn)
        for hour in [9, 12, 15] {
          let news = life.happen(to: 6, on: today, from: hour * 60)
          let now = RandomLife.moment(today, minute: hour * 60 + 61)
          let isLater = kept.advance(to: life.history)
          #expect(isLater)
          let fresh = life.planner.opened(today).plan(
            from: today, days: 1, skips: true, now: now)
          let before = plan.touches
          plan = kept.replan(
            kept.concerned(by: news), in: plan, from: today, days: 1, skips: true, now: now)
          #expect(plan.touches == fresh.touches, "\(today) \(hour)")
          #expect(plan.skips == fresh.skips, "\(today) \(hour)")
          #expect(plan.joined == fresh.joined, "\(today) \(hour)")
          if plan.touches != before { changes += 1 }
        }
      }
      life.live(through: today)
    }
    #expect(changes > 5)
  }

  @Test func `what was recorded of one concerns the household and whoever introduced somebody`() {
    var builder = RosterBuilder()
    for (id, phone) in [("A", 1), ("B", 2), ("C", 1), ("D", 3)] as [(CustomerID, UInt64)] {
      builder.add(id) { $0.phone = 8_615_400_000_000 + phone }
    }
    let history = facts([("2026-01-02T10:00", .referral(of: "B"))], of: "D")
    let planner = Planner(
      settings: .forTests([.greetings(3)]), roster: builder.build(), history: history)
    #expect(planner.concerned(by: []) == [])
    #expect(planner.concerned(by: ["A"]) == [0, 2, 3])
    #expect(planner.concerned(by: ["B", "nobody"]) == [1, 3])
  }
}
