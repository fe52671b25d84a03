import CadenceModel
import TouchJournal

extension JournalDraft {
  /// Nobody knows whether it arrived: it had crossed, and no outcome is known.
  static func uncertain(_ touch: UnsettledTouch, code: String) -> JournalDraft {
    .outcome(
      touch: touch.touch, try: touch.tries, channel: touch.channel,
      OutcomeFacts(.uncertain, code: code))
  }

  /// A dead letter whose tries ended with the whole process, with the lines that say so.
  static func poisoned(_ touch: UnsettledTouch) -> JournalDraft {
    var facts = OutcomeFacts(.dead, code: "crashed")
    facts.crashes = touch.crashes
    return .outcome(touch: touch.touch, try: touch.tries, channel: touch.channel, facts)
  }
}

extension OperatorAlert {
  /// A message during whose tries the service ended again and again.
  static func poisoned(_ touch: UnsettledTouch) -> Self {
    let lines = touch.crashes.map(String.init).joined(separator: ", ")
    return Self(
      cause: "crashed-\(touch.intent)",
      subject: ("一条消息多次让系统崩溃，不再发送", "A message was given up: the service crashed while sending it"),
      advice: (
        "这条消息不会再自动发送，请告诉顾问。把下面的日志行发给开发者。",
        "It is not tried again by itself; the rep's digest names it. Hand the lines below to the makers."
      ), details: ["\(touch.touch): journal n \(lines)"])
  }

  /// Records of the journal that cannot be.
  static func illegalRecords(_ found: [IllegalArrow], of count: Int) -> Self {
    Self(
      cause: "illegal-records",
      subject: ("日志里有不该有的记录", "The journal holds records that cannot be"),
      advice: (
        "这些记录不起作用；其中说已经发出的消息不会再发。请查一查谁改过日志。",
        "They change nothing; what they say was sent is not sent again. Find out who wrote them."
      ), details: found.prefix(20).map { "\($0)" } + (count > 20 ? ["… \(count)"] : []))
  }
}
