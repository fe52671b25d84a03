import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Weeks of calls, visits, promises and complaints as they come, drawn from a seed.
@Suite struct LadderStoryTests {
  private struct Numbers {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func happens(_ percent: Int) -> Bool {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % 100) < percent
    }
  }

  private func call(_ at: Instant, _ numbers: inout Numbers) -> FactDetail {
    guard !numbers.happens(35) else {
      return .call(CallReport(outcome: numbers.happens(90) ? .noAnswer : .wrongNumber))
    }
    var report = CallReport(outcome: .reached)
    if numbers.happens(15) {
      report.outcome = .callBack
      report.callBack = at.adding(seconds: 3 * 86_400)
    }
    if numbers.happens(20) { report.need = .clear }
    if numbers.happens(15) { report.promise = at.adding(seconds: 2 * 86_400) }
    if numbers.happens(15) { report.visitWelcome = true }
    if numbers.happens(8) { (report.attitude, report.visitWelcome) = (.cold, false) }
    return .call(report)
  }

  private func answer(
    _ channel: Channel, _ at: Instant, _ numbers: inout Numbers
  ) -> FactDetail {
    guard channel == .visit else {
      return channel == .letter ? .letter(cost: nil) : call(at, &numbers)
    }
    var report = VisitReport()
    if numbers.happens(30) { report.satisfaction = Satisfaction(perceived: 2, expected: 4) }
    if numbers.happens(20) { report.condition = .defect }
    if numbers.happens(20) { report.need = .some }
    return .visit(report)
  }

  @Test(arguments: 0..<25)
  func `E2: whatever is recorded, nobody is called twice a day, and nothing is done twice`(
    seed: UInt64
  ) throws {
    var numbers = Numbers(seed)
    let settings = Settings.forTests(Cadence.allLadders)
    let roster = one { $0.stage = .prospect }
    var history = History(firstStart: moment("2026-01-05T08:00"))
    var known = CustomerHistory()
    var done: Set<TouchID> = []
    func add(_ at: Instant, _ detail: FactDetail, _ touch: TouchID? = nil) {
      let fact = Fact(customer: "KH0000001", at: at, touch: touch, detail: detail)
      known.facts.append(RecordedFact(number: Int64(known.facts.count + 1), fact: fact))
    }
    add(moment("2026-03-02T09:00"), .inquiry(DealFacts()))
    var tasks = 0
    for today in day("2026-03-03")..<day("2026-05-10") {
      history.customers["KH0000001"] = known
      let planner = Planner(settings: settings, roster: roster, history: history)
      let plan = planner.plan(from: today, days: 30)
      let ids = (plan.touches + plan.joined.map(\.touch)).map(planner.touchID(of:))
      #expect(Set(ids).count == ids.count, "\(today): \(ids)")
      #expect(done.isDisjoint(with: ids), "\(today): \(done.intersection(ids))")
      let calls = Dictionary(grouping: plan.touches.filter { $0.channel == .call }, by: \.day)
      for (day, made) in calls where made.contains(where: { !$0.isAgreed }) {
        #expect(made.count == 1, "\(today): \(made.count) calls on \(day)")
      }
      let short = planner.plan(from: today, days: 1)
      #expect(short.touches == plan.touches.filter { $0.day == today }, "\(today)")
      for touch in short.touches where numbers.happens(70) {
        let at = planner.instant(of: touch)
        let detail = answer(touch.channel, at, &numbers)
        let id = planner.touchID(of: touch)
        add(at, detail, id)
        tasks += 1
        if case .call(let report) = detail, report.outcome == .callBack { continue }
        done.insert(id)
        if id.cadence == "promise" { add(at.adding(seconds: 60), .kept, id) }
        if id.cadence == "complaint", numbers.happens(50) {
          add(at.adding(seconds: 60), .resolved(Satisfaction(perceived: 3, expected: 4)), id)
        }
      }
      if numbers.happens(6) {
        let at = moment("\(today)T11:00")
        add(at, .complaint(promise: numbers.happens(50) ? at.adding(seconds: 7_200) : nil))
      }
      if numbers.happens(8) { add(moment("\(today)T13:00"), .inquiry(DealFacts())) }
    }
    #expect(tasks > 5, "\(tasks) tasks")
  }
}
