import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Who leaves hands everything on from that day, without a record and without an edit of the file.
@Suite struct LeaverTests {
  /// Li leaves on 10 June 2026; Wang takes over, Zhao is the default rep.
  private func settings(
    successor: RepID? = "wang", _ change: (inout [Rep]) -> Void = { _ in }
  ) -> Settings {
    var reps = ["li", "wang", "zhao"].map { Rep(id: RepID($0), names: []) }
    reps[0].left = day("2026-06-10")
    reps[0].successor = successor
    change(&reps)
    var settings = Settings.forTests([.followUp()], reps: reps)
    settings.defaultRep = 2
    return settings
  }

  private func rep(_ settings: Settings, on text: String, _ history: History = History()) -> RepID {
    let planner = Planner(settings: settings, roster: one { $0.rep = 0 }, history: history)
    let atNoon = moment("\(text)T12:00")
    let seen = planner.customer(at: 0, on: day(text), now: atNoon).rep
    #expect(planner.rep(ofCustomer: 0, on: day(text)) == seen)
    return settings.reps[Int(seen)].id
  }

  @Test func `D13: the customers are the leaver's to the last day, then the successor's`() {
    #expect(rep(settings(), on: "2026-06-09") == "li")
    #expect(rep(settings(), on: "2026-06-10") == "wang")
    #expect(rep(settings(), on: "2027-01-01") == "wang")
  }

  @Test func `D13: without a successor who stays the default rep has them`() {
    #expect(rep(settings(successor: nil), on: "2026-06-10") == "zhao")
    let both = settings { $0[1].left = day("2026-06-20") }
    #expect(rep(both, on: "2026-06-19") == "wang")
    #expect(rep(both, on: "2026-06-20") == "zhao")
    let circle = settings {
      $0[1].left = day("2026-06-20")
      $0[1].successor = "li"
    }
    #expect(rep(circle, on: "2026-06-20") == "zhao")
    let chain = settings {
      $0[1].left = day("2026-06-20")
      $0[1].successor = "zhao"
    }
    #expect(rep(chain, on: "2026-06-20") == "zhao")
  }

  @Test func `D13: whom the leaver was given by record goes to the successor, too`() {
    let given = facts([("2026-05-01T10:00", .assigned(to: "li"))])
    #expect(rep(settings(), on: "2026-06-10", given) == "wang")
    let away = facts([("2026-05-01T10:00", .assigned(to: "zhao"))])
    #expect(rep(settings(), on: "2026-06-10", away) == "zhao")
  }

  @Test func `D13: an open task is the leaver's before the day and the successor's after it`()
    throws
  {
    let history = facts([("2026-06-01T10:00", .inquiry(DealFacts()))])
    let planner = Planner(settings: settings(), roster: one { $0.rep = 0 }, history: history)
    func owners(from text: String, of rep: RepID? = nil) -> [RepID] {
      var filter = PlanFilter.all
      filter.rep = rep
      let plan = planner.allocated(from: day(text), days: 5, filter: filter).plan
      return plan.touches.map { planner.rep(of: $0) }
    }
    #expect(owners(from: "2026-06-02") == ["li"])
    #expect(owners(from: "2026-06-11") == ["wang"])
    #expect(owners(from: "2026-06-11", of: "wang") == ["wang"])
    #expect(owners(from: "2026-06-11", of: "li") == [])
    #expect(owners(from: "2026-06-02", of: "wang") == [])
  }
}
