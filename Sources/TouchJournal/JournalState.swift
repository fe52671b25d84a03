package import CadenceModel
package import CivilTime

/// What the journal adds up to.
///
/// Replay and live operation use this one fold, entry by entry.
package struct JournalState: Sendable {
  /// The end of the chain that is folded in.
  package private(set) var head = ChainHead.start
  /// The last start's number, 0 before the first.
  package private(set) var run = 0
  /// The last entry's moment.
  package private(set) var lastAt: Instant?
  /// What the planner reads.
  package internal(set) var history = History()
  /// Machine touches under way, by the touch's text.
  package internal(set) var unsettled: [String: UnsettledTouch] = [:]
  /// Messages of the machine that may not have arrived and about which nobody has said a word since,
  /// by the touch's text.
  package internal(set) var doubtful: [String: UnsettledTouch] = [:]
  /// The moments of the last tries of each channel, oldest first, at most ``recentTries``.
  package internal(set) var tries: [Channel: [Instant]] = [:]
  /// Records that do not follow where their touch stood, the first ``mostFindings`` of them.
  package internal(set) var illegal: [IllegalArrow] = []
  /// How many such records there are.
  package internal(set) var illegalCount = 0
  /// Known calls, gateways' names of messages, early receipts.
  package internal(set) var incoming = IncomingCalls()
  /// Holds, gaps, trust in the clock, and what the guards know.
  package private(set) var standing = ServiceStanding()
  /// The last day of which each rep got each digest, so that none goes out twice.
  package private(set) var digests: [DigestPart: [RepID: Day]] = [:]
  /// The day of the last digest that reached each rep, as far as the machine can tell.
  package private(set) var digestsRead: [DigestPart: [RepID: Day]] = [:]
  /// The settings generation last taken over.
  package private(set) var generation: String?
  /// Whether the last run ended with a `stop`.
  package private(set) var isStopped = true
  /// Persons who were erased on request.
  package private(set) var erased: Set<CustomerID> = []
  /// Keyed hashes of the addresses that erased persons had.
  package private(set) var erasedMarks: Set<String> = []
  /// Touches settled by a recorded fact, by the fact's number.
  private var settlements: [Int64: TouchID] = [:]

  /// The state of an empty journal.
  package init() {}

  /// Takes in the next entry; kinds and fields that this program does not know change nothing.
  package mutating func apply(_ entry: JournalEntry) {
    head = entry.head
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
    unsettled.values.filter { $0.phase == .crossed }.sorted { $0.intent < $1.intent }
  }

  private mutating func applyOther(_ entry: JournalEntry) {
    switch entry.kind {
    case .start:
      if !isStopped { noteCrash() }
      history.firstStart = history.firstStart ?? entry.at
      generation = entry.text("generation") ?? generation
      isStopped = false
    case .stop: isStopped = true
    case .reload where entry.integer("errors") == 0:
      generation = entry.text("generation") ?? generation
    default:
      guard let fact = entry.fact else { return }
      history.customers[fact.customer, default: CustomerHistory()].facts
        .append(
          RecordedFact(
            number: entry.number, fact: fact, sealed: entry.sealed.map { "\($0)" }))
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
    unsettled[text] = UnsettledTouch(
      touch: touch, channel: channel, intent: entry.number, tries: 0, phase: .intended,
      due: entry.instant("due") ?? entry.at, expires: entry.instant("expires"),
      sealed: entry.sealed, again: Int(clamping: entry.integer("again") ?? 0))
    doubtful[text] = nil
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
    guard let text = entry.text("touch"), let index = unsettled.index(forKey: text) else { return }
    unsettled.values[index].tries = max(unsettled.values[index].tries, entry.tryNumber ?? 1)
    unsettled.values[index].phase = .attempting
    unsettled.values[index].attempt = entry.number
    noteTry(unsettled.values[index].channel, at: entry.at)
  }

  private mutating func applyCross(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let index = unsettled.index(forKey: text) else { return }
    unsettled.values[index].tries = max(unsettled.values[index].tries, entry.tryNumber ?? 1)
    unsettled.values[index].phase = .crossed
    let touch = unsettled.values[index].touch
    let record = history.customers[touch.customer]?.touches.lastIndex { $0.touch == touch }
    if let record { history.customers[touch.customer]?.touches[record].crossed = entry.at }
  }

  private mutating func applyOutcome(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let result = entry.result else { return }
    let touch: TouchID
    if let index = unsettled.index(forKey: text) {
      touch = unsettled.values[index].touch
      if result.isFinal {
        let ended = unsettled.remove(at: index).value
        if result == .uncertain { doubt(ended, text, at: entry.at) }
      } else {
        unsettled.values[index].phase = .deferred
        unsettled.values[index].notBefore = entry.instant("retry")
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
    unsettled[text] = nil
    doubtful[text] = nil
    if let fact = entry.integer("fact") { settlements[fact] = touch }
    updateRecord(of: touch, entry) { record in
      record.channel = entry.channel ?? record.channel
      if record.number == 0 { record.countsToCaps = entry.flag("caps") ?? false }
      record.outcome = entry.result ?? .done
      record.isSettled = true
    }
  }

  /// As if it had never been tried; the journal's lines still tell that it was.
  private mutating func applyRetry(_ entry: JournalEntry) {
    guard let text = entry.text("touch"), let touch = TouchID(text: text) else { return }
    history.customers[touch.customer]?.touches.removeAll { $0.touch == touch }
  }

  private mutating func applyRetracted(_ entry: JournalEntry) {
    guard let number = entry.integer("of"), let customer = entry.customer else { return }
    history.customers[customer]?.facts.removeAll { $0.number == number }
    guard let touch = settlements.removeValue(forKey: number) else { return }
    // A task is as if never reported; a machine touch keeps what the machine did.
    history.customers[touch.customer]?.touches.removeAll { $0.touch == touch && $0.number == 0 }
  }

  private mutating func applyErased(_ entry: JournalEntry) {
    guard let customer = entry.customer else { return }
    erased.insert(customer)
    if case .array(let marks) = entry["marks"] {
      for case .string(let mark) in marks { erasedMarks.insert(mark) }
    }
    history.customers[customer, default: CustomerHistory()].isErased = true
    // An opt-out is a wish of the person's; it outlives the person's data.
    history.customers[customer]?.facts.removeAll { $0.fact.detail.kind != .optOut }
    history.customers[customer]?.replies = []
    history.customers[customer]?.addressFaults = []
    // What has crossed still gets its outcome, or is booked as uncertain.
    for (text, touch) in unsettled
    where touch.touch.customer == customer && touch.phase != .crossed {
      unsettled[text] = nil
    }
    doubtful = doubtful.filter { $0.value.touch.customer != customer }
  }

  /// Sets which channels' present addresses of some customers are given up.
  package mutating func giveUp(_ channels: [CustomerID: ChannelSet]) {
    for (customer, channels) in channels { giveUp(channels, of: customer) }
  }

  /// Sets which channels' present addresses of a customer are given up.
  package mutating func giveUp(_ channels: ChannelSet, of customer: CustomerID) {
    history.customers[customer]?.givenUp = channels
  }

  /// Treats customers as erased who were known again by their addresses.
  package mutating func recognise(_ returned: [CustomerID]) {
    for customer in returned {
      history.customers[customer, default: CustomerHistory()].isErased = true
    }
  }

  /// Changes a touch's record, or begins one with the entry's channel, day and moment.
  mutating func updateRecord(
    of touch: TouchID, _ entry: JournalEntry, _ change: (inout TouchRecord) -> Void
  ) {
    Self.update(
      &history.customers[touch.customer, default: CustomerHistory()].touches, touch, entry, change)
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
