import CadenceModel
import CivilTime
import Testing
import TouchDispatch

private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

private func touch(_ name: String, lane: String?, due: Int64 = 0) -> PendingTouch {
  PendingTouch(
    id: TouchID(customer: CustomerID(name), cadence: "greeting", occurrence: "2026-1", step: 1),
    channel: .email, due: at(due), expires: at(100_000), precedence: .greeting,
    retry: .remoteMail, lane: lane)
}

/// A machine whose tries are all made and accepted at once, second by second.
private struct Line {
  var machine: DispatchMachine
  /// Who was tried when.
  var tries: [(second: Int64, name: String)] = []

  init(_ machine: DispatchMachine) { self.machine = machine }

  mutating func tell(_ event: DispatchEvent, at second: Int64) {
    var pending = machine.handle(event, at: at(second))[...]
    while let action = pending.popFirst() {
      switch action {
      case .consider(let id): pending += machine.handle(.intended(id), at: at(second))
      case .submit(let id, _):
        tries.append((second, id.customer.text))
        pending += machine.handle(.reported(id, .accepted), at: at(second))
      default: break
      }
    }
  }

  mutating func run(from first: Int64, until end: Int64) {
    for second in first..<end { tell(.tick, at: second) }
  }

  func seconds(of prefix: String) -> [Int64] {
    tries.filter { $0.name.hasPrefix(prefix) }.map(\.second)
  }
}

/// Rates of single recipients and mail domains.
@Suite struct LaneTests {
  private func yard(_ windows: [RateWindow], spent: [String: [Instant]] = [:]) -> LaneYard {
    LaneYard(windows: [.email: windows], spent: spent)
  }

  @Test(arguments: [
    (60, 5, 5), (6, 1, 10), (120, 10, 5), (1, 1, 60), (7, 1, 9), (6000, 500, 5),
  ])
  func `a rate a minute lets five seconds' worth go at once`(
    rate: Int, most: Int, seconds: Int
  ) {
    #expect(RateWindow(perMinute: rate) == RateWindow(most: most, seconds: seconds))
    #expect(most * 60 <= rate * seconds, "never more than the rate")
  }

  @Test func `one domain's backlog waits for its rate, and holds up nobody else`() {
    var line = Line(
      DispatchMachine(yard: yard([RateWindow(perMinute: 60)]), rampsUp: false))
    let big = (0..<30).map { touch("A\($0)", lane: "big") }
    let others = [
      touch("B0", lane: "small"), touch("C0", lane: nil), touch("B1", lane: "small", due: 7),
    ]
    line.tell(.planned(big + others), at: 0)
    line.run(from: 1, until: 40)
    #expect(line.seconds(of: "B") == [0, 7])
    #expect(line.seconds(of: "C") == [0])
    let sent = line.seconds(of: "A")
    #expect(sent.count == 30)
    #expect(sent.prefix(6) == [0, 0, 0, 0, 0, 5])
    for second in Int64(0)..<35 {
      #expect(sent.count { (second..<second + 5).contains($0) } <= 5, "from second \(second)")
    }
    #expect(sent.last == 25)
  }

  @Test func `several windows hold together`() {
    var line = Line(
      DispatchMachine(
        yard: yard([RateWindow(most: 2, seconds: 60), RateWindow(most: 3, seconds: 3600)]),
        rampsUp: false))
    line.tell(.planned((0..<5).map { touch("A\($0)", lane: "a") }), at: 0)
    line.run(from: 1, until: 4000)
    #expect(line.seconds(of: "A") == [0, 0, 60, 3600, 3600])
  }

  @Test func `a restart does not open a lane`() {
    let spent = ["a": [at(100), at(101)], "b": [at(10)]]
    var line = Line(
      DispatchMachine(
        yard: yard([RateWindow(most: 2, seconds: 60)], spent: spent), rampsUp: false))
    line.tell(.restored([touch("A0", lane: "a"), touch("B0", lane: "b")]), at: 110)
    #expect(line.machine.nextDue(after: at(110)) == at(160))
    #expect(line.machine.isPaced(at: at(110)))
    line.run(from: 111, until: 200)
    #expect(line.seconds(of: "B") == [110])
    #expect(line.seconds(of: "A") == [160])
  }

  @Test func `a single pass does not wait hours for a lane`() {
    let spent = ["a": [at(100)]]
    var machine = DispatchMachine(
      yard: yard([RateWindow(most: 1, seconds: 3600)], spent: spent), rampsUp: false)
    #expect(machine.handle(.restored([touch("A", lane: "a")]), at: at(110)).isEmpty)
    #expect(!machine.isPaced(at: at(110)))
    #expect(machine.nextDue(after: at(110)) == at(3700))
  }

  @Test func `a try that was not made is given back to the lane`() {
    var machine = DispatchMachine(yard: yard([RateWindow(most: 1, seconds: 600)]), rampsUp: false)
    let two = [touch("A", lane: "a"), touch("B", lane: "a")]
    #expect(machine.handle(.planned(two), at: at(0)) == [.consider(two[0].id)])
    _ = machine.handle(.refused(two[0].id, .optedOut), at: at(1))
    #expect(machine.handle(.tick, at: at(1)) == [.consider(two[1].id)])
  }

  @Test func `a new plan keeps who waits, and drops who is gone`() {
    var line = Line(
      DispatchMachine(
        yard: yard([RateWindow(most: 1, seconds: 60)], spent: ["a": [at(0)]]), rampsUp: false))
    line.tell(.planned([touch("A0", lane: "a"), touch("A1", lane: "a")]), at: 1)
    line.tell(.planned([touch("A1", lane: "a")]), at: 2)
    line.run(from: 3, until: 200)
    #expect(line.seconds(of: "A0").isEmpty)
    #expect(line.seconds(of: "A1") == [60])
  }

  @Test func `what waits too long expires`() {
    var machine = DispatchMachine(
      yard: yard([RateWindow(most: 1, seconds: 3600)], spent: ["a": [at(0)]]), rampsUp: false)
    var late = touch("A", lane: "a")
    late.expires = at(100)
    #expect(machine.handle(.planned([late]), at: at(1)).isEmpty)
    #expect(
      machine.handle(.tick, at: at(3600)) == [.settle(late.id, .expired, reason: "expired")])
  }

  @Test func `tries of a clock that was set back close no lane and no channel`() {
    var line = Line(
      DispatchMachine(
        paces: [.email: Pace(perMinute: 60, tries: [at(9_000_000)])],
        yard: yard([RateWindow(most: 1, seconds: 60)], spent: ["a": [at(9_000_000)]]),
        rampsUp: false))
    line.tell(.planned([touch("A", lane: "a")]), at: 10)
    #expect(line.seconds(of: "A") == [10])
  }

  @Test(arguments: 0..<20)
  func `whatever happens, no window of any lane has more than it may`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let rule = RateWindow(most: Int(random.next() % 4) + 1, seconds: Int(random.next() % 90) + 1)
    var spent: [String: [Instant]] = [:]
    var line = Line(DispatchMachine(yard: yard([rule]), rampsUp: false))
    var plan: [PendingTouch] = []
    for second in Int64(0)..<600 {
      let before = line.tries.count
      switch random.next() % 20 {
      case 0...8:
        let lane = "abc".randomElement(using: &random).map(String.init) ?? "a"
        plan.append(touch("\(lane)\(second)", lane: lane))
        line.tell(.added(plan[plan.count - 1]), at: second)
      case 9:
        let waiting = line.machine.open
        line = Line(DispatchMachine(yard: yard([rule], spent: spent), rampsUp: false))
        line.tell(.restored(waiting), at: second)
        for one in line.tries { spent[String(one.name.prefix(1)), default: []].append(at(second)) }
        continue
      case 10: line.tell(.planned(line.machine.open), at: second)
      default: line.tell(.tick, at: second)
      }
      for one in line.tries[before...] {
        spent[String(one.name.prefix(1)), default: []].append(at(second))
      }
    }
    #expect(spent.values.map(\.count).reduce(0, +) > 10)
    for (lane, moments) in spent where moments.count > rule.most {
      for index in rule.most..<moments.count {
        #expect(
          moments[index] - moments[index - rule.most] >= Int64(rule.seconds) * 1000,
          "seed \(seed), lane \(lane)")
      }
    }
  }
}
