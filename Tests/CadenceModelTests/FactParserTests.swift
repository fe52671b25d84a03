import CadenceModel
import CivilTime
import Testing

/// A roster of three and a config of two cadences, at 10:00 in China on 23 November 2026.
private func context() throws -> FactContext {
  var door = Customer(id: "KH0000003")
  door.installations = [
    Installation(day: try #require(Day(iso: "2025-04-24"))),
    Installation(day: try #require(Day(iso: "2025-04-24")), which: 2),
  ]
  let step = Step(channels: [.call])
  let rule = LadderRule(opens: [.inquiry], endedBy: [.won])
  let follow = Cadence(
    name: "follow-up", title: "跟进", trigger: .ladder(rule), precedence: .followUp,
    steps: [step, step])
  let greeting = Cadence(
    name: "greeting", title: "问候", trigger: .greeting(GreetingRule(perYear: 4)),
    precedence: .greeting, steps: [step])
  var settings = Settings(
    site: Site(
      company: "木门", zone: "Asia/Shanghai", country: "CN", language: "zh-CN",
      mailFrom: "a@example.com"),
    cadences: [follow, greeting], reps: [Rep(id: "mao", names: ["毛志强"])],
    zones: ["Asia/Shanghai": ZoneRules(fixed: 28_800, name: "Asia/Shanghai")])
  settings.gifts.gifts = [Gift(id: "tea")]
  var bought = CustomerHistory()
  var facts = PurchaseFacts()
  facts.installed = Day(iso: "2026-03-05")
  bought.facts = [
    RecordedFact(
      number: 7,
      fact: Fact(customer: "KH0000002", at: Instant(seconds: 0), detail: .purchase(facts)))
  ]
  var erased = CustomerHistory()
  erased.isErased = true
  return FactContext(
    settings: settings,
    roster: Roster(
      customers: [Customer(id: "KH0000001"), Customer(id: "KH0000002"), door],
      zones: ["Asia/Shanghai"]),
    history: History(customers: ["KH0000001": erased, "KH0000002": bought]),
    now: try #require(Instant(rfc3339: "2026-11-23T10:00:00+08:00")))
}

/// Reads options written as on a command line.
private func read(_ line: String, customer: String = "KH0000003") throws -> Fact {
  var words = line.split(separator: " ").map(String.init)
  let kind = words.removeFirst()
  var options: [(FactOption, String)] = []
  while !words.isEmpty {
    let option = try #require(FactOption(rawValue: String(words.removeFirst().dropFirst(2))))
    options.append((option, option == .partly ? "" : words.removeFirst()))
  }
  return try FactParser.read(
    kind: kind, customer: customer, options: options, context: context())
}

/// What is wrong with a record.
private func problems(_ line: String, customer: String = "KH0000003") throws -> [String] {
  do throws(any Error) {
    _ = try read(line, customer: customer)
    return []
  } catch let refusal as FactRefusal {
    return refusal.problems
  }
}

@Suite struct FactParserTests {
  @Test(arguments: FactKind.allCases)
  func `every kind is read with all the options that belong to it`(kind: FactKind) throws {
    let line = try #require(fullLines[kind])
    #expect(try read("\(kind.name) \(line)").detail.kind == kind)
    let options = line.split(separator: " ").filter { $0.hasPrefix("--") }.map { $0.dropFirst(2) }
    for option in FactOption.own(of: kind) where option != .callBack && option != .visit {
      #expect(options.contains(Substring(option.rawValue)), "\(kind) --\(option.rawValue)")
    }
  }

  @Test func `a call brings need, attitude, visit, reason and promise`() throws {
    let fact = try read(fullLines[.call].map { "call \($0)" } ?? "")
    var report = CallReport(outcome: .reached)
    report.need = .clear
    report.attitude = .warm
    report.visitWelcome = true
    report.visitOn = Day(iso: "2026-11-25")
    report.reason = .waitingForOffer
    report.promise = Instant(rfc3339: "2026-11-24T09:00:00+08:00")
    #expect(fact.detail == .call(report))
    #expect(fact.rep == "mao")
    #expect(fact.touch?.description == "KH0000003/follow-up/inquiry-2026-11-03/2")
  }

  @Test func `texts are kept apart from the closed values`() throws {
    let fact = try read("purchase --product 木门 --quantity 3 --amount 9840.5 --note 老客户")
    #expect(fact.texts == ["product": "木门", "note": "老客户"])
    #expect(fact.detail == .purchase(PurchaseFacts(quantity: 3, amount: Amount("9840.50"))))
  }

  @Test func `a record happens now unless it says when`() throws {
    #expect(try read("contact").at == context().now)
    let earlier = try read("contact --at 2026-11-20T18:00:00+08:00").at
    #expect(earlier == Instant(rfc3339: "2026-11-20T10:00:00Z"))
  }

  @Test func `deadlines are counted from when it happened, not from when it is recorded`() throws {
    let line = "promise --at 2026-11-20T18:00:00+08:00 --by 2026-11-21T18:00:00+08:00"
    #expect(try problems(line).isEmpty)
  }

  @Test func `an installation known only from a recorded purchase can be visited`() throws {
    let line = "visit --installation 2026-03-05"
    #expect(try problems(line, customer: "KH0000002").isEmpty)
    #expect(
      try problems("visit --installation 2026-03-06", customer: "KH0000002")
        == ["unknown installation 2026-03-06; KH0000002 has 2026-03-05"])
  }

  @Test func `everything that is wrong is said at once`() throws {
    let found = try problems("call --outcome reachd --need cler --promise tomorrow --about x")
    #expect(found.count == 4)
    #expect(found.contains("--outcome cannot be reachd; did you mean reached?"))
    #expect(found.contains("--need cannot be cler; did you mean clear?"))
  }

  @Test(arguments: contradictions)
  func `what contradicts is refused`(line: String, part: String) throws {
    let found = try problems(line)
    #expect(found.count == 1)
    #expect(found.first?.contains(part) == true, "\(line): \(found)")
  }

  @Test func `unknown kinds and customers are refused with what was probably meant`() throws {
    let found = try problems("cal", customer: "KH000003")
    #expect(
      found == [
        "unknown kind cal; did you mean call?",
        "unknown customer KH000003; did you mean KH0000003?",
      ])
  }

  @Test func `nothing is recorded of somebody who was erased`() throws {
    #expect(try problems("contact", customer: "KH0000001").count == 1)
  }
}

/// A good record of every kind with every option of it.
private let fullLines: [FactKind: String] = [
  .inquiry: "--product 门 --amount 9840 --source 转介绍 --material 目录",
  .offer: "--product 门 --amount 9840.50 --source 转介绍 --material 报价",
  .won: "--product 门 --amount 0 --source 转介绍 --material 合同",
  .lost: "--loss drawn-away --reason competitor",
  .call: """
  --outcome reached --need clear --attitude warm --visit yes --visit-on 2026-11-25 \
  --reason waiting-for-offer --promise 2026-11-24T09:00:00+08:00 --rep mao \
  --touch KH0000003/follow-up/inquiry-2026-11-03/2 --minutes 12
  """,
  .visit: """
  --installation 2025-04-24.2 --usage 每天 --condition worn --perceived 4 --expected 3 \
  --need some --partly --minutes 90
  """,
  .purchase: "--product 门 --quantity 2 --amount -20 --margin -5 --installed 2026-12-01",
  .complaint: "--about 异响 --promise 2026-11-23T11:00:00+08:00 --owner mao",
  .resolved: "--perceived 5 --expected 3",
  .promise: "--by 2026-11-24T09:00:00+08:00",
  .kept: "--touch KH0000003/follow-up/inquiry-2026-11-03/1",
  .optOut: "--channel sms --occasion greeting",
  .optIn: "--channel email --occasion follow-up",
  .occasion: "--name moving-in --day 2026-12-12",
  .snooze: "--touch KH0000003/follow-up/inquiry-2026-11-03/1 --until 2026-11-30",
  .gift: "--gift tea --what 茶叶 --cost 88",
  .card: "--what 贺卡 --cost 5", .letter: "--what 手写信 --cost 0",
  .survey: "--perceived 3 --expected 3", .deceased: "--relation spouse",
  .bereaved: "--relation parent1", .note: "--note 爱喝茶",
  .contact: "--minutes 5", .referral: "--of KH0000002",
  .assigned: "--to mao",
]

/// Lines that must be refused, and a part of the one sentence that says why.
private let contradictions: [(line: String, part: String)] = [
  ("call", "call needs --outcome"),
  ("call --outcome reached --call-back 2026-11-24T09:00:00+08:00", "only with --outcome call-back"),
  ("call --outcome no-answer --need some", "--need contradicts --outcome no-answer"),
  ("call --outcome busy --attitude cold", "--attitude contradicts"),
  ("call --outcome wrong-number --visit yes", "--visit contradicts"),
  ("call --outcome no-answer --promise 2026-11-24T09:00:00+08:00", "--promise contradicts"),
  ("call --outcome reached --visit no --visit-on 2026-11-25", "--visit-on contradicts --visit no"),
  ("call --outcome reached --visit maybe", "--visit cannot be maybe"),
  ("call --outcome reached --visit-on 2026-11-22", "lies before"),
  ("call --outcome call-back --call-back 2026-11-23T09:59:00+08:00", "lies before"),
  ("call --outcome call-back --call-back 2026-11-24T15:00", "2026-11-24T15:00:00+08:00"),
  ("call --outcome reached --reason cheap", "--reason cannot be cheap"),
  ("call --outcome reached --outcome busy", "given twice"),
  ("call --outcome reached --loss left", "does not belong to call; it belongs to lost"),
  ("visit --perceived 3", "go together"),
  ("visit --expected 3", "go together"),
  ("visit --perceived 0 --expected 3", "--perceived cannot be 0"),
  ("visit --installation 2025-04-25", "has 2025-04-24, 2025-04-24.2"),
  ("visit --condition broken", "--condition cannot be broken"),
  ("resolved --perceived 3", "go together"),
  ("survey --perceived 3", "survey needs --expected"),
  ("complaint --promise 2026-11-23T09:00:00+08:00", "lies before"),
  ("promise", "promise needs --by"),
  ("promise --by 2026-11-23T10:00:00+08:00", "lies before"),
  ("promise --by 2026-11-31T10:00:00+08:00", "is no instant"),
  ("kept", "kept needs --touch"),
  ("kept --touch nonsense", "no touch id"),
  ("kept --touch KH0000003/follow-up/15400000100/1", "no occurrence"),
  ("gift --gift 诸葛", "unknown gift"), ("gift --gift tee", "did you mean tea"),
  ("offer --amount -9223372036854775808", "--amount"),
  ("purchase --amount 1 --margin 9223372036854775807", "--margin"),
  ("kept --touch KH0000002/follow-up/inquiry-2026-11-03/1", "a touch of KH0000002"),
  ("kept --touch KH0000003/folow-up/inquiry-2026-11-03/1", "did you mean follow-up?"),
  ("kept --touch KH0000003/follow-up/inquiry-2026-11-03/3", "has 2 steps"),
  ("snooze --until 2026-11-30", "snooze needs --touch"),
  ("snooze --touch KH0000003/follow-up/inquiry-2026-11-03/1 --until 2026-11-22", "lies before"),
  ("opt-out --channel fax", "--channel cannot be fax"),
  ("opt-out --occasion greetings", "did you mean greeting?"),
  ("occasion --name moving-in", "occasion needs --day"),
  ("occasion --name wedding --day 2026-12-12", "--name cannot be wedding"),
  ("occasion --name exam --day 2026-02-30", "is no day"),
  ("purchase --quantity 0", "--quantity cannot be 0"),
  ("purchase --amount 1,000", "is no amount"),
  ("offer --amount -1", "cannot be negative"),
  ("referral", "referral needs --of"),
  ("referral --of KH0000009", "--of: unknown customer KH0000009"),
  ("referral --of KH0000003", "nobody introduces themselves"),
  ("lost --loss stolen", "--loss cannot be stolen"),
  ("deceased --cost 5", "does not belong to deceased"),
  ("contact --rep ma", "did you mean mao?"),
  ("contact --rep 毛志强", "write the id, mao"),
  ("contact --at 2026-11-23", "is no instant"),
]
