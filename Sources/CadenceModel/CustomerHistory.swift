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
///
/// Held in few bytes as long as nobody changes it, since a history of ten years is read seldom and
/// lies in memory always; whoever looks at it more than once takes ``unpacked`` first.
package struct CustomerHistory: Sendable {
  private var openTouches: [TouchRecord] = []
  private var openFacts: [RecordedFact] = []
  private var packed: [UInt8]?
  /// Which kinds of facts there are: to be asked without reading any.
  package private(set) var kinds = FactKindSet()
  /// What the facts together mean for next steps; the same for signals as ``kinds`` for kinds.
  package private(set) var signals = SignalSet()
  /// Whose it is, while it is packed: its bytes do not repeat it.
  private var owner: CustomerID?
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

  /// A customer's history from ``packed(of:)``; throws unless every byte can be read.
  package init(packed bytes: [UInt8], of customer: CustomerID) throws(UnreadableBytes) {
    let known = try Self.unpack(bytes, of: customer)
    (isErased, replies, addressFaults) = (known.isErased, known.replies, known.addressFaults)
    (kinds, signals) = (known.kinds, known.signals)
    packed = bytes
    owner = customer
  }

  /// Touches that have an intent or an outcome, in journal order.
  package var touches: [TouchRecord] {
    get { unpacked.openTouches }
    _modify {
      open()
      yield &openTouches
    }
  }

  /// Facts in journal order, without retracted ones.
  package var facts: [RecordedFact] {
    get { unpacked.openFacts }
    _modify {
      open()
      defer { noteKinds() }
      yield &openFacts
    }
  }

  /// The same, quick to read.
  package var unpacked: CustomerHistory {
    guard packed != nil else { return self }
    var copy = self
    copy.open()
    return copy
  }

  private mutating func noteKinds() {
    kinds = FactKindSet(openFacts)
    signals = openFacts.reduce(into: SignalSet()) { $0.formUnion($1.fact.signals) }
  }

  private mutating func open() {
    guard let bytes = packed, let owner else { return }
    // They were read once before they were taken, so that this cannot fail.
    if let known = try? Self.unpack(bytes, of: owner) {
      (openTouches, openFacts) = (known.openTouches, known.openFacts)
    }
    packed = nil
  }

  /// All of it in few bytes, the free texts of facts left out.
  package func packed(of customer: CustomerID) -> [UInt8] {
    var writer = CompactWriter()
    unpacked.write(to: &writer, of: customer)
    return writer.bytes
  }

  /// Reads what ``packed(of:)`` wrote, all of it.
  private static func unpack(
    _ bytes: [UInt8], of customer: CustomerID
  ) throws(UnreadableBytes) -> CustomerHistory {
    var reader = CompactReader(bytes)
    var known = CustomerHistory()
    known.isErased = try reader.flag()
    known.openTouches = try reader.touches(of: customer)
    known.openFacts = try reader.facts(of: customer)
    known.noteKinds()
    known.replies = try reader.replies()
    known.addressFaults = try reader.addressFaults()
    guard reader.isAtEnd else { throw UnreadableBytes() }
    return known
  }

  /// Holds itself in these bytes from now on, which are its own.
  package mutating func hold(packed bytes: [UInt8], of customer: CustomerID) {
    (openTouches, openFacts, packed, owner) = ([], [], bytes, customer)
  }
}

/// Kinds of facts as bits.
package struct FactKindSet: OptionSet, Hashable, Sendable {
  /// A bit for each kind by its raw value.
  package var rawValue: UInt32

  /// A set of these bits.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// These kinds.
  package init(_ kinds: FactKind...) {
    rawValue = kinds.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  /// The kinds that occur among facts.
  init(_ facts: [RecordedFact]) {
    rawValue = facts.reduce(0) { $0 | 1 << UInt32($1.fact.detail.kind.rawValue) }
  }
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
  /// The template sent, or proposed for a card or letter; nil for other tasks.
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
