import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Every reason that the gate can give, each arising between the intent and the crossing: the same
/// message goes without it and is stopped with it.
@Suite struct GateReasonTests {
  /// What is changed about a case that would be sent.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Which cadence the message belongs to.
    var cadence: CadenceName = "birthday"
    /// The message's day, and the moment at which the gate is asked.
    var on = "2026-03-12"
    var at = "2026-03-12T10:00"
    var settings: @Sendable (inout Settings) -> Void = { _ in }
    var customer: @Sendable (inout Customer) -> Void = { _ in }
    /// A second person on file.
    var other: (@Sendable (inout Customer) -> Void)?
    var history: @Sendable (inout CustomerHistory) -> Void = { _ in }
    var touch: @Sendable (inout PlannedTouch) -> Void = { _ in }
    let verdict: GateVerdict
    var testDescription: String { name }
  }

  private static func fact(_ detail: FactDetail) -> @Sendable (inout CustomerHistory) -> Void {
    { history in
      let fact = Fact(customer: "KH0000002", at: moment("2026-03-12T09:00"), detail: detail)
      history.facts.append(RecordedFact(number: 1, fact: fact))
    }
  }

  /// Another message that went out, or perhaps did.
  private static func sent(_ on: String, _ outcome: OutcomeResult = .accepted)
    -> @Sendable (inout CustomerHistory) -> Void
  {
    { history in
      var record = TouchRecord(
        touch: TouchID(customer: "KH0000002", cadence: "nurture", occurrence: "x", step: 1),
        channel: .sms, day: day(on), at: moment(on + "T10:00"))
      record.outcome = outcome
      record.countsToCaps = true
      history.touches.append(record)
    }
  }

  private static func cadence(
    _ name: CadenceName, _ change: @escaping @Sendable (inout Cadence) -> Void
  )
    -> @Sendable (inout Settings) -> Void
  {
    { settings in
      for index in settings.cadences.indices where settings.cadences[index].name == name {
        change(&settings.cadences[index])
      }
    }
  }

  private static let phone: UInt64 = 8_615_400_010_001

  private static let family: @Sendable (inout Customer) -> Void = {
    $0.phone = phone
    $0.birthday = nil
  }

  private static let wedding: @Sendable (inout Customer) -> Void = {
    family(&$0)
    $0.wedding = person("2008-03-12")
  }

  private static func relative(
    _ relation: Relation, _ date: String
  ) -> @Sendable (inout Customer) -> Void {
    { customer in
      family(&customer)
      guard let date = person(date) else { return }
      customer.family = [FamilyDate(relation: relation, date: date)]
    }
  }

  static let stopped: [Case] = [
    Case(name: "erased", history: { $0.isErased = true }, verdict: .skip(.erased)),
    Case(name: "deceased", history: fact(.deceased), verdict: .skip(.deceased)),
    Case(
      name: "paused", settings: cadence("birthday") { $0.isPaused = true }, verdict: .skip(.paused)),
    Case(
      name: "out of the cadence's audience",
      settings: cadence("birthday") { $0.audience.except = ["KH0000002"] },
      verdict: .skip(.excluded)),
    Case(
      name: "out of the step's audience",
      settings: cadence("birthday") { $0.steps[0].audience.stages = [.lost] },
      verdict: .skip(.excluded)),
    Case(
      name: "complaint open", cadence: "greeting", history: fact(.complaint(promise: nil)),
      verdict: .skip(.complaintOpen)),
    Case(
      name: "opted out of all", history: fact(.optOut(nil, occasion: nil)),
      verdict: .skip(.optedOut)),
    Case(
      name: "opted out of the channel", history: fact(.optOut(.sms, occasion: nil)),
      verdict: .skip(.optedOut)),
    Case(
      name: "opted out of the occasion", history: fact(.optOut(nil, occasion: "birthday")),
      verdict: .skip(.optedOut)),
    Case(
      name: "opted out by the file", customer: { $0.optedOut = .all }, verdict: .skip(.optedOut)),
    Case(name: "no consent", customer: { $0.consented.subtract(.all) }, verdict: .skip(.noConsent)),
    Case(name: "no address", customer: { $0.reachable.subtract(.all) }, verdict: .skip(.noAddress)),
    Case(
      name: "the household is greeted already", cadence: "greeting", customer: family,
      other: family, verdict: .skip(.household)),
    Case(
      name: "the household's member is greeted by their own",
      customer: relative(.spouse, "--03-12"),
      other: { ($0.phone, $0.birthday) = (phone, person("--03-12")) },
      touch: { $0.occurrence = .kept(.spouse, year: 2026, isLunar: false) },
      verdict: .skip(.duplicate)),
    Case(
      name: "the household keeps the same child's birthday",
      customer: relative(.child(1), "2015-03-12"), other: relative(.child(2), "--03-12"),
      touch: { $0.occurrence = .kept(.child(1), year: 2026, isLunar: false) },
      verdict: .skip(.duplicate)),
    Case(
      name: "the household keeps the same wedding day", customer: wedding, other: wedding,
      touch: { $0.occurrence = .kept(.couple, year: 2026, isLunar: false) },
      verdict: .skip(.duplicate)),
    Case(name: "expired", at: "2026-03-13T10:00", verdict: .skip(.expired)),
    Case(
      name: "expired, of another kind", cadence: "greeting", at: "2026-03-27T10:00",
      verdict: .skip(.expired)),
    Case(name: "bereaved", history: fact(.bereaved), verdict: .skip(.bereaved)),
    Case(
      name: "bereaved, not bound to its day", cadence: "nurture", history: fact(.bereaved),
      verdict: .wait(until: moment("2026-06-21T09:30"))),
    Case(
      name: "snoozed", history: fact(.snooze(until: day("2026-03-20"))), verdict: .skip(.snoozed)),
    Case(
      name: "snoozed, not bound to its day", cadence: "nurture",
      history: fact(.snooze(until: day("2026-03-20"))),
      verdict: .wait(until: moment("2026-03-20T09:30"))),
    Case(
      name: "a holiday", on: "2026-05-01", at: "2026-05-01T10:00",
      settings: cadence("birthday") { $0.allowedOnHolidays = false }, verdict: .skip(.holiday)),
    Case(
      name: "a holiday, not bound to its day", cadence: "nurture", on: "2026-05-01",
      at: "2026-05-01T10:00", verdict: .wait(until: moment("2026-05-02T09:30"))),
    Case(
      name: "a greeting on a holiday", cadence: "greeting", on: "2026-05-01",
      at: "2026-05-01T10:00", verdict: .wait(until: moment("2026-05-02T09:30"))),
    Case(
      name: "a greeting beside a holiday", cadence: "greeting", on: "2026-05-06",
      at: "2026-05-07T10:00", verdict: .wait(until: moment("2026-05-08T09:30"))),
    Case(
      name: "a greeting on a Sunday", cadence: "greeting", on: "2026-03-13", at: "2026-03-15T10:00",
      verdict: .wait(until: moment("2026-03-16T09:30"))),
    Case(
      name: "spoken to just now", cadence: "nurture", history: fact(.contact),
      verdict: .wait(until: moment("2026-03-13T09:30"))),
    Case(name: "two a day", history: sent("2026-03-12"), verdict: .skip(.frequencyCap)),
    Case(
      name: "one that perhaps arrived counts", history: sent("2026-03-12", .uncertain),
      verdict: .skip(.frequencyCap)),
    Case(
      name: "two a week", cadence: "nurture", history: sent("2026-03-09"),
      verdict: .wait(until: moment("2026-03-13T09:30"))),
    Case(
      name: "quiet hours", at: "2026-03-12T12:30",
      verdict: .wait(until: moment("2026-03-12T14:00"))),
    Case(name: "too late for its day", at: "2026-03-12T20:30", verdict: .skip(.quietHours)),
    Case(
      name: "before its day", at: "2026-03-11T10:00",
      verdict: .wait(until: moment("2026-03-12T10:00"))),
    Case(name: "its cadence is gone", touch: { $0.cadence = 9 }, verdict: .skip(.excluded)),
    Case(name: "its step is gone", touch: { $0.step = 7 }, verdict: .skip(.excluded)),
  ]

  /// The gate's answer to a case; with `isPlain`, to the same message without what the case changes.
  ///
  /// With `isAlone`, the other person is not on file.
  private func verdict(
    _ tried: Case, isPlain: Bool, isAlone: Bool = false
  ) throws -> GateVerdict {
    var settings = Settings.forTests([.birthdays(), .greetings(4), .nurture()])
    for index in settings.cadences.indices where settings.cadences[index].name == "nurture" {
      settings.cadences[index].steps = [Step(channels: [.sms], template: "nurture")]
    }
    if !isPlain { tried.settings(&settings) }
    var builder = RosterBuilder()
    if let other = tried.other, !isPlain, !isAlone { builder.add("KH0000001", other) }
    builder.add("KH0000002") { customer in
      customer.birthday = person("--03-12")
      if !isPlain { tried.customer(&customer) }
    }
    let roster = builder.build()
    let planner = Planner(settings: settings, roster: roster, history: History())
    let index = try #require(settings.cadences.firstIndex { $0.name == tried.cadence })
    let occurrence: Occurrence
    switch tried.cadence {
    case "birthday": occurrence = .kept(.customer, year: 2026, isLunar: false)
    case "greeting": occurrence = .greeting(year: 2026, number: 1)
    default: occurrence = .opening(.inquiry, day: day("2026-01-05"), number: 1)
    }
    var touch = PlannedTouch(
      customer: Int32(roster.customers.count - 1), cadence: UInt16(index), step: 1, channel: .sms,
      occurrence: occurrence, day: day(isPlain ? "2026-03-12" : tried.on),
      minute: MinuteOfDay("10:00") ?? .midnight)
    var history = CustomerHistory()
    if !isPlain {
      tried.touch(&touch)
      tried.history(&history)
    }
    let at = moment(isPlain ? "2026-03-12T10:00" : tried.at)
    return planner.gate(touch, history: history, at: at)
  }

  @Test(arguments: stopped)
  func `what arises after the intent stops the message`(_ tried: Case) throws {
    #expect(try verdict(tried, isPlain: true) == .send)
    if tried.other != nil {
      #expect(try verdict(tried, isPlain: false, isAlone: true) == .send)
    }
    #expect(try verdict(tried, isPlain: false) == tried.verdict)
  }

  @Test func `every reason of the gate is in the table, the others are not the gate's`() {
    let given = Set(
      Self.stopped.compactMap { tried -> SkipReason? in
        if case .skip(let reason) = tried.verdict { reason } else { nil }
      })
    // Asked when a message is planned, composed or scheduled, or by the service around the gate.
    let others: Set<SkipReason> = [
      .missingData, .holidayBuffer, .notAWorkingDay, .recentContact, .precedence,
      .ended,
      .noFreshText, .capacity, .calendarUnknown, .channelDown, .guard, .hold,
    ]
    #expect(given.union(others) == Set(SkipReason.allCases))
    #expect(given.isDisjoint(with: others))
  }
}
