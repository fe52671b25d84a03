import CadenceModel
import CivilTime
import FifthcallTestSupport
import TouchJournal

/// A journal of random records of every kind, legal and illegal, with few customers and touches, so
/// that they meet often.
struct RandomHistory {
  private var numbers: SeededNumbers
  private var tail = JournalTail()
  private var moment: Int64 = 1_795_338_000_000
  private var run = 0
  private var durable: Int64 = 0
  private var lastFile: String?
  private(set) var entries: [JournalEntry] = []

  init(seed: UInt64, count: Int) {
    numbers = SeededNumbers(seed: seed)
    moment += Int64(seed)
    write(.segment(file: "journal-000000000001.jsonl"))
    lastFile = "journal-000000000001.jsonl"
    while entries.count < count { write(draft()) }
  }

  private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &numbers) }

  private mutating func one<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  private mutating func perhaps<Value>(_ value: Value) -> Value? { below(2) == 0 ? value : nil }

  private mutating func write(_ draft: JournalDraft) {
    moment += Int64(below(5)) * 40_000
    durable = max(durable, tail.head.number - Int64(below(3)))
    if draft.kind == .start { run += 1 }
    var bytes: [UInt8] = []
    let stamp = JournalStamp(
      at: Instant(milliseconds: moment), up: moment / 7, run: run)
    entries.append(tail.write(draft, stamp: stamp, durable: durable, to: &bytes))
  }

  private mutating func touch() -> TouchID {
    TouchID(
      customer: customer(), cadence: one(["greeting", "birthday", "maintenance"]),
      occurrence: one(["2026", "L2027", "2024-12-10.4"]), step: one([1, 2]))
  }

  private mutating func customer() -> CustomerID {
    one(["KH1", "KH2", "KH3", "客户 4/5", "house:admin", "KH-with-a-very-long-number-0000006"])
  }

  private mutating func day() -> Day { Day(20_000 + below(3000)) }

  private mutating func instant() -> Instant {
    Instant(milliseconds: moment + Int64(below(99_999)))
  }

  private mutating func sealed() -> SealedReference {
    SealedReference(pack: 1 + below(3), offset: Int64(below(1 << 30)), length: 1 + below(3000))
  }

  private mutating func draft() -> JournalDraft {
    switch below(20) {
    case 0...2: intent()
    case 3...5:
      .attempt(touch: touch(), try: 1 + below(4), channel: one(Channel.allCases))
    case 6, 7: .cross(touch: touch(), try: 1 + below(3), channel: one([.email, .sms]))
    case 8...10: outcome()
    case 11: settled()
    case 12: delivered()
    case 13, 14: .fact(fact(), sealed: perhaps(sealed()))
    case 15:
      .retracted(number: Int64(1 + below(max(1, entries.count))), customer: customer())
    case 16 where below(4) == 0: .erased(customer: customer(), marks: ["\(below(9))f", "a0"])
    default: service()
    }
  }

  private mutating func intent() -> JournalDraft {
    var facts = IntentFacts(
      touch: touch(), channel: one([.email, .sms, .chat]), day: day(), due: instant(),
      expires: perhaps(instant()), template: perhaps("birthday"), variant: perhaps("b"),
      countsToCaps: below(2) == 0, sealed: perhaps(sealed()))
    facts.again = below(3) == 0 ? 1 : 0
    return .intent(facts)
  }

  private mutating func outcome() -> JournalDraft {
    var facts = OutcomeFacts(one(OutcomeResult.allCases), code: "smtp-1")
    facts.retryAt = perhaps(instant())
    return .outcome(
      touch: touch(), try: 1 + below(3), channel: one([.email, .sms]), day: perhaps(day()), facts)
  }

  private mutating func settled() -> JournalDraft {
    .settled(
      touch: touch(), channel: one(Channel.allCases), day: day(), result: .done,
      rep: perhaps("mao"), fact: perhaps(Int64(1 + below(entries.count + 1))),
      countsToCaps: below(2) == 0)
  }

  private mutating func delivered() -> JournalDraft {
    below(2) == 0
      ? .receipt(touch: touch(), channel: .email, status: one(ReceiptStatus.allCases))
      : .reply(customer: nil, touch: touch(), channel: .sms, sealed: perhaps(sealed()))
  }

  private mutating func service() -> JournalDraft {
    switch below(9) {
    case 0: .start(program: "0.1.0", generation: "\(below(99))", mode: "live")
    case 1: .stop(reason: "signal")
    case 2: .reload(generation: "\(below(99))", errors: below(2))
    case 3:
      .hold(
        cause: one(["operator", "downtime", "guard-blast"]), until: perhaps(instant()),
        sealed: perhaps(sealed()))
    case 4: .release(cause: one(["operator", "downtime"]))
    case 5: .release(trusting: instant())
    case 6:
      .accepted(
        AcceptedSite(
          generation: "g", customers: below(999), isSample: below(2) == 0, sketch: "00ff",
          messages: below(99)))
    case 7:
      .digest(
        rep: one(["mao", "li"]), day: day(), part: one(DigestPart.allCases), tasks: 3,
        result: one(OutcomeResult.allCases))
    default: nextFile()
    }
  }

  private mutating func nextFile() -> JournalDraft {
    let name = "journal-\(entries.count + 1).jsonl"
    defer { lastFile = name }
    return .segment(file: name, previous: lastFile, digest: "00")
  }

  private mutating func fact() -> Fact {
    var fact = Fact(
      customer: customer(), at: instant(), rep: perhaps("mao"), touch: perhaps(touch()),
      detail: detail())
    guard below(3) == 0 else { return fact }
    fact.marks.minutes = perhaps(below(300))
    fact.marks.overlays = perhaps("prospect")
    fact.marks.relation = perhaps(.child(2))
    fact.marks.item = perhaps("tea-set")
    fact.marks.owner = perhaps("mao")
    return fact
  }

  private mutating func detail() -> FactDetail {
    let answer = Satisfaction(perceived: 1 + below(5), expected: 1 + below(5))
    let deal = DealFacts(
      amount: perhaps(Amount(hundredths: Int64(below(99_999)) - 500)), source: perhaps("estate"))
    switch one(FactKind.allCases) {
    case .inquiry: return .inquiry(deal)
    case .offer: return .offer(deal)
    case .won: return .won(deal)
    case .lost: return .lost(perhaps(.poached), perhaps(.price))
    case .call: return .call(call())
    case .visit:
      return .visit(
        VisitReport(
          installation: perhaps("2025-03-02.2"), condition: perhaps(.worn),
          satisfaction: perhaps(answer), need: perhaps(.some), isPartial: below(2) == 0))
    case .purchase:
      return .purchase(
        PurchaseFacts(
          quantity: 1 + below(9), amount: deal.amount, margin: perhaps(Amount(hundredths: -7)),
          installed: perhaps(day())))
    case .complaint: return .complaint(promise: perhaps(instant()))
    case .resolved: return .resolved(perhaps(answer))
    case .promise: return .promise(by: instant())
    case .kept: return .kept
    case .optOut: return .optOut(perhaps(.sms), occasion: perhaps("birthday"))
    case .optIn: return .optIn(perhaps(.email), occasion: perhaps("birthday"))
    case .occasion: return .occasion(.movingIn, day: day())
    case .snooze: return .snooze(until: day())
    case .gift: return .gift(cost: deal.amount)
    case .card: return .card(cost: deal.amount)
    case .letter: return .letter(cost: deal.amount)
    case .survey: return .survey(answer)
    case .deceased: return .deceased
    case .bereaved: return .bereaved
    case .note: return .note
    case .contact: return .contact
    case .referral: return .referral(of: customer())
    case .assigned: return .assigned(to: "mao")
    }
  }

  private mutating func call() -> CallReport {
    var report = CallReport(outcome: one(CallOutcome.allCases))
    report.callBack = perhaps(instant())
    report.need = perhaps(.clear)
    report.attitude = perhaps(.cold)
    report.visitWelcome = perhaps(below(2) == 0)
    report.visitOn = perhaps(day())
    report.reason = perhaps(.timing)
    report.promise = perhaps(instant())
    return report
  }
}
