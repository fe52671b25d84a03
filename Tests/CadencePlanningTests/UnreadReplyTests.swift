import CadenceModel
import CadencePlanning
import CivilTime
import Testing

/// Row 109: after "stop" inside a sentence the machine waits until somebody has seen to it.
@Suite struct UnreadReplyTests {
  private let came = Instant(seconds: 1_795_500_000)

  private func history(_ facts: [FactDetail]) -> CustomerHistory {
    var history = CustomerHistory()
    history.replies = [
      RecordedReply(number: 5, at: came, channel: .sms, until: Day(20_800), sealed: nil)
    ]
    history.facts = facts.enumerated().map { index, detail in
      RecordedFact(
        number: Int64(6 + index),
        fact: Fact(customer: "K1", at: came.adding(seconds: 60), detail: detail))
    }
    return history
  }

  @Test func `a contact, a note, a consent or a refusal ends the wait, other facts do not`() {
    let later = came.adding(seconds: 3600)
    #expect(history([]).unreadReplies(before: later).count == 1)
    #expect(history([.snooze(until: Day(20_900))]).unreadReplies(before: later).count == 1)
    for detail: FactDetail in [
      .note, .optIn(.sms, occasion: nil), .optOut(nil, occasion: nil),
      .call(CallReport(outcome: .reached)), .visit(VisitReport()),
    ] {
      #expect(history([detail]).unreadReplies(before: later).isEmpty, "\(detail)")
    }
    #expect(
      history([.call(CallReport(outcome: .noAnswer))]).unreadReplies(before: later).count == 1)
  }

  @Test func `before it came nothing waits`() {
    #expect(history([]).unreadReplies(before: came).isEmpty)
  }
}
