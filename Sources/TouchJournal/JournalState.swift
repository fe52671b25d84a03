package import CadenceModel
package import CivilTime

/// What the journal adds up to.
///
/// Replay and live operation use this one fold, entry by entry.
package struct JournalState: Sendable {
  /// The end of the chain that is folded in.
  package internal(set) var head = ChainHead.start
  /// The highest `d` of what is folded in.
  package internal(set) var durable: Int64 = 0
  /// The last start's number, 0 before the first.
  package internal(set) var run = 0
  /// The last entry's moment.
  package internal(set) var lastAt: Instant?
  /// The first start of the service.
  var firstStart: Instant?
  var customers = TrackedHistories()
  var underWay = TrackedTable<String, UnsettledTouch>()
  var inDoubt = TrackedTable<String, UnsettledTouch>()
  /// The moments of the last tries of each channel, oldest first, at most ``recentTries``.
  package internal(set) var tries: [Channel: [Instant]] = [:]
  /// The moments of the tries of the last day by lane, oldest first.
  var lanes = TrackedTable<String, [Instant]>()
  /// Records that do not follow where their touch stood, the first ``mostFindings`` of them.
  package internal(set) var illegal: [IllegalArrow] = []
  /// How many such records there are.
  package internal(set) var illegalCount = 0
  /// Known calls, gateways' names of messages, early receipts.
  package internal(set) var incoming = IncomingCalls()
  /// Holds, gaps, trust in the clock, and what the guards know.
  package internal(set) var standing = ServiceStanding()
  /// The last day of which each rep got each digest, so that none goes out twice.
  package internal(set) var digests: [DigestPart: [RepID: Day]] = [:]
  /// The day of the last digest that reached each rep, as far as the machine can tell.
  package internal(set) var digestsRead: [DigestPart: [RepID: Day]] = [:]
  /// The settings generation last taken over.
  package internal(set) var generation: String?
  /// Whether the last run ended with a `stop`.
  package internal(set) var isStopped = true
  /// Persons who were erased on request.
  package internal(set) var erased: Set<CustomerID> = []
  /// Keyed hashes of the addresses that erased persons had.
  package internal(set) var erasedMarks: Set<String> = []
  /// Touches settled by a recorded fact, by the fact's number.
  var settlements = TrackedTable<Int64, TouchID>()

  /// The state of an empty journal.
  package init() {}

  /// What the planner reads.
  package var history: History { History(firstStart: firstStart, customers: customers.items) }
  /// Machine touches under way, by the touch's text.
  package var unsettled: [String: UnsettledTouch] { underWay.items }
  /// The moments of the tries of the last day by lane, oldest first.
  package var recentLanes: [String: [Instant]] { lanes.items }
  /// Messages of the machine that may not have arrived and about which nobody has said a word since,
  /// by the touch's text.
  package var doubtful: [String: UnsettledTouch] { inDoubt.items }

  /// Takes in the next entry; kinds and fields that this program does not know change nothing.
  package mutating func apply(_ entry: JournalEntry) {
    head = entry.head
    durable = entry.durable
    run = max(run, entry.run)
    standing.apply(entry, after: lastAt)
    lastAt = entry.at
    if let event = entry.text("event"), let content = entry.text("content") {
      incoming.note(event: event, content: content)
    }
    if let arrow = illegalArrow(entry) { return note(arrow, entry) }
    switch entry.kind {
    case .intent: applyIntent(entry)
    case .attempt: applyAttempt(entry)
    case .cross: applyCross(entry)
    case .outcome: applyOutcome(entry)
    case .settled: applySettled(entry)
    case .retry: applyRetry(entry)
    case .receipt: applyReceipt(entry)
    case .reply: applyReply(entry)
    case .retracted: applyRetracted(entry)
    case .erased: applyErased(entry)
    case .digest: applyDigest(entry)
    default: applyOther(entry)
    }
  }

  /// Touches whose outcome is not known because the service ended between `cross` and `outcome`, by
  /// intent number.
  ///
  /// Only a restart may ask: while running they are simply under way.
  package var uncertain: [UnsettledTouch] {
    underWay.items.values.filter { $0.phase == .crossed }.sorted { $0.intent < $1.intent }
  }

  private mutating func applyOther(_ entry: JournalEntry) {
    switch entry.kind {
    case .accepted: forgetTries(before: entry.at)
    case .start:
      forgetTries(before: entry.at)
      if !isStopped { noteCrash() }
      firstStart = firstStart ?? entry.at
      generation = entry.text("generation") ?? generation
      isStopped = false
    case .stop: isStopped = true
    case .reload where entry.integer("errors") == 0:
      generation = entry.text("generation") ?? generation
    default:
      guard let fact = entry.fact else { return }
      let recorded = RecordedFact(
        number: entry.number, fact: fact, sealed: entry.sealed.map { "\($0)" })
      customers.changeOrBegin(fact.customer) { known in
        known.facts.append(recorded)
        known.addressFaults += fact.wrongNumber
      }
    }
  }

  private mutating func applyDigest(_ entry: JournalEntry) {
    guard let rep = entry.rep, let day = entry.day("day"), entry.result != .deferred,
      let part = entry.text("part").flatMap(DigestPart.init(rawValue:))
    else { return }
    let last = digests[part]?[rep] ?? day
    digests[part, default: [:]][rep] = max(last, day)
    guard entry.result == .accepted || entry.result == .uncertain else { return }
    digestsRead[part, default: [:]][rep] = max(digestsRead[part]?[rep] ?? day, day)
  }
}

extension JournalState {
  private mutating func applyIntent(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let touch = TouchID(text: text),
      let channel = entry.channel
    else { return }
    let open = UnsettledTouch(
      touch: touch, channel: channel, intent: entry.number, tries: 0, phase: .intended,
      due: entry.instant("due") ?? entry.at, expires: entry.instant("expires"),
      sealed: entry.sealed, again: Int(clamping: entry.integer("again") ?? 0),
      lane: entry.text("lane"))
    underWay.set(text, open)
    inDoubt.remove(text)
    updateRecord(of: touch, entry) { record in
      record.channel = channel
      record.day = entry.day("day") ?? record.day
      record.template = entry.text("template").map { TemplateName($0) }
      record.variant = entry.text("variant")
      record.countsToCaps = entry.flag("caps") ?? true
      record.outcome = nil
      record.isSettled = false
      record.number = entry.number
    }
  }

  private mutating func applyAttempt(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let open = underWay[text] else { return }
    underWay.change(text) { open in
      open.tries = max(open.tries, entry.tryNumber ?? 1)
      open.phase = .attempting
      open.attempt = entry.number
    }
    noteTry(open.channel, at: entry.at)
    if let lane = open.lane { noteTry(lane: lane, at: entry.at) }
  }

  private mutating func applyCross(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let touch = underWay[text]?.touch else { return }
    underWay.change(text) { open in
      open.tries = max(open.tries, entry.tryNumber ?? 1)
      open.phase = .crossed
    }
    customers.change(touch.customer) { known in
      guard let record = known.touches.lastIndex(where: { $0.touch == touch }) else { return }
      known.touches[record].crossed = entry.instant("when") ?? entry.at
    }
  }

  private mutating func applyOutcome(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let result = entry.result else { return }
    let touch: TouchID
    if let open = underWay[text] {
      touch = open.touch
      if result.isFinal {
        underWay.remove(text)
        if result == .uncertain { doubt(open, text, at: entry.at) }
      } else {
        underWay.change(text) { open in
          open.phase = .deferred
          open.notBefore = entry.instant("retry")
        }
      }
    } else if let read = TouchID(text: text) {
      touch = read
    } else {
      return
    }
    updateRecord(of: touch, entry) { record in
      record.outcome = result
      record.isSettled = result.isFinal
    }
    noteAddress(of: touch, entry)
    if result.isFinal { joinReceipt(entry, touch, text) }
  }

  private mutating func applySettled(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let touch = TouchID(text: text) else { return }
    underWay.remove(text)
    inDoubt.remove(text)
    if let fact = entry.integer("fact") { settlements.set(fact, touch) }
    updateRecord(of: touch, entry) { record in
      record.channel = entry.channel ?? record.channel
      if record.number == 0 { record.countsToCaps = entry.flag("caps") ?? false }
      record.outcome = entry.result ?? .done
      record.isSettled = true
      // The text of a card or letter; what a machine sent keeps its own.
      record.template = entry.text("template").map { TemplateName($0) } ?? record.template
      record.variant = entry.text("variant") ?? record.variant
    }
  }

  /// As if it had never been tried; the journal's lines still tell that it was.
  private mutating func applyRetry(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let touch = TouchID(text: text) else { return }
    customers.change(touch.customer) { $0.touches.removeAll { $0.touch == touch } }
  }

  private mutating func applyRetracted(_ entry: JournalEntry) {
    guard let number = entry.integer("of"), let customer = entry.customer else { return }
    customers.change(customer) { known in
      let wrong = known.facts.filter { $0.number == number }.flatMap(\.fact.wrongNumber)
      if !wrong.isEmpty { known.addressFaults.removeAll { wrong.contains($0) } }
      known.facts.removeAll { $0.number == number }
    }
    guard let touch = settlements.remove(number) else { return }
    // A task is as if never reported; a machine touch keeps what the machine did.
    customers.change(touch.customer) { known in
      known.touches.removeAll { $0.touch == touch && $0.number == 0 }
    }
  }

  private mutating func applyErased(_ entry: JournalEntry) {
    guard let customer = entry.customer else { return }
    erased.insert(customer)
    if case .array(let marks) = entry["marks"] {
      for case .string(let mark) in marks { erasedMarks.insert(mark) }
    }
    customers.changeOrBegin(customer) { known in
      known.isErased = true
      // An opt-out is a wish of the person's; it outlives the person's data.
      known.facts.removeAll { $0.fact.detail.kind != .optOut }
      known.replies = []
      known.addressFaults = []
    }
    // What has crossed still gets its outcome, or is booked as uncertain.
    for (text, touch) in underWay.items
    where touch.touch.customer == customer && touch.phase != .crossed {
      underWay.remove(text)
    }
    for (text, touch) in inDoubt.items where touch.touch.customer == customer {
      inDoubt.remove(text)
    }
  }

  /// Sets which channels' present addresses of some customers are given up.
  package mutating func giveUp(_ channels: [CustomerID: ChannelSet]) {
    for (customer, channels) in channels { giveUp(channels, of: customer) }
  }

  /// Sets which channels' present addresses of a customer are given up.
  package mutating func giveUp(_ channels: ChannelSet, of customer: CustomerID) {
    customers.adjust(customer) { $0.givenUp = channels }
  }

  /// Treats customers as erased who were known again by their addresses.
  package mutating func recognise(_ returned: [CustomerID]) {
    for customer in returned {
      customers.changeOrBegin(customer) { $0.isErased = true }
    }
  }

  /// Changes a touch's record, or begins one with the entry's channel, day and moment.
  mutating func updateRecord(
    of touch: TouchID, _ entry: JournalEntry, _ change: (inout TouchRecord) -> Void
  ) {
    customers.changeOrBegin(touch.customer) { known in
      Self.update(&known.touches, touch, entry, change)
    }
  }

  private static func update(
    _ touches: inout [TouchRecord], _ touch: TouchID, _ entry: JournalEntry,
    _ change: (inout TouchRecord) -> Void
  ) {
    let index: Int
    if let last = touches.lastIndex(where: { $0.touch == touch }) {
      index = last
    } else {
      touches.append(
        TouchRecord(
          touch: touch, channel: entry.channel ?? .email,
          day: entry.day("day") ?? Day(Int(entry.at.seconds / 86_400)), at: entry.at,
          countsToCaps: false))
      index = touches.count - 1
    }
    touches[index].at = entry.at
    change(&touches[index])
  }
}
