import CadenceModel
import CivilTime

/// What the journal knows beyond the state of each touch: crashes, doubts, recent tries, and records
/// that do not belong where they stand.
extension JournalState {
  /// So many tries of a channel are remembered: more than any burst that a rate allows.
  package static let recentTries = 1024
  /// So many illegal records are kept word for word.
  package static let mostFindings = 100
  /// A touch whose tries ended so often with the whole process is not tried by itself again.
  package static let mostCrashes = 3

  /// Touches that brought the service down too often, by intent number; asked at a start.
  package var poisoned: [UnsettledTouch] {
    unsettled.values.filter { $0.phase == .attempting && $0.crashes.count >= Self.mostCrashes }
      .sorted { $0.intent < $1.intent }
  }

  /// A start without a stop before it: the tries under way ended with the process.
  mutating func noteCrash() {
    for (text, open) in underWay.items
    where open.phase == .attempting && open.crashes.last != open.attempt {
      underWay.change(text) { $0.crashes.append(open.attempt) }
    }
  }

  mutating func noteTry(_ channel: Channel, at moment: Instant) {
    tries[channel, default: []].append(moment)
    // Cut in lumps, so that a long replay does not move the list with every try.
    if let known = tries[channel], known.count >= 2 * Self.recentTries {
      tries[channel] = Array(known.suffix(Self.recentTries))
    }
  }

  mutating func noteTry(lane: String, at moment: Instant) {
    lanes.change(lane, orNew: []) { moments in
      moments.append(moment)
      if moments.count >= 2 * Self.recentTries {
        moments.removeFirst(moments.count - Self.recentTries)
      }
    }
  }

  /// Forgets lanes on which nothing was tried for a day; once a day at least.
  mutating func forgetTries(before moment: Instant) {
    let oldest = moment.adding(seconds: -86_400)
    for (lane, moments) in lanes.items where (moments.last ?? oldest) <= oldest {
      lanes.remove(lane)
    }
  }

  /// Keeps what a record says of the address.
  mutating func noteAddress(of touch: TouchID, _ entry: JournalEntry) {
    guard let kind = entry.text("address").flatMap(AddressFaultKind.init(rawValue:)),
      let mark = entry.text("mark"), let channel = entry.channel
    else { return }
    let fault = AddressFault(channel: channel, mark: mark, kind: kind, at: entry.at)
    customers.changeOrBegin(touch.customer) { $0.addressFaults.append(fault) }
  }

  mutating func doubt(_ touch: UnsettledTouch, _ text: String, at moment: Instant) {
    var kept = touch
    kept.doubtfulSince = moment
    inDoubt.set(text, kept)
  }

  /// Keeps a finding.
  ///
  /// The record itself changes nothing, except that a message of which it says that
  /// it went out is never sent again.
  mutating func note(_ arrow: IllegalArrow, _ entry: JournalEntry) {
    illegalCount += 1
    if illegal.count < Self.mostFindings { illegal.append(arrow) }
    let claimsCrossing =
      switch arrow.step {
      case .cross: true
      case .outcome(let result): result.mayHaveReached
      default: false
      }
    guard claimsCrossing, !arrow.stage.mayHaveReached, let touch = TouchID(text: arrow.touch)
    else { return }
    underWay.remove(arrow.touch)
    updateRecord(of: touch, entry) { record in
      record.outcome = .uncertain
      record.isSettled = true
    }
  }
}
