import CadenceModel
import CivilTime
import Testing
import TouchDispatch

private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

private func touch(_ name: String, due: Int64, tries: Int = 0) -> PendingTouch {
  PendingTouch(
    id: TouchID(customer: CustomerID(name), cadence: "greeting", occurrence: "2026-1", step: 1),
    channel: .email, due: at(due), expires: at(10_000_000), precedence: .greeting, tries: tries,
    retry: .remoteMail)
}

/// A channel on a virtual clock: what the machine asks for is done, each try takes `latency`.
private struct World {
  var machine: DispatchMachine
  var now: Int64 = 0
  /// Seconds that a try takes.
  var latency: Int64 = 1
  /// Whether the endpoint answers.
  var isUp: (Int64) -> Bool = { _ in true }
  /// The moments of all tries.
  private(set) var tries: [Int64] = []
  /// When each touch was accepted.
  private(set) var accepted: [TouchID: Int64] = [:]
  private(set) var mostUnderWay = 0
  private var underWay: [(id: TouchID, until: Int64)] = []

  init(_ machine: DispatchMachine) { self.machine = machine }

  mutating func tell(_ event: DispatchEvent) { act(machine.handle(event, at: at(now))) }

  /// Lets the clock run, second by second.
  mutating func run(until end: Int64) {
    while now < end {
      now += 1
      let done = underWay.filter { $0.until <= now }
      underWay.removeAll { $0.until <= now }
      for (id, _) in done {
        if isUp(now) {
          accepted[id] = now
          tell(.reported(id, .accepted))
        } else {
          tell(.reported(id, .unsent(reason: "7", endpointFault: true, openNow: false)))
        }
      }
      tell(.tick)
    }
  }

  private mutating func act(_ actions: [DispatchAction]) {
    var pending = actions[...]
    while let action = pending.popFirst() {
      switch action {
      case .consider(let id): pending += machine.handle(.intended(id), at: at(now))
      case .submit(let id, _):
        tries.append(now)
        underWay.append((id, now + latency))
        mostUnderWay = max(mostUnderWay, underWay.count)
      default: break
      }
    }
  }

  mutating func resetMost() { mostUnderWay = 0 }
}

/// Rows B6 and B7 of the guarantees, on a virtual clock.
@Suite struct RecoveryTests {
  @Test func `after an outage of half an hour with 2000 due nobody stampedes`() {
    let rate = 120
    var world = World(
      DispatchMachine(limits: [.email: 8], paces: [.email: Pace(perMinute: rate)]))
    let recovery: Int64 = 1800
    world.isUp = { $0 >= recovery }
    world.tell(.planned((0..<2000).map { touch("K\($0)", due: 0) }))
    world.run(until: recovery)
    let opening = world.tries.prefix(8).count
    for minute in stride(from: Int64(60), to: recovery, by: 60) {
      let tries = world.tries.dropFirst(opening).count { (minute..<minute + 60).contains($0) }
      #expect(tries <= 1, "\(tries) tries in the minute from \(minute)")
    }
    world.run(until: recovery + 2400)
    let begin = world.accepted.values.min() ?? recovery
    let inTen = world.tries.count { (begin..<begin + 600).contains($0) }
    #expect(Double(inTen) <= 1.2 * Double(rate) * 10)
    #expect(inTen > rate * 4, "it does come back: \(inTen)")
    let early = world.tries.count { (begin..<begin + 120).contains($0) }
    #expect(early <= rate * 2 / 5 + 10, "a fifth of the rate for two minutes: \(early)")
    #expect(world.machine.down.isEmpty)
  }

  @Test func `without a rate the way back is made with fewer at once`() {
    var world = World(DispatchMachine(limits: [.email: 10]))
    world.latency = 5
    world.tell(.planned((0..<3000).map { touch("K\($0)", due: 0) }))
    world.resetMost()
    for (end, most) in [(Int64(119), 10), (230, 4), (350, 6), (470, 8), (700, 10)] {
      world.run(until: end)
      // What began before the first look at the clock, all at once, is under way for five seconds.
      if end > 119 { #expect(world.mostUnderWay <= most, "until \(end)") }
      world.run(until: end + 6)
      world.resetMost()
    }
  }

  @Test func `a start with few due, and a single pass, go at full speed`() {
    var few = World(DispatchMachine(limits: [.email: 10]))
    few.tell(.restored((0..<RampUp.backlog).map { touch("K\($0)", due: 0) }))
    few.run(until: 30)
    #expect(few.accepted.count == RampUp.backlog)
    var once = World(DispatchMachine(limits: [.email: 10], rampsUp: false))
    once.tell(.planned((0..<1000).map { touch("K\($0)", due: 0) }))
    once.run(until: 102)
    #expect(once.accepted.count == 1000)
  }

  @Test func `5000 deferred do not keep ten that are due now waiting`() {
    var world = World(
      DispatchMachine(
        limits: [.email: 8], paces: [.email: Pace(perMinute: 120)], rampsUp: false))
    let old = (0..<5000).map { number in
      var waiting = touch("old\(number)", due: 0, tries: 1)
      waiting.stage = .intended
      return waiting
    }
    world.tell(.restored(old))
    world.run(until: 1000)
    let fresh = (0..<10).map { touch("new\($0)", due: 1200 + Int64($0)) }
    world.tell(.planned(fresh))
    world.run(until: 1300)
    for one in fresh {
      let sent = world.accepted[one.id] ?? .max
      #expect(sent - one.due.seconds <= 60, "\(one.id) at \(sent)")
    }
    let others = world.accepted.filter { $0.key.customer.text.hasPrefix("old") }
    #expect(others.values.count { $0 >= 1200 } > 50, "the backlog goes on meanwhile")
  }

  @Test func `a rate that has been spent waits for its moment instead of asking again and again`() {
    var world = World(DispatchMachine(limits: [.email: 8], paces: [.email: Pace(perMinute: 6)]))
    world.tell(.planned((0..<3).map { touch("K\($0)", due: 0) }))
    #expect(world.machine.nextDue(after: at(0)) == at(10))
    #expect(world.machine.isPaced(at: at(0)))
    world.run(until: 25)
    #expect(world.tries == [0, 10, 20])
    #expect(!world.machine.isPaced(at: at(25)))
  }

  @Test func `while every place is taken only a report can bring work`() {
    var machine = DispatchMachine(limits: [.email: 1])
    let two = [touch("A", due: 0), touch("B", due: 0)]
    _ = machine.handle(.planned(two), at: at(0))
    #expect(machine.nextDue(after: at(1)) == nil)
    _ = machine.handle(.postponed(two[0].id, until: at(50)), at: at(1))
    _ = machine.handle(.tick, at: at(1))
    _ = machine.handle(.refused(two[1].id, .optedOut), at: at(2))
    #expect(machine.nextDue(after: at(2)) == at(50))
  }

  @Test func `a try that was not made is given back to the rate`() {
    var machine = DispatchMachine(paces: [.email: Pace(perMinute: 1)])
    let two = [touch("A", due: 0), touch("B", due: 5)]
    #expect(machine.handle(.planned(two), at: at(0)) == [.consider(two[0].id)])
    _ = machine.handle(.refused(two[0].id, .optedOut), at: at(1))
    #expect(machine.handle(.tick, at: at(5)) == [.consider(two[1].id)])
  }

  @Test func `one to be sent again outlives a new plan, and stays uncertain when it may not go`() {
    var machine = DispatchMachine()
    var one = touch("A", due: 100)
    one.isAgain = true
    _ = machine.handle(.added(one), at: at(0))
    _ = machine.handle(.planned([]), at: at(1))
    #expect(machine.handle(.tick, at: at(100)) == [.consider(one.id)])
    #expect(machine.handle(.refused(one.id, .optedOut), at: at(100)).isEmpty)
    #expect(machine.open.isEmpty)
  }

  @Test(arguments: [
    (RepeatRule.never, 0, false), (.visitNotice, 0, true), (.visitNotice, 1, false),
    (.digest, 1, true), (.digest, 2, false), (.alert, 1000, true),
  ])
  func `each kind of touch has its number of repeats`(
    _ rule: RepeatRule, _ repeats: Int, _ expected: Bool
  ) {
    #expect(rule.allows(after: repeats) == expected)
  }
}
