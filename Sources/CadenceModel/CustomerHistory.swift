package import CivilTime

/// What the journal knows, as planning reads it.
package struct History: Sendable {
  /// The first start of the service; nil on an empty history.
  package var firstStart: Instant?
  /// By customer; one that was never touched has no entry.
  package var customers: CustomerHistories

  /// An empty history, or one of these parts.
  package init(firstStart: Instant? = nil, customers: CustomerHistories = [:]) {
    self.firstStart = firstStart
    self.customers = customers
  }
}

/// What happened with one customer.
package struct CustomerHistory: Sendable {
  /// Touches that have an intent or an outcome, in journal order.
  package var touches: [TouchRecord] = []
  /// Facts in journal order, without retracted ones.
  package var facts: [RecordedFact] = []
  /// Messages of the customer, in journal order.
  package var replies: [RecordedReply] = []
  /// Whether the person was erased on request.
  package var isErased = false
  /// Each time that an address of theirs was at fault, in journal order.
  package var addressFaults: [AddressFault] = []
  /// Channels whose present address is given up: what the faults mean for the customer file as it
  /// is now.
  ///
  /// No part of the journal's fold; whoever reads the files sets it.
  package var givenUp = ChannelSet()

  /// Nothing yet.
  package init() {}
}

/// A fact with its journal number, by which it can be retracted.
package struct RecordedFact: Hashable, Sendable {
  /// The entry's number.
  package var number: Int64
  /// The fact.
  package var fact: Fact
  /// Where its free texts are sealed, as the journal's line says it; nil when it has none.
  package var sealed: String?

  /// Pairs a number with a fact.
  package init(number: Int64, fact: Fact, sealed: String? = nil) {
    self.number = number
    self.fact = fact
    self.sealed = sealed
  }
}

/// A touch as far as it got.
package struct TouchRecord: Hashable, Sendable {
  /// Its identity.
  package var touch: TouchID
  /// The channel of the last intent or of the task's report.
  package var channel: Channel
  /// The customer's calendar day of the intent, or of the report for tasks.
  package var day: Day
  /// The last moment anything was journalled for it.
  package var at: Instant
  /// The template sent, nil for tasks.
  package var template: TemplateName?
  /// The variant sent.
  package var variant: String?
  /// Whether the message counts to the frequency caps.
  package var countsToCaps: Bool
  /// The last outcome; nil while it is under way.
  package var outcome: OutcomeResult?
  /// Whether nothing more will happen.
  package var isSettled: Bool
  /// Journal number of the intent, 0 for tasks.
  package var number: Int64
  /// When it passed the point of no return; nil before, and for tasks.
  package var crossed: Instant?

  /// A record of these parts.
  package init(
    touch: TouchID, channel: Channel, day: Day, at: Instant, template: TemplateName? = nil,
    variant: String? = nil, countsToCaps: Bool = true, outcome: OutcomeResult? = nil,
    isSettled: Bool = false, number: Int64 = 0
  ) {
    self.touch = touch
    self.channel = channel
    self.day = day
    self.at = at
    self.template = template
    self.variant = variant
    self.countsToCaps = countsToCaps
    self.outcome = outcome
    self.isSettled = isSettled
    self.number = number
  }
}

/// A message of a customer, as the journal has it; its text is sealed.
package struct RecordedReply: Hashable, Sendable {
  /// The entry's number.
  package var number: Int64
  /// When it came in.
  package var at: Instant
  /// How.
  package var channel: Channel
  /// The day before which the machine sends nothing, since somebody has to read it first; nil: goes on.
  package var until: Day?
  /// Where its text is sealed.
  package var sealed: String?

  /// A message of these parts.
  package init(number: Int64, at: Instant, channel: Channel, until: Day?, sealed: String?) {
    self.number = number
    self.at = at
    self.channel = channel
    self.until = until
    self.sealed = sealed
  }
}
