import CadenceModel
import CivilTime
import Testing
import TouchDispatch

/// Touches and moments for the machine's tests.
private func touch(
  _ name: String, channel: Channel = .email, due: Int64 = 0, expires: Int64 = 86_400,
  precedence: Precedence = .greeting
) -> PendingTouch {
  PendingTouch(
    id: TouchID(customer: CustomerID(name), cadence: "greeting", occurrence: "2026-1", step: 1),
    channel: channel, due: Instant(seconds: due), expires: Instant(seconds: expires),
    precedence: precedence, retry: .remoteMail)
}

private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

/// A machine with one touch handed to its channel.
private func machineWithOneInFlight(_ touch: PendingTouch) -> DispatchMachine {
  var machine = DispatchMachine()
  _ = machine.handle(.planned([touch]), at: touch.due)
  _ = machine.handle(.intended(touch.id), at: touch.due)
  return machine
}

@Suite struct DispatchMachineTests {
  @Test func `a due touch is considered, and submitted only once its intent is journalled`() {
    let one = touch("A", due: 10)
    var machine = DispatchMachine()
    #expect(machine.handle(.planned([one]), at: at(9)).isEmpty)
    #expect(machine.nextDue(after: at(9)) == at(10))
    #expect(machine.handle(.tick, at: at(10)) == [.consider(one.id)])
    #expect(machine.handle(.tick, at: at(11)).isEmpty)
    #expect(machine.handle(.intended(one.id), at: at(11)) == [.submit(one.id, number: 1)])
  }

  @Test func `touches due together go by precedence`() {
    let low = touch("A", due: 5)
    let high = touch("B", due: 5, precedence: .complaint)
    var machine = DispatchMachine()
    let actions = machine.handle(.planned([low, high]), at: at(5))
    #expect(actions == [.consider(high.id), .consider(low.id)])
  }

  @Test func `no more touches are under way than a channel takes`() {
    var machine = DispatchMachine(limits: [.email: 2])
    let many = (0..<5).map { touch("A\($0)") }
    #expect(machine.handle(.planned(many), at: at(1)).count == 2)
    _ = machine.handle(.intended(many[0].id), at: at(1))
    let next = machine.handle(.reported(many[0].id, .accepted), at: at(2))
    #expect(next == [.settle(many[0].id, .accepted, reason: ""), .consider(many[2].id)])
  }

  @Test func `a touch whose intent was lost leaves its place and can be planned again`() {
    let one = touch("A")
    var machine = DispatchMachine(limits: [.email: 1])
    _ = machine.handle(.planned([one]), at: at(1))
    _ = machine.handle(.intended(one.id), at: at(1))
    #expect(machine.handle(.forgotten(one.id), at: at(2)).isEmpty)
    #expect(machine.flying == 0)
    #expect(machine.handle(.planned([one]), at: at(3)) == [.consider(one.id)])
  }

  @Test func `an endpoint is down until it answers again`() {
    let one = touch("A", expires: 1_000_000)
    var machine = machineWithOneInFlight(one)
    _ = machine.handle(
      .reported(one.id, .unsent(reason: "535", endpointFault: true, openNow: true)), at: at(1))
    #expect(machine.down == [.email: at(1801)])
    let more = (0..<2).map { touch("B\($0)", due: 0, expires: 1_000_000) }
    _ = machine.handle(.planned(more), at: at(1801))
    _ = machine.handle(.reported(one.id, .accepted), at: at(1802))
    for probe in more {
      #expect(machine.down.count == 1, "one answer proves little")
      _ = machine.handle(.intended(probe.id), at: at(1802))
      _ = machine.handle(.reported(probe.id, .accepted), at: at(1802))
    }
    #expect(machine.down.isEmpty)
  }

  @Test func `an expired touch is settled, never sent`() {
    let late = touch("A", due: 0, expires: 100)
    var machine = DispatchMachine()
    let actions = machine.handle(.planned([late]), at: at(101))
    #expect(actions == [.settle(late.id, .expired, reason: "expired")])
    #expect(machine.open.isEmpty)
  }

  @Test func `at the end what is too late is settled, unless the clock cannot be trusted`() {
    let late = touch("A", due: 50, expires: 100)
    let later = touch("B", due: 50, expires: 300)
    var machine = DispatchMachine()
    _ = machine.handle(.planned([late, later]), at: at(0))
    var unsure = machine
    _ = unsure.handle(.shut(true), at: at(0))
    #expect(unsure.handle(.ending, at: at(200)).isEmpty)
    let actions = machine.handle(.ending, at: at(200))
    #expect(actions == [.settle(late.id, .expired, reason: "expired")])
    #expect(machine.open.map(\.id) == [later.id])
    #expect(machine.handle(.ending, at: at(200)).isEmpty)
  }

  @Test func `a deferred touch waits by its table and goes out with the same intent`() {
    let one = touch("A", expires: 1_000_000)
    var machine = machineWithOneInFlight(one)
    let actions = machine.handle(
      .reported(one.id, .deferred(reason: "451", retryAfter: nil)), at: at(1))
    guard case .postpone(_, "451", let until)? = actions.first else {
      Issue.record("expected a postponement, got \(actions)")
      return
    }
    let wait = (until - at(1)) / 1000
    #expect((240...360).contains(wait))
    #expect(machine.handle(.tick, at: until) == [.submit(one.id, number: 2)])
  }

  @Test func `the endpoint's own Retry-After is obeyed when it is longer`() {
    let one = touch("A", expires: 1_000_000)
    var machine = machineWithOneInFlight(one)
    let actions = machine.handle(
      .reported(one.id, .deferred(reason: "429", retryAfter: 5000)), at: at(0))
    #expect(actions == [.postpone(one.id, reason: "429", until: at(5000))])
  }

  @Test func `a retry beyond the expiry is given up at once`() {
    let one = touch("A", expires: 100)
    var machine = machineWithOneInFlight(one)
    let actions = machine.handle(
      .reported(one.id, .deferred(reason: "451", retryAfter: nil)), at: at(1))
    #expect(actions == [.settle(one.id, .expired, reason: "451")])
  }

  @Test func `after the most tries that its table allows it is dead`() {
    var one = touch("A", expires: 10_000_000)
    one.tries = RetryPolicy.remoteMail.mostTries - 1
    var machine = machineWithOneInFlight(one)
    let actions = machine.handle(
      .reported(one.id, .deferred(reason: "451", retryAfter: nil)), at: at(1))
    #expect(actions == [.settle(one.id, .dead, reason: "451")])
  }

  @Test func `an uncertain touch is never tried again`() {
    let one = touch("A")
    var machine = machineWithOneInFlight(one)
    let actions = machine.handle(.reported(one.id, .uncertain(reason: "28")), at: at(1))
    #expect(actions == [.settle(one.id, .uncertain, reason: "28")])
    #expect(machine.handle(.tick, at: at(80_000)).isEmpty)
  }

  @Test func `a sick endpoint opens its breaker and is probed by one touch at a time`() {
    var machine = DispatchMachine(limits: [.email: 10])
    let many = (0..<6).map { touch("A\($0)", expires: 1_000_000) }
    _ = machine.handle(.planned(many), at: at(0))
    many.forEach { _ = machine.handle(.intended($0.id), at: at(0)) }
    let down = DispatchReport.unsent(reason: "7", endpointFault: true, openNow: false)
    var told = 0
    for one in many {
      for case .endpointDown in machine.handle(.reported(one.id, down), at: at(1)) { told += 1 }
    }
    #expect(told == 1)
    let probes = machine.handle(.tick, at: at(5000))
    #expect(probes.count == 1)
    #expect(machine.open.allSatisfy { $0.tries == 0 }, "an open breaker costs no tries")
  }

  @Test func `a probe that succeeds lets the others go`() {
    var machine = DispatchMachine()
    let one = touch("A", expires: 1_000_000)
    let two = touch("B", due: 2, expires: 1_000_000)
    _ = machine.handle(.planned([one, two]), at: at(0))
    _ = machine.handle(.intended(one.id), at: at(0))
    let refused = DispatchReport.unsent(reason: "67", endpointFault: true, openNow: true)
    _ = machine.handle(.reported(one.id, refused), at: at(1))
    #expect(machine.handle(.tick, at: at(100)).isEmpty, "a refused login pauses half an hour")
    let probe = machine.handle(.tick, at: at(1900))
    #expect(probe == [.submit(one.id, number: 1)])
    let after = machine.handle(.reported(one.id, .accepted), at: at(1901))
    #expect(after == [.settle(one.id, .accepted, reason: ""), .consider(two.id)])
  }

  @Test func `a new plan replaces what is only planned and keeps what is intended`() {
    let gone = touch("A", due: 100)
    let kept = touch("B", due: 0)
    var machine = DispatchMachine()
    _ = machine.handle(.planned([gone, kept]), at: at(0))
    _ = machine.handle(.intended(kept.id), at: at(0))
    _ = machine.handle(.planned([]), at: at(1))
    #expect(machine.open.map(\.id) == [kept.id])
  }

  @Test func `a new plan of one customer leaves everybody else's touches where they are`() {
    let (gone, late, other) = (touch("A", due: 100), touch("A2", due: 300), touch("B", due: 500))
    var machine = DispatchMachine()
    _ = machine.handle(.planned([gone, late, other]), at: at(0))
    // The gate made the other customer's wait, and a digest waits that no plan knows.
    _ = machine.handle(.tick, at: at(500))
    _ = machine.handle(.postponed(other.id, until: at(900)), at: at(500))
    _ = machine.handle(.added(touch("C", due: 950)), at: at(501))
    _ = machine.handle(.refused(late.id, .ended), at: at(502))
    _ = machine.handle(.postponed(gone.id, until: at(800)), at: at(502))
    let moved = touch("A", due: 700)
    #expect(machine.handle(.replanned([gone.id], [moved]), at: at(503)).isEmpty)
    #expect(machine.nextDue(after: at(503)) == at(700))
    #expect(machine.handle(.replanned([gone.id], []), at: at(504)).isEmpty)
    #expect(machine.open.count == 2)
    // No place is left behind that would wake for nothing.
    #expect(machine.nextDue(after: at(505)) == at(900))
    #expect(machine.handle(.tick, at: at(900)) == [.consider(other.id)])
  }

  @Test func `while held nothing is considered, and afterwards everything due`() {
    let one = touch("A")
    var machine = DispatchMachine()
    _ = machine.handle(.held(true), at: at(0))
    #expect(machine.handle(.planned([one]), at: at(5)).isEmpty)
    #expect(machine.nextDue(after: at(5)) == nil)
    #expect(machine.handle(.held(false), at: at(6)) == [.consider(one.id)])
  }

  @Test func `a touch whose cadence is gone is cancelled only if the journal knows it`() {
    let known = touch("A")
    let planned = touch("B", due: 50)
    var machine = machineWithOneInFlight(known)
    _ = machine.handle(
      .reported(known.id, .deferred(reason: "451", retryAfter: nil)), at: at(1))
    _ = machine.handle(.planned([planned]), at: at(2))
    let gone = machine.handle(
      .withdrawn(known.id, .cancelled, reason: "cadence removed"), at: at(3))
    #expect(gone == [.settle(known.id, .cancelled, reason: "cadence removed")])
    #expect(
      machine.handle(.withdrawn(planned.id, .cancelled, reason: "cadence removed"), at: at(3))
        .isEmpty)
  }

  @Test func `retry delays stay within a fifth of their table and differ between touches`() {
    let ids = (0..<50).map { touch("A\($0)").id }
    let delays = Set(ids.map { RetryPolicy.remoteMail.delay(afterTry: 1, of: $0) })
    #expect(delays.allSatisfy { (240...360).contains($0) })
    #expect(delays.count > 10)
    #expect(RetryPolicy.remoteMail.delay(afterTry: 99, of: ids[0]) >= 14_400 * 4 / 5)
  }

  @Test func `while it is in doubt which days went by, nothing expires, and what is in time goes`()
  {
    let late = touch("A", due: 0, expires: 50)
    let timely = touch("B", due: 0, expires: 500)
    var machine = DispatchMachine()
    #expect(machine.handle(.doubted(true), at: at(100)).isEmpty)
    #expect(machine.handle(.restored([late, timely]), at: at(100)) == [.consider(timely.id)])
    #expect(machine.handle(.ending, at: at(100)).isEmpty)
    #expect(machine.handle(.tick, at: at(200)).isEmpty)
    #expect(machine[late.id] != nil)
    _ = machine.handle(.doubted(false), at: at(210))
    #expect(
      machine.handle(.tick, at: at(260)) == [.settle(late.id, .expired, reason: "expired")])
  }

  @Test func `while the clock cannot be trusted only alerts go, and nothing expires`() {
    let customer = touch("A", due: 0, expires: 50)
    var alert = touch("B", due: 0)
    alert.isAlert = true
    var machine = DispatchMachine()
    #expect(machine.handle(.shut(true), at: at(1)).isEmpty)
    #expect(machine.handle(.planned([customer]), at: at(1)).isEmpty)
    #expect(machine.nextDue(after: at(1)) == nil)
    #expect(machine.handle(.added(alert), at: at(99)) == [.consider(alert.id)])
    _ = machine.handle(.intended(alert.id), at: at(99))
    _ = machine.handle(.reported(alert.id, .accepted), at: at(99))
    #expect(machine.handle(.tick, at: at(99)).isEmpty)
    #expect(machine.handle(.shut(false), at: at(2)) == [.consider(customer.id)])
  }

  @Test
  func `a try that ends while the clock is wrong is not too late, and goes on by the right one`() {
    let one = touch("A", due: 1, expires: 5000)
    var machine = machineWithOneInFlight(one)
    let year: Int64 = 366 * 86_400
    _ = machine.handle(.shut(true), at: at(year))
    let report = DispatchReport.unsent(reason: "stopped", endpointFault: false, openNow: false)
    let actions = machine.handle(.reported(one.id, report), at: at(year))
    #expect(actions.count == 1)
    guard case .postpone(one.id, "stopped", _) = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(machine.handle(.shut(false), at: at(60)).isEmpty)
    #expect(machine[one.id].map { $0.due > at(60) && $0.due < at(1000) } == true)
    #expect(machine.handle(.tick, at: at(1000)) == [.submit(one.id, number: 2)])
  }

  @Test func `what waited for a mended endpoint is tried at once`() {
    let one = touch("A", due: 1)
    var machine = machineWithOneInFlight(one)
    let failure = DispatchReport.unsent(reason: "535", endpointFault: true, openNow: true)
    _ = machine.handle(.reported(one.id, failure), at: at(10))
    #expect(machine.handle(.tick, at: at(60)).isEmpty)
    #expect(machine.down.count == 1)
    #expect(machine.handle(.mended, at: at(61)) == [.submit(one.id, number: 1)])
    #expect(machine.down.isEmpty)
  }
}
