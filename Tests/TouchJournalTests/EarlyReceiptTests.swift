import CadenceModel
import CivilTime
import Testing
import TouchJournal

/// Row 108: receipts in whatever order they come, by our name of the message or by the gateway's.
struct EarlyReceiptTests {
  private let touch = SampleEntries.touch

  private func state(_ drafts: [JournalDraft]) -> JournalState {
    var state = JournalState()
    for entry in SampleEntries.lines(drafts).entries { state.apply(entry) }
    return state
  }

  private var crossing: [JournalDraft] {
    [
      .intent(
        IntentFacts(touch: touch, channel: .sms, day: Day(20_780), due: SampleEntries.when)),
      .attempt(touch: touch, try: 1, channel: .sms), .cross(touch: touch, try: 1, channel: .sms),
    ]
  }

  private func outcome(_ result: OutcomeResult, remote: String? = nil) -> JournalDraft {
    var facts = OutcomeFacts(result)
    facts.remoteID = remote
    return .outcome(touch: touch, try: 1, channel: .sms, facts)
  }

  private func receipt(_ status: ReceiptStatus, remote: String? = nil) -> JournalDraft {
    .receipt(
      touch: remote == nil ? touch : nil, channel: .sms, status: status, remoteID: remote)
  }

  private func result(_ drafts: [JournalDraft]) -> OutcomeResult? {
    state(drafts).history.customers[touch.customer]?.touches.last?.outcome
  }

  @Test func `a receipt before our outcome is joined with it`() {
    #expect(result(crossing + [receipt(.delivered), outcome(.uncertain)]) == .accepted)
    #expect(state(crossing + [receipt(.delivered), outcome(.uncertain)]).doubtful.isEmpty)
    #expect(result(crossing + [receipt(.bounced), outcome(.accepted)]) == .rejected)
    #expect(
      result(crossing + [receipt(.bounced), receipt(.delivered), outcome(.accepted)]) == .rejected)
    #expect(
      result(crossing + [receipt(.delivered), receipt(.bounced), outcome(.accepted)]) == .rejected)
  }

  @Test func `a receipt by the gateway's name finds its message, before and after the outcome`() {
    #expect(
      result(crossing + [outcome(.accepted, remote: "r1"), receipt(.bounced, remote: "r1")])
        == .rejected)
    #expect(
      result(crossing + [receipt(.bounced, remote: "r1"), outcome(.accepted, remote: "r1")])
        == .rejected)
    #expect(
      result(crossing + [receipt(.bounced, remote: "r2"), outcome(.accepted, remote: "r1")])
        == .accepted)
  }

  @Test func `what bounced stays so, and nothing is sent again`() {
    let all = crossing + [outcome(.accepted), receipt(.bounced), receipt(.delivered)]
    #expect(result(all) == .rejected)
    #expect(state(all).unsettled.isEmpty)
    #expect(state(all).illegalCount == 0)
  }

  @Test func `a call is known again by its hash, also after many others`() {
    let first = receipt(.delivered, remote: "x").called(event: "e", content: "c")
    #expect(state([first]).incoming.content(of: "e") == "c")
    #expect(state([first]).incoming.content(of: "f") == nil)
    let others = (0..<2000).map {
      receipt(.delivered, remote: "y\($0)").called(event: "e\($0)", content: "c")
    }
    #expect(state([first] + others).incoming.content(of: "e") == "c")
  }

  @Test func `an address that does not exist is remembered until the person is erased`() {
    let bounced = JournalDraft.receipt(
      touch: touch, channel: .email, status: .bounced,
      address: AddressTrouble(kind: .unknown, mark: "00ff"))
    let known = state(crossing + [outcome(.accepted), bounced])
    #expect(known.history.customers[touch.customer]?.addressFaults.map(\.mark) == ["00ff"])
    let erased = state(
      crossing + [outcome(.accepted), bounced, .erased(customer: touch.customer, marks: [])])
    #expect(erased.history.customers[touch.customer]?.addressFaults.isEmpty == true)
  }
}
