import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// One rule a row: what the file or the facts say, and what becomes of the birthday and the
/// greetings of 2026.
struct RuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (inout Customer) -> Void
    let facts: [(String, FactDetail)]
    let birthday: String
    let greetings: Set<String>

    init(
      _ name: String, facts: [(String, FactDetail)] = [], birthday: String,
      greetings: Set<String>, _ change: @escaping @Sendable (inout Customer) -> Void = { _ in }
    ) {
      self.name = name
      self.change = change
      self.facts = facts
      self.birthday = birthday
      self.greetings = greetings
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case("nothing special", birthday: "sms", greetings: ["email"]),
    Case("no consent for SMS", birthday: "email", greetings: ["email"]) {
      $0.consented.remove(ChannelSet(.sms))
    },
    Case("no consent at all", birthday: "no-consent", greetings: ["no-consent"]) {
      $0.consented = []
    },
    Case("no address", birthday: "no-address", greetings: ["no-address"]) { $0.reachable = [] },
    Case("opted out", birthday: "opted-out", greetings: ["opted-out"]) { $0.optedOut = .all },
    Case(
      "opted out by a fact", facts: [("2025-12-01T10:00", .optOut(nil, occasion: nil))],
      birthday: "opted-out", greetings: ["opted-out"]),
    Case(
      "opted out of one channel", facts: [("2025-12-01T10:00", .optOut(.email, occasion: nil))],
      birthday: "sms", greetings: ["sms"]),
    Case(
      "opted out of greetings",
      facts: [("2025-12-01T10:00", .optOut(nil, occasion: "greeting"))],
      birthday: "sms", greetings: ["opted-out"]),
    Case(
      "opted in again",
      facts: [
        ("2025-12-01T10:00", .optOut(nil, occasion: nil)),
        ("2025-12-02T10:00", .optIn(nil, occasion: nil)),
      ], birthday: "sms", greetings: ["email"]),
    Case(
      "a fact of the future", facts: [("2027-06-01T10:00", .deceased)], birthday: "sms",
      greetings: ["email"]),
    Case(
      "dead", facts: [("2025-12-01T10:00", .deceased)], birthday: "deceased",
      greetings: ["deceased"]),
    Case(
      "a complaint is open", facts: [("2025-12-01T10:00", .complaint(promise: nil))],
      birthday: "complaint-open", greetings: ["complaint-open"]),
    Case(
      "a complaint was resolved",
      facts: [
        ("2025-12-01T10:00", .complaint(promise: nil)), ("2025-12-02T10:00", .resolved(nil)),
      ], birthday: "sms", greetings: ["email"]),
    Case(
      "in mourning over the birthday", facts: [("2025-12-20T10:00", .bereaved)],
      birthday: "bereaved", greetings: ["email"]),
    Case(
      "everything put off", facts: [("2025-12-20T10:00", .snooze(until: day("2027-02-01")))],
      birthday: "snoozed", greetings: ["snoozed"]),
  ]

  @Test(arguments: cases)
  func `each rule stops what it must and lets the rest go`(_ row: Case) {
    let settings = Settings.forTests([.birthdays(), .greetings(2)])
    let roster = one { customer in
      customer.birthday = person("1980-03-12")
      row.change(&customer)
    }
    let planner = Planner(
      settings: settings, roster: roster,
      history: facts(row.facts, firstStart: "2025-11-01T08:00"))
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    let results =
      plan.touches.map { ($0.cadence, $0.channel.name) }
      + plan.skips.map { ($0.cadence, $0.reason.rawValue) }
    #expect(results.filter { $0.0 == 0 }.map(\.1) == [row.birthday])
    #expect(Set(results.filter { $0.0 == 1 }.map(\.1)) == row.greetings)
    #expect(results.filter { $0.0 == 1 }.count == 2)
  }

  @Test func `erased customers, paused cadences and exceptions say so`() {
    var excluded = Cadence.greetings(2, name: "excluded")
    excluded.audience.except = ["KH0000001"]
    var paused = Cadence.birthdays(name: "paused")
    paused.isPaused = true
    let settings = Settings.forTests([excluded, paused])
    let roster = one { $0.birthday = person("--03-12") }
    var planner = Planner(settings: settings, roster: roster, history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(plan.touches.isEmpty)
    #expect(Set(plan.skips.map(\.reason)) == [.excluded, .paused])
    #expect(plan.skips.count == 3)

    var history = CustomerHistory()
    history.isErased = true
    planner = Planner(
      settings: settings, roster: roster, history: History(customers: ["KH0000001": history]))
    let erased = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(Set(erased.skips.map(\.reason)) == [.erased])
  }

  @Test func `outside the audience there is neither touch nor skip`() {
    var cadence = Cadence.birthdays()
    cadence.audience.stages = [.lost]
    let planner = Planner(
      settings: Settings.forTests([cadence]), roster: one { $0.birthday = person("--03-12") },
      history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(plan.touches.isEmpty && plan.skips.isEmpty)
  }

  @Test func `a festival in the week after a birthday yields to it`() {
    let settings = Settings.forTests([.birthdays(), .festivals(["mid-autumn"])])
    // Mid-autumn 2026 is 25 September.
    let planner = Planner(
      settings: settings, roster: one { $0.birthday = person("--09-22") }, history: History())
    let plan = planner.plan(from: day("2026-09-01"), days: 60, skips: true)
    #expect(lines(plan, planner) == ["2026-09-22 birthday/2026/1 sms"])
    #expect(skipLines(plan, planner) == ["2026-09-25 festival/mid-autumn-2026/1 precedence"])
  }

  @Test func `messages that went out count to the caps`() {
    let settings = Settings.forTests([.festivals(["mid-autumn"])])
    let sent = TouchRecord(
      touch: TouchID(customer: "KH0000001", cadence: "news", occurrence: "1", step: 1),
      channel: .email, day: day("2026-09-20"), at: moment("2026-09-20T10:00"),
      outcome: .accepted, isSettled: true)
    let history = facts([], touches: [sent], firstStart: "2026-01-01T08:00")
    let planner = Planner(settings: settings, roster: one(), history: history)
    let plan = planner.plan(from: day("2026-09-21"), days: 10, skips: true)
    #expect(skipLines(plan, planner) == ["2026-09-25 festival/mid-autumn-2026/1 frequency-cap"])
  }

  @Test func `a household is greeted once, by its first reachable member`() {
    var builder = RosterBuilder()
    builder.add("A") {
      $0.phone = 8_615_400_000_001
      $0.consented = []
    }
    builder.add("B") { $0.phone = 8_615_400_000_001 }
    builder.add("C") { $0.phone = 8_615_400_000_001 }
    let planner = Planner(
      settings: Settings.forTests([.greetings(1)]), roster: builder.build(), history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(plan.touches.map(\.customer) == [1])
    let reasons = plan.skips.sorted { $0.customer < $1.customer }.map(\.reason)
    #expect(reasons == [.noConsent, .household])
  }

  @Test func `D6: a couple on one number gets each birthday once`() {
    var builder = RosterBuilder()
    let (his, hers) = (person("1980-03-12"), person("1982-07-01"))
    builder.add("A") {
      $0.phone = 8_615_400_000_001
      $0.birthday = his
      $0.family = hers.map { [FamilyDate(relation: .spouse, date: $0)] } ?? []
    }
    builder.add("B") {
      $0.phone = 8_615_400_000_001
      $0.birthday = hers
      $0.family = his.map { [FamilyDate(relation: .spouse, date: $0)] } ?? []
    }
    let settings = Settings.forTests([.birthdays([.customer, .spouse])])
    let planner = Planner(settings: settings, roster: builder.build(), history: History())
    let plan = planner.plan(from: day("2026-01-01"), days: 365, skips: true)
    #expect(
      lines(plan, planner) == [
        "2026-03-12 birthday/2026/1 sms", "2026-07-01 birthday/2026/1 sms",
      ])
    #expect(plan.skips.map(\.reason) == [.duplicate, .duplicate])
  }

  @Test func `a birthday that cannot be sent becomes a call, one that was missed too`() {
    let settings = Settings.forTests([.birthdays(elseTask: true)])
    let silent = one { customer in
      customer.birthday = person("--03-14")
      customer.consented = []
    }
    // 14 March 2026 is a Saturday.
    var planner = Planner(settings: settings, roster: silent, history: History())
    #expect(
      lines(planner.plan(from: day("2026-03-01"), days: 30), planner) == [
        "2026-03-16 birthday/2026/1 call"
      ])
    let missed = one { $0.birthday = person("--03-12") }
    let history = History(firstStart: moment("2026-01-01T08:00"))
    planner = Planner(settings: settings, roster: missed, history: history)
    #expect(
      lines(planner.plan(from: day("2026-03-17"), days: 3), planner) == [
        "2026-03-17 birthday/2026/1 call"
      ])
    #expect(planner.plan(from: day("2026-05-17"), days: 3).touches.isEmpty)
  }

  @Test func `lunar birthdays bear the lunar year and may fall on holidays`() {
    let settings = Settings.forTests([.birthdays()])
    let roster = one { $0.birthday = person("L1985-01-01") }
    let planner = Planner(settings: settings, roster: roster, history: History())
    #expect(
      lines(planner.plan(from: day("2026-01-01"), days: 500), planner) == [
        "2026-02-17 birthday/L2026/1 sms", "2027-02-06 birthday/L2027/1 sms",
      ])
  }
}
