import CadenceModel
import CivilTime
import TouchJournal

/// One draft of every kind, with fixed values.
enum SampleEntries {
  static let touch = TouchID(
    customer: "KH0000003", cadence: "birthday", occurrence: "2026", step: 1)
  static let customer = CustomerID("KH0000003")
  static let when = Instant(seconds: 1_795_338_000)
  static let sealed = SealedReference(pack: 1, offset: 4096, length: 2210)

  static var call: Fact {
    var report = CallReport(outcome: .callBack)
    report.callBack = when.adding(seconds: 86_400)
    report.need = .clear
    report.attitude = .warm
    report.visitWelcome = true
    report.visitOn = Day(20_800)
    report.reason = .price
    report.promise = when.adding(seconds: 3600)
    return fact(.call(report), rep: "mao", touch: touch)
  }

  static func fact(_ detail: FactDetail, rep: RepID? = nil, touch: TouchID? = nil) -> Fact {
    Fact(customer: customer, at: when, rep: rep, touch: touch, detail: detail)
  }

  static var marked: Fact {
    var fact = fact(
      .purchase(PurchaseFacts(amount: Amount(hundredths: 100), margin: Amount(hundredths: 30))))
    fact.marks.minutes = 45
    fact.marks.overlays = "prospect"
    fact.marks.relation = .child(2)
    fact.marks.item = "tea-set"
    fact.marks.owner = "mao"
    return fact
  }

  static var facts: [Fact] {
    let deal = DealFacts(amount: Amount(hundredths: 984_050), source: "estate")
    let answer = Satisfaction(perceived: 4, expected: 5)
    return [
      fact(.inquiry(deal)), fact(.offer(deal)), fact(.won(DealFacts())),
      fact(.lost(.poached, .price)), fact(.lost(nil, nil)), call,
      fact(.call(CallReport(outcome: .noAnswer))),
      fact(
        .visit(
          VisitReport(
            installation: "2025-03-02.2", condition: .worn, satisfaction: answer, need: Need.none,
            isPartial: true))),
      fact(
        .purchase(
          PurchaseFacts(quantity: 3, amount: Amount(hundredths: -50), installed: Day(20_000)))),
      fact(.complaint(promise: when)), fact(.resolved(answer)), fact(.promise(by: when)),
      fact(.kept, touch: touch), fact(.optOut(.sms, occasion: "birthday")),
      fact(.optOut(nil, occasion: nil)), fact(.optIn(.email, occasion: nil)),
      fact(.occasion(.movingIn, day: Day(20_700))), fact(.snooze(until: Day(20_801)), touch: touch),
      fact(.gift(cost: Amount(hundredths: 8800))), fact(.card(cost: nil)),
      fact(.letter(cost: Amount(hundredths: 5))), fact(.survey(answer)), fact(.deceased),
      fact(.bereaved), fact(.note), fact(.contact), fact(.referral(of: "KH 7/客")),
      fact(.assigned(to: "mao")), marked,
    ]
  }

  static var delivery: [JournalDraft] {
    var refused = OutcomeFacts(.deferred, code: "smtp-451")
    refused.retryAt = when.adding(seconds: 900)
    var accepted = OutcomeFacts(.accepted, code: "smtp-250")
    accepted.remoteID = "q-77"
    return [
      .intent(
        IntentFacts(
          touch: touch, channel: .email, day: Day(20_780), due: when,
          expires: when.adding(seconds: 86_400), template: "birthday", variant: "b",
          countsToCaps: true, sealed: sealed)),
      .attempt(touch: touch, try: 1, channel: .email, endpoint: "relay"),
      .outcome(touch: touch, try: 1, channel: .email, refused),
      .attempt(touch: touch, try: 2, channel: .email),
      .cross(touch: touch, try: 2, channel: .email),
      .outcome(touch: touch, try: 2, channel: .email, accepted),
      .receipt(touch: touch, channel: .email, status: .delivered, remoteID: "q-77"),
      .reply(customer: customer, touch: nil, channel: .sms, sealed: sealed),
    ]
  }

  static var service: [JournalDraft] {
    [
      .start(program: "fifthcall 0.1.0", generation: "00f1e2d3c4b5a697", mode: "live"),
      .digest(rep: "mao", day: Day(20_780), part: .morning, tasks: 7, result: .accepted),
      .reload(generation: "10f1e2d3c4b5a697", errors: 0), .hold(cause: "operator", sealed: sealed),
      .release(cause: "operator"), .retracted(number: 12, customer: customer, rep: "mao"),
      .erased(customer: "KH0000009"),
      .repair(from: 4096, bytes: 17, digest: String(repeating: "ab", count: 32), kept: "x.torn-1"),
      JournalDraft(
        kind: JournalKind("later"),
        fields: [
          JournalField("text", .string("quote \" back \\ line\n tab\t bell\u{7} 你好")),
          JournalField(
            "list", .array([.integer(-5), .number("1.50"), .null, .bool(false), .array([])])),
          JournalField(
            "map", .object([JournalField("a", .string("")), JournalField("b", .object([]))])),
        ]),
      .stop(reason: "signal"),
    ]
  }

  static var all: [JournalDraft] {
    [.segment(file: "journal-000000000001.jsonl")] + service.dropLast() + delivery
      + facts.map { JournalDraft.fact($0, sealed: $0 == facts[0] ? sealed : nil) }
      + [.settled(touch: touch, channel: .call, day: Day(20_780), result: .done, fact: 25)]
      + [.stop(reason: "signal")]
  }

  /// The lines of drafts, two at a time known durable after the next two.
  static func lines(_ drafts: [JournalDraft]) -> (bytes: [UInt8], entries: [JournalEntry]) {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    var entries: [JournalEntry] = []
    for (index, draft) in drafts.enumerated() {
      let stamp = JournalStamp(
        at: when.adding(milliseconds: Int64(index) * 120), up: 81_234 + Int64(index), run: 7)
      entries.append(
        tail.write(draft, stamp: stamp, durable: Int64(index / 2 * 2), to: &bytes))
    }
    return (bytes, entries)
  }
}
