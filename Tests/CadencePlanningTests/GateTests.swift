import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

struct GateTests {
  private let settings = Settings.forTests([.birthdays(), .greetings(4)])

  /// The birthday of 12 March 2026, a Thursday.
  private func birthday(_ change: (inout Customer) -> Void = { _ in }) -> (Planner, PlannedTouch) {
    let roster = one { customer in
      customer.birthday = person("--03-12")
      change(&customer)
    }
    let planner = Planner(settings: settings, roster: roster, history: History())
    let touch = PlannedTouch(
      customer: 0, cadence: 0, step: 1, channel: .sms,
      occurrence: .kept(.customer, year: 2026, isLunar: false), day: day("2026-03-12"),
      minute: MinuteOfDay("10:00") ?? .midnight)
    return (planner, touch)
  }

  @Test func `a touch that is due goes out`() {
    let (planner, touch) = birthday()
    #expect(planner.gate(touch, history: nil, at: moment("2026-03-12T10:00")) == .send)
  }

  @Test func `outside the send windows it waits for the next one, at the day's end it is over`() {
    let (planner, touch) = birthday()
    #expect(
      planner.gate(touch, history: nil, at: moment("2026-03-12T12:00"))
        == .wait(until: moment("2026-03-12T14:00")))
    #expect(
      planner.gate(touch, history: nil, at: moment("2026-03-12T20:00")) == .skip(.quietHours))
    #expect(planner.gate(touch, history: nil, at: moment("2026-03-13T10:00")) == .skip(.expired))
  }

  @Test(arguments: [
    (FactDetail.optOut(nil, occasion: nil), SkipReason.optedOut), (.deceased, .deceased),
    (.bereaved, .bereaved), (.snooze(until: day("2026-04-01")), .snoozed),
  ])
  func `what happened after planning counts`(_ fact: FactDetail, _ reason: SkipReason) throws {
    let (planner, touch) = birthday()
    let known = facts([("2026-03-12T09:00", fact)]).customers["KH0000001"]
    #expect(
      planner.gate(touch, history: known, at: moment("2026-03-12T10:00")) == .skip(reason))
    #expect(planner.gate(touch, history: known, at: moment("2026-03-12T08:59")) != .skip(reason))
  }

  @Test func `two messages a day are one too many, the touch's own intent is not`() {
    let (planner, touch) = birthday()
    var sent = TouchRecord(
      touch: planner.touchID(of: touch), channel: .sms, day: day("2026-03-12"),
      at: moment("2026-03-12T09:50"))
    func verdict() -> GateVerdict {
      let known = facts([], touches: [sent]).customers["KH0000001"]
      return planner.gate(touch, history: known, at: moment("2026-03-12T10:00"))
    }
    #expect(verdict() == .send)
    sent.touch = TouchID(customer: "KH0000001", cadence: "greeting", occurrence: "x", step: 1)
    #expect(verdict() == .skip(.frequencyCap))
  }

  @Test func `what an outage delayed counts on the day on which it went out`() {
    let (planner, touch) = birthday()
    var sent = TouchRecord(
      touch: TouchID(customer: "KH0000001", cadence: "greeting", occurrence: "x", step: 1),
      channel: .sms, day: day("2026-03-11"), at: moment("2026-03-12T09:40"), outcome: .accepted,
      isSettled: true)
    func verdict() -> GateVerdict {
      let known = facts([], touches: [sent]).customers["KH0000001"]
      return planner.gate(touch, history: known, at: moment("2026-03-12T10:00"))
    }
    #expect(verdict() == .send)
    sent.crossed = moment("2026-03-12T09:40")
    #expect(verdict() == .skip(.frequencyCap))
  }

  @Test func `a greeting waits out a holiday and a recent contact`() {
    let (planner, birthday) = birthday()
    var greeting = birthday
    greeting.cadence = 1
    greeting.occurrence = .greeting(year: 2026, number: 2)
    greeting.day = day("2026-05-06")
    // 7 May is the second day after the Labour Day break, 8 May an ordinary Friday.
    #expect(
      planner.gate(greeting, history: nil, at: moment("2026-05-07T10:00"))
        == .wait(until: moment("2026-05-08T09:30")))
    let known = facts([("2026-05-07T09:00", .contact)]).customers["KH0000001"]
    #expect(
      planner.gate(greeting, history: known, at: moment("2026-05-08T10:00"))
        == .wait(until: moment("2026-05-09T09:30")))
  }
}
