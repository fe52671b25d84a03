import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Death and mourning in a family.
@Suite struct HouseholdLifeTests {
  /// A couple in one household: he has her birthday on file, and their wedding.
  private func couple() -> Roster {
    var builder = RosterBuilder()
    builder.add("KH0000001") {
      $0.phone = 8_615_400_000_001
      $0.birthday = person("1970-02-01")
      $0.wedding = person("1995-09-09")
      let family: [(Relation, String)] = [(.spouse, "1972-06-15"), (.child(1), "1998-11-20")]
      $0.family = family.compactMap { relation, date in
        person(date).map { FamilyDate(relation: relation, date: $0) }
      }
    }
    builder.add("KH0000002") {
      $0.phone = 8_615_400_000_001
      $0.birthday = person("1972-06-15")
    }
    return builder.build()
  }

  private var cadences: [Cadence] {
    let wedding = Cadence(
      name: "wedding", title: "Wedding",
      trigger: .anniversary(AnniversaryRule(date: .wedding)), precedence: .occasion,
      steps: [Step(channels: [.sms], template: "wedding")], boundByCaps: false,
      allowedOnHolidays: true)
    return [.birthdays([.customer, .spouse, .children]), wedding]
  }

  private func history(_ detail: FactDetail, _ relation: Relation?, of id: CustomerID) -> History {
    var history = facts([("2025-01-10T10:00", detail)], of: id)
    history.customers[id]?.facts[0].fact.marks.relation = relation
    return history
  }

  private func plan(_ history: History, from: String = "2026-01-01") -> (Plan, Planner) {
    let planner = Planner(settings: .forTests(cadences), roster: couple(), history: history)
    return (planner.plan(from: day(from), days: 365, skips: true), planner)
  }

  @Test func `X7: the living are congratulated, each once`() {
    let (plan, planner) = plan(History())
    #expect(
      lines(plan, planner) == [
        "2026-02-01 birthday/2026/1 sms", "2026-06-15 birthday/2026/1 sms",
        "2026-09-09 wedding/2026/1 sms", "2026-11-20 birthday/child1.2026/1 sms",
      ])
  }

  @Test func `D6: a dead spouse's days end with the wedding, through whomever they are kept`() {
    let (plan, planner) = plan(history(.deceased, .spouse, of: "KH0000001"))
    #expect(
      lines(plan, planner) == [
        "2026-02-01 birthday/2026/1 sms", "2026-11-20 birthday/child1.2026/1 sms",
      ])
    #expect(skipLines(plan, planner).contains("2026-09-09 wedding/2026/1 deceased"))
    #expect(skipLines(plan, planner).contains("2026-06-15 birthday/spouse.2026/1 deceased"))
  }

  @Test func `D6: a customer's death ends the days that others keep for them`() {
    let (plan, planner) = plan(history(.deceased, nil, of: "KH0000002"))
    #expect(!lines(plan, planner).contains { $0.hasPrefix("2026-06-15") })
    #expect(lines(plan, planner).contains("2026-02-01 birthday/2026/1 sms"))
  }

  @Test func `D6: a dead parent or child ends nothing else`() {
    let (plan, planner) = plan(history(.deceased, .child(1), of: "KH0000001"))
    #expect(lines(plan, planner).count == 3)
    #expect(!lines(plan, planner).contains { $0.contains("child1") })
  }

  @Test(arguments: [FactDetail.deceased, .bereaved])
  func `X7: the household shares the silence`(detail: FactDetail) {
    // Of the other member, who has no history of their own; 100 days from 10 January.
    let (plan, planner) = plan(history(detail, nil, of: "KH0000002"), from: "2025-01-11")
    let planned = lines(plan, planner)
    #expect(!planned.contains { $0.hasPrefix("2025-02-01") })
    #expect(skipLines(plan, planner).contains("2025-02-01 birthday/2025/1 bereaved"))
    #expect(planned.contains { $0.hasPrefix("2025-11-20") })
  }

  @Test func `D6: the gate knows of a death recorded after the plan`() throws {
    let planner = Planner(settings: .forTests(cadences), roster: couple(), history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365)
    let touch = try #require(
      plan.touches.first { $0.occurrence == .kept(.couple, year: 2026, isLunar: false) })
    let known = history(.deceased, .spouse, of: "KH0000001").customers["KH0000001"]
    let now = planner.instant(of: touch)
    #expect(planner.gate(touch, history: nil, at: now) == .send)
    #expect(planner.gate(touch, history: known, at: now) == .skip(.deceased))
  }
}
