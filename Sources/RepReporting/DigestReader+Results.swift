import CadenceModel
import CadencePlanning
import CivilTime

/// What came of the days before.
extension DigestReader {
  /// Results since the rep's last working day, that day included.
  func results() -> DigestResults {
    var results = DigestResults()
    guard let workday = duty.workday(before: input.day, of: rep) else { return results }
    let from = min(lastDigest ?? workday, workday)
    results.from = from
    results.to = input.day - 1
    let begin = zone.instant(day: from - 1, minute: .midnight)
    let end = zone.instant(day: input.day + 1, minute: .midnight)
    for index in knownCustomers(since: from) {
      let isOwn = isOwn(index)
      let id = input.roster.customers[index].id
      let facts = input.history.customers[id]?.facts ?? []
      // Only added up, so that their order does not matter; most are older than wanted.
      for place in facts.indices where begin <= facts[place].fact.at && facts[place].fact.at < end {
        let day = zone.local(at: facts[place].fact.at).day
        guard from <= day, day < input.day, isCounted(facts[place].fact, own: isOwn) else {
          continue
        }
        count(facts[place].fact, in: &results)
      }
      guard isOwn else { continue }
      for record in input.history.customers[id]?.touches ?? [] where record.channel.isMachineSent {
        if from <= record.day, record.day < input.day { count(record, of: index, in: &results) }
        if record.at >= untold(since: from) { tell(record, of: index, in: &results) }
      }
    }
    results.failed = deadLetters(untold: untold(since: from))
    results.failed += givenUpAddresses(untold: untold(since: from), told: results.failed)
    results.replies = replies(untold: untold(since: from))
    return results
  }

  /// Addresses given up since anybody was told, though perhaps their messages went another way.
  private func givenUpAddresses(untold: Instant, told: [MessageNote]) -> [MessageNote] {
    let found = recent.unreachable.flatMap { index -> [MessageNote] in
      let id = input.roster.customers[index].id
      guard isOwn(index), let known = input.history.customers[id] else { return [] }
      return known.givenUp.channels.filter { channel in
        known.addressFaults.contains { $0.channel == channel && $0.at >= untold }
          && !told.contains { $0.customer == index && $0.channel == channel }
      }.map { MessageNote(customer: index, channel: $0, title: "") }
    }
    return found.sorted { ($0.customer, $0.channel) < ($1.customer, $1.channel) }
  }

  /// The day of the last digest before this one.
  private var lastDigest: Day? { input.lastDigest.flatMap { $0 < input.day ? $0 : nil } }

  /// From when on nobody has been told: the moment of the last digest, else a day's beginning.
  private func untold(since day: Day) -> Instant {
    let minute = lastDigest == nil ? MinuteOfDay.midnight : input.settings.digest.at
    return zone.instant(day: lastDigest ?? day, minute: minute ?? .midnight)
  }

  /// Refused and given up messages: new ones, and older ones that nobody has seen to; newest first.
  private func deadLetters(untold: Instant) -> [MessageNote] {
    let found = recent.letters.flatMap { index -> [(TouchRecord, Int)] in
      let id = input.roster.customers[index].id
      guard isOwn(index), let known = input.history.customers[id] else { return [] }
      let open = known.deadLetters
      let isNew = { (record: TouchRecord) in record.at >= untold && record.isDeadLetter }
      return known.touches.filter { isNew($0) || open.contains($0) }.map { ($0, index) }
    }
    return found.sorted { ($1.0.at, $0.1) < ($0.0.at, $1.1) }.map { note($0.0, of: $0.1) }
  }

  /// What customers wrote since the last digest, and before that what nobody has seen to; newest first.
  private func replies(untold: Instant) -> [ReplyNote] {
    let end = zone.instant(day: input.day + 1, minute: .midnight)
    let found = recent.writers.flatMap { index -> [(RecordedReply, Int)] in
      let id = input.roster.customers[index].id
      guard isOwn(index), let known = input.history.customers[id] else { return [] }
      let unread = known.unreadReplies(before: end)
      return known.replies.filter { $0.at >= untold || unread.contains($0) }.map { ($0, index) }
    }
    return found.sorted { $0.0.number > $1.0.number }.map { reply, index in
      let id = input.roster.customers[index].id
      let isUnread = input.history.customers[id]?.unreadReplies(before: end).contains(reply)
      return ReplyNote(
        customer: index, channel: reply.channel,
        text: Self.oneLine(input.replyText(id, reply)), holds: isUnread ?? false)
    }
  }

  private static func oneLine(_ text: String) -> String {
    let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    return words.count > 160 ? words.prefix(160) + "…" : words
  }

  private func note(_ record: TouchRecord, of index: Int) -> MessageNote {
    let cadence = input.settings.cadences.first { $0.name == record.touch.cadence }
    return MessageNote(
      customer: index, channel: record.channel,
      title: cadence?.title ?? record.touch.cadence.text)
  }

  /// What a human must know of a message that may not have arrived, or never went out.
  private func tell(_ record: TouchRecord, of index: Int, in results: inout DigestResults) {
    switch record.outcome {
    case .uncertain: results.uncertain.append(note(record, of: index))
    case .expired: results.late.append(note(record, of: index))
    default: break
    }
  }

  /// Facts count to who reports them, else to who is in charge.
  private func isCounted(_ fact: Fact, own: Bool) -> Bool { fact.rep.map { $0 == rep.id } ?? own }

  private func count(_ fact: Fact, in results: inout DigestResults) {
    switch fact.detail {
    case .call(let report): results.calls[report.outcome, default: 0] += 1
    case .visit: results.visits += 1
    case .gift, .card, .letter: results.parcels += 1
    case .won, .purchase: results.deals += 1
    case .complaint: results.complaints += 1
    default: break
    }
  }

  private func count(_ record: TouchRecord, of index: Int, in results: inout DigestResults) {
    switch record.outcome {
    case .accepted, .done:
      results.sent += 1
      let cadence = input.settings.cadences.first { $0.name == record.touch.cadence }
      guard cadence?.isBirthday == true else { return }
      results.birthdays.append(
        BirthdayNote(customer: index, relation: Relation(occurrence: record.touch.occurrence)))
    case .deferred, nil: results.waiting += 1
    case .rejected, .dead, .uncertain, .expired, .suppressed, .cancelled: break
    }
  }

  /// What others did with the rep's customers during the absence that just ended.
  func handBack() -> HandBack? {
    guard let absence = duty.absenceEnded(of: rep, on: input.day) else { return nil }
    var events: [(at: Instant, event: HandBack.Event)] = []
    for index in knownCustomers(since: absence.first) where isOwn(index) {
      for fact in facts(index) {
        let day = zone.local(at: fact.at).day
        guard absence.first <= day, day <= absence.last else { continue }
        var event = HandBack.Event(
          day: day, customer: index, kind: fact.detail.kind, by: fact.rep)
        if case .call(let report) = fact.detail { event.outcome = report.outcome }
        events.append((fact.at, event))
      }
    }
    events.sort { ($0.at, $0.event.customer) < ($1.at, $1.event.customer) }
    return HandBack(absence: absence, events: events.map(\.event))
  }
}

extension Relation {
  /// Reads the prefix that an occurrence's text begins with.
  init(occurrence: String) {
    let parts = occurrence.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else {
      self = .customer
      return
    }
    if parts[0] == "spouse" {
      self = .spouse
    } else if parts[0].hasPrefix("parent"), let number = UInt8(parts[0].dropFirst(6)) {
      self = .parent(number)
    } else if parts[0].hasPrefix("child"), let number = UInt8(parts[0].dropFirst(5)) {
      self = .child(number)
    } else {
      self = .customer
    }
  }
}
