import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import FifthcallTestSupport
import Foundation
import Testing

/// Months in the life of random customers under the shipped config: what is planned is mostly done, and
/// things of all kinds are recorded.
struct RandomLife {
  let settings: Settings
  let roster: Roster
  private(set) var history: History
  private var numbers: SeededNumbers
  private var entry: Int64 = 1

  /// Customers of a seed whose service starts on a day.
  init(_ count: Int, seed: UInt64, from day: Day) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let now = Instant(seconds: Int64(day.number) * 86_400)
    settings = try #require(SiteLoader.load(config: "\(root)/config", now: now).settings)
    numbers = SeededNumbers(seed: seed &* 7919)
    var roster = RosterBuilder.random(count, seed: seed, today: day)
    for index in roster.customers.indices {
      roster.customers[index].rep = UInt16(index % settings.reps.count)
    }
    self.roster = roster
    history = History(firstStart: Self.moment(day, minute: 0))
  }

  /// A planner over what is known by now.
  var planner: Planner { Planner(settings: settings, roster: roster, history: history) }

  /// A minute of a day in Shanghai.
  static func moment(_ day: Day, minute: Int) -> Instant {
    Instant(seconds: Int64(day.number) * 86_400 - 8 * 3600 + Int64(minute) * 60)
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }

  private mutating func one<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// Lives through a day: most of its plan is done, and some customers do something of themselves.
  mutating func live(through day: Day) {
    let planner = planner.opened(day)
    for touch in planner.plan(from: day, days: 1).touches where below(100) < 75 {
      let at = Self.moment(day, minute: 540 + below(600))
      if touch.channel.isMachineSent {
        send(planner.touchID(of: touch), touch, at: at)
      } else if let detail = answer(to: touch, at: at) {
        note(detail, of: Int(touch.customer), at: at, touch: planner.touchID(of: touch))
      }
    }
    happen(to: max(roster.customers.count / 60, 2), on: day, from: 540)
  }

  /// Something is recorded of some customers; answers whom it is about.
  @discardableResult
  mutating func happen(to count: Int, on day: Day, from minute: Int) -> Set<CustomerID> {
    var touched: Set<CustomerID> = []
    for _ in 0..<count {
      let index = below(roster.customers.count)
      let at = Self.moment(day, minute: minute + below(60))
      note(surprise(at: at), of: index, at: at, touch: nil)
      touched.insert(roster.customers[index].id)
    }
    return touched
  }

  private mutating func send(_ id: TouchID, _ touch: PlannedTouch, at: Instant) {
    let outcome: OutcomeResult = one([
      .accepted, .accepted, .accepted, .accepted, .rejected, .deferred,
    ])
    let record = TouchRecord(
      touch: id, channel: touch.channel, day: touch.day, at: at,
      countsToCaps: settings.cadences[Int(touch.cadence)].countsToCaps, outcome: outcome,
      isSettled: outcome != .deferred, number: entry)
    entry += 1
    history.customers[id.customer, default: CustomerHistory()].touches.append(record)
  }

  private mutating func note(_ detail: FactDetail, of index: Int, at: Instant, touch: TouchID?) {
    let customer = roster.customers[index].id
    let fact = Fact(customer: customer, at: at, touch: touch, detail: detail)
    history.customers[customer, default: CustomerHistory()].facts.append(
      RecordedFact(number: entry, fact: fact))
    entry += 1
  }

  private mutating func answer(to touch: PlannedTouch, at: Instant) -> FactDetail? {
    switch touch.channel {
    case .visit:
      return .visit(
        VisitReport(
          installation: nil, condition: one([.good, .worn, .defect]), satisfaction: satisfaction(),
          need: one([nil, .some]), isPartial: below(9) == 0))
    case .gift: return .gift(cost: nil)
    case .card: return .card(cost: nil)
    case .letter: return .letter(cost: nil)
    default: return .call(call(at: at))
    }
  }

  private mutating func satisfaction() -> Satisfaction {
    Satisfaction(perceived: 1 + below(5), expected: 1 + below(5))
  }

  private mutating func call(at: Instant) -> CallReport {
    var report = CallReport(outcome: one([.reached, .reached, .noAnswer, .callBack, .wrongNumber]))
    if report.outcome == .callBack { report.callBack = at.adding(seconds: 86_400 * (1 + below(3))) }
    if report.outcome == .reached {
      report.need = one([nil, .some, .clear])
      report.attitude = one([nil, .warm, .cold])
      if below(8) == 0 { report.promise = at.adding(seconds: 86_400 * 2) }
      if below(8) == 0 { report.visitOn = Day(Int(at.seconds / 86_400) + 3) }
    }
    return report
  }

  private mutating func surprise(at: Instant) -> FactDetail {
    let day = Day(Int(at.seconds / 86_400))
    let deal = DealFacts(amount: Amount(hundredths: Int64(below(900_000))), source: nil)
    switch below(22) {
    case 0: return .inquiry(deal)
    case 1: return .offer(deal)
    case 2: return .won(deal)
    case 3: return .lost(one([.letGo, .poached]), one([.price, .timing]))
    case 4, 5:
      return .purchase(
        PurchaseFacts(quantity: 1, amount: deal.amount, margin: nil, installed: day + below(40)))
    case 6: return .complaint(promise: below(2) == 0 ? at.adding(seconds: 86_400) : nil)
    case 7: return .resolved(satisfaction())
    case 8: return .promise(by: at.adding(seconds: 86_400 * (1 + below(5))))
    case 9: return .optOut(one([nil, .sms, .email, .call]), occasion: nil)
    case 10, 11: return .optIn(one([nil, .sms, .email]), occasion: nil)
    case 12: return .occasion(one([.movingIn, .exam, .travel]), day: day + below(20))
    case 13: return .snooze(until: day + 5 + below(60))
    case 14: return .survey(satisfaction())
    case 15: return below(3) == 0 ? .deceased : .bereaved
    case 16: return .contact
    case 17, 18: return .referral(of: roster.customers[below(roster.customers.count)].id)
    case 19: return .kept
    default: return .call(call(at: at))
    }
  }
}
