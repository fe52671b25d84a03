import CadenceModel
package import CivilTime

/// What the journal says of the service itself: why it is held, when it was last alive, and which
/// base it last accepted.
package struct ServiceStanding: Sendable {
  /// Why customer channels are shut, in the order in which the causes arose.
  package internal(set) var holds: [JournalHold] = []
  /// When the service last wrote, before the present start; what a command recorded meanwhile does
  /// not count.
  package internal(set) var lastAlive: Instant?
  /// The end of the run before the last start; nil on a first start.
  package internal(set) var previousEnd: Instant?
  /// The clock that an operator trusts although it is behind the journal; nil while it is not.
  package internal(set) var trusted: TrustedClock?
  /// What the guards last let pass.
  package internal(set) var accepted: AcceptedSite?
  /// Messages of coming days, as the last look-ahead said that is a week older than the day.
  package internal(set) var known: [Day: Int] = [:]
  /// So many days before it a day's number counts as known.
  package static let knownBefore = 7
  /// When an operator last released each cause.
  package internal(set) var released: [String: Instant] = [:]

  init() {}

  private static let own: Set<JournalKind> = [
    .start, .stop, .beat, .intent, .attempt, .cross, .outcome, .digest, .reload, .hold, .release,
    .accepted,
  ]

  mutating func apply(_ entry: JournalEntry, after last: Instant?) {
    let alive = trusted?.wall ?? lastAlive
    followTrust(entry, after: last)
    switch entry.kind {
    case .start: previousEnd = alive
    case .hold: hold(entry)
    case .release: release(entry)
    case .accepted: accept(entry)
    default: break
    }
    if Self.own.contains(entry.kind) { lastAlive = entry.at }
  }

  /// While the journal's time stands still, the boot-time clock tells how the wall clock goes on.
  private mutating func followTrust(_ entry: JournalEntry, after last: Instant?) {
    guard var clock = trusted else { return }
    if let last, entry.at > last {
      trusted = nil
      return
    }
    clock.wall = clock.wall.adding(milliseconds: max(0, entry.up - clock.up))
    clock.up = entry.up
    trusted = clock
  }

  private mutating func hold(_ entry: JournalEntry) {
    let cause = entry.text("cause") ?? "unknown"
    let until = entry.instant("until")
    if let index = holds.firstIndex(where: { $0.cause == cause }) {
      holds[index].until = until
      holds[index].from = entry.instant("from") ?? holds[index].from
      holds[index].sealed = entry.sealed ?? holds[index].sealed
    } else {
      holds.append(
        JournalHold(
          cause: cause, since: entry.at, until: until, from: entry.instant("from"),
          sealed: entry.sealed))
    }
  }

  /// An operator's release ends all; an automatic one its own cause.
  private mutating func release(_ entry: JournalEntry) {
    let cause = entry.text("cause") ?? JournalState.operatorCause
    if entry.text("by") == JournalState.operatorCause {
      released[cause] = entry.at
      holds.removeAll { $0.cause == cause }
      return
    }
    guard cause == JournalState.operatorCause else {
      holds.removeAll { $0.cause == cause }
      return
    }
    for hold in holds { released[hold.cause] = entry.at }
    holds = []
    if let wall = entry.instant("wall") { trusted = TrustedClock(wall: wall, up: entry.up) }
  }

  private mutating func accept(_ entry: JournalEntry) {
    guard let generation = entry.text("generation"), let customers = entry.integer("customers"),
      let sketch = entry.text("sketch"), let messages = entry.integer("messages")
    else { return }
    var site = AcceptedSite(
      generation: generation, customers: Int(clamping: customers),
      isSample: entry.flag("sample") ?? false, sketch: sketch, messages: Int(clamping: messages))
    if let first = entry.day("day"), case .array(let values) = entry["days"] {
      site.first = first
      site.days = values.map {
        if case .integer(let count) = $0 { Int(clamping: count) } else { 0 }
      }
      known = known.filter { $0.key >= first }
      for (offset, count) in site.days.enumerated() where offset >= Self.knownBefore {
        known[first + offset] = count
      }
    }
    accepted = site
  }
}

extension JournalState {
  /// The cause of a hold or release by hand.
  package static let operatorCause = "operator"

  /// Why customer channels are shut: the oldest of the causes; nil while they are open.
  package var holdCause: String? { standing.holds.first?.cause }

  /// Why customer channels are shut, in the order in which the causes arose.
  package var holds: [JournalHold] { standing.holds }
}
