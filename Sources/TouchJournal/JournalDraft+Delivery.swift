package import CadenceModel
package import CivilTime

/// How one try, or a whole touch, ended, with what the other side said.
package struct OutcomeFacts: Hashable, Sendable {
  /// The result.
  package var result: OutcomeResult
  /// Why the touch was not made, for `suppressed`, `cancelled` and `expired`.
  package var reason: SkipReason?
  /// A short word for machines, such as `smtp-451` or `http-503`; never a text of the relay.
  package var code: String?
  /// Not before this moment, for `deferred`.
  package var retryAt: Instant?
  /// The message's id at the gateway, by which receipts name it.
  package var remoteID: String?
  /// What the other side said, sealed, since it may repeat an address.
  package var sealed: SealedReference?
  /// What was said of the address, and the address's keyed hash.
  package var address: AddressTrouble?
  /// Journal numbers of the tries that ended with the whole process, for a touch given up over them.
  package var crashes: [Int64] = []

  /// An outcome with only its result; set the rest as known.
  package init(_ result: OutcomeResult, reason: SkipReason? = nil, code: String? = nil) {
    self.result = result
    self.reason = reason
    self.code = code
  }
}

/// An address at fault, as a line says it: what was said, and of which address.
package struct AddressTrouble: Hashable, Sendable {
  /// What was said.
  package var kind: AddressFaultKind
  /// The address's keyed hash.
  package var mark: String

  /// A trouble of these parts.
  package init(kind: AddressFaultKind, mark: String) {
    self.kind = kind
    self.mark = mark
  }
}

/// What an intent fixes: the sealed message, and until when and how it may go out.
package struct IntentFacts: Hashable, Sendable {
  /// The touch.
  package var touch: TouchID
  /// The channel it goes out on.
  package var channel: Channel
  /// The customer's calendar day.
  package var day: Day
  /// When it is due.
  package var due: Instant
  /// When it is too late; nil: never.
  package var expires: Instant?
  /// The template used.
  package var template: TemplateName?
  /// The variant used, so that no text comes twice.
  package var variant: String?
  /// Whether it counts to the frequency caps.
  package var countsToCaps: Bool
  /// The composed message.
  package var sealed: SealedReference?
  /// From 1: how often it is sent again because nobody knows whether it arrived; 0 the first time.
  package var again = 0
  /// Which recipient's or mail domain's rate its tries count to: a keyed hash; nil: none.
  package var lane: String?

  /// An intent of these parts.
  package init(
    touch: TouchID, channel: Channel, day: Day, due: Instant, expires: Instant? = nil,
    template: TemplateName? = nil, variant: String? = nil, countsToCaps: Bool = true,
    sealed: SealedReference? = nil
  ) {
    self.touch = touch
    self.channel = channel
    self.day = day
    self.due = due
    self.expires = expires
    self.template = template
    self.variant = variant
    self.countsToCaps = countsToCaps
    self.sealed = sealed
  }
}

extension JournalDraft {
  /// A message is composed and sealed.
  package static func intent(_ facts: IntentFacts) -> JournalDraft {
    var draft = JournalDraft(kind: .intent)
    draft.add("touch", facts.touch.description)
    draft.add("channel", facts.channel.name)
    draft.add("day", facts.day)
    draft.add("due", facts.due)
    draft.add("expires", facts.expires)
    draft.add("template", facts.template?.text)
    draft.add("variant", facts.variant)
    draft.add("caps", facts.countsToCaps)
    if facts.again > 0 { draft.add("again", facts.again) }
    draft.add("lane", facts.lane)
    draft.add(sealed: facts.sealed)
    return draft
  }

  /// A try begins; must be durable before the first byte to the network.
  package static func attempt(
    touch: TouchID, try number: Int, channel: Channel, endpoint: String? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .attempt, touch: touch, try: number, channel: channel)
    draft.add("endpoint", endpoint)
    return draft
  }

  /// The point of no return; must be durable before the final dot or the request.
  ///
  /// `when` is the clock's moment where the journal's own, which never runs back, is ahead of it.
  package static func cross(
    touch: TouchID, try number: Int, channel: Channel, when: Instant? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .cross, touch: touch, try: number, channel: channel)
    draft.add("when", when)
    return draft
  }

  /// How a try, or the touch without any try (`try` nil), ended.
  ///
  /// `day` is the customer's.
  package static func outcome(
    touch: TouchID, try number: Int?, channel: Channel, day: Day? = nil, _ facts: OutcomeFacts
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .outcome, touch: touch, try: number, channel: channel)
    draft.add("day", day)
    draft.add("result", facts.result.rawValue)
    draft.add("reason", facts.reason?.rawValue)
    draft.add("code", facts.code)
    draft.add("retry", facts.retryAt)
    draft.add("remote", facts.remoteID)
    draft.add(facts.address)
    if !facts.crashes.isEmpty {
      draft.fields.append(JournalField("crashes", .array(facts.crashes.map { .integer($0) })))
    }
    draft.add(sealed: facts.sealed)
    return draft
  }

  /// Nothing more will be done for a touch: a rep's report, or a human's word on an uncertain one.
  ///
  /// `fact` is the number of the recorded fact that settles it, so that retracting the fact opens
  /// the touch again.
  package static func settled(
    touch: TouchID, channel: Channel, day: Day, result: OutcomeResult, rep: RepID? = nil,
    fact: Int64? = nil, countsToCaps: Bool = false, template: TemplateName? = nil,
    variant: String? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .settled, touch: touch, try: nil, channel: channel)
    draft.add("day", day)
    draft.add("result", result.rawValue)
    draft.add("rep", rep?.text)
    draft.add("fact", fact)
    draft.add("template", template?.text)
    draft.add("variant", variant)
    draft.add("caps", countsToCaps)
    return draft
  }

  /// Somebody wants a message that was refused or given up to be tried anew: from now on it is as
  /// if it had never been tried.
  package static func retry(touch: TouchID, channel: Channel) -> JournalDraft {
    JournalDraft(kind: .retry, touch: touch, try: nil, channel: channel)
  }

  /// The relay or gateway reported on a message, perhaps days later.
  package static func receipt(
    touch: TouchID?, channel: Channel, status: ReceiptStatus, code: String? = nil,
    remoteID: String? = nil, address: AddressTrouble? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .receipt)
    draft.add("touch", touch?.description)
    draft.add("channel", channel.name)
    draft.add("status", status.rawValue)
    draft.add("code", code)
    draft.add("remote", remoteID)
    draft.add(address)
    return draft
  }

  /// A message came in; its text and sender are sealed.
  ///
  /// `until` is the day before which the machine sends the customer nothing, since somebody has to read
  /// it first.
  package static func reply(
    customer: CustomerID?, touch: TouchID?, channel: Channel, until: Day? = nil,
    sealed: SealedReference?
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .reply)
    draft.add("customer", customer?.text)
    draft.add("touch", touch?.description)
    draft.add("channel", channel.name)
    draft.add("until", until)
    draft.add(sealed: sealed)
    return draft
  }

  /// The entry with keyed hashes of the call that brought it and of what that call said.
  package func called(event: String, content: String) -> JournalDraft {
    var draft = self
    draft.add("event", event)
    draft.add("content", content)
    return draft
  }

  private mutating func add(_ trouble: AddressTrouble?) {
    add("address", trouble?.kind.rawValue)
    add("mark", trouble?.mark)
  }

  private init(kind: JournalKind, touch: TouchID, try number: Int?, channel: Channel) {
    self.init(kind: kind)
    add("touch", touch.description)
    add("try", number)
    add("channel", channel.name)
  }
}

/// What became of an accepted message.
package enum ReceiptStatus: String, CaseIterable, Sendable {
  case delivered, bounced, complained
}
