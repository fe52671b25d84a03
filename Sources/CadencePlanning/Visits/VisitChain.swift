import CadenceModel
import CivilTime

/// One thing installed and the row of visits that it wants, each counted from the one before.
struct VisitChain {
  /// Index into the roster, so that chains in this order are in the order of customer ids.
  let customer: Int32
  /// Index into ``Settings/cadences``, which are sorted by name.
  let cadence: UInt16
  let installed: Day
  let which: UInt8
  let rule: MaintenanceRule
  /// Index into ``Settings/reps``: who goes there.
  let rep: UInt16
  /// What counts as one place: ``Customer/area``.
  let area: UInt32
  /// Which table of holidays is the customer's.
  let holidays: Int
  /// Whether the customer likes weekends better.
  let prefersWeekend: Bool
  /// Days of the visits made, ascending.
  let made: [Day]
  /// Visits that a message has announced: by number, the day of the message and the days it goes before.
  let announced: [Announcement]

  /// A message that went out before a visit.
  struct Announcement {
    let number: UInt16
    let sent: Day
    let lead: Int

    /// Whether it can have named this day; one that went out late named a nearer one.
    func mayName(_ day: Day) -> Bool { sent < day && day <= sent + lead }
  }

  /// The visits of the past, as they were due, and the next one.
  ///
  /// One made keeps its place: who was to be visited on that day with it is still to be visited then. One made
  /// before its time has none, since nobody was planned with it.
  func open(start: Day, chain: Int32) -> [DueVisit] {
    var due = rule.due(installed, start: start)
    var visits: [DueVisit] = []
    for (place, day) in made.enumerated() {
      let window = window(due, start: start)
      if day >= window.lowerBound, due >= start {
        visits.append(
          DueVisit(
            chain: chain, number: UInt16(clamping: place + 1), due: due, window: window,
            isMade: true))
      }
      due = rule.every.added(to: day)
    }
    visits.append(
      DueVisit(
        chain: chain, number: UInt16(clamping: made.count + 1), due: due,
        window: window(due, start: start), isMade: false))
    return visits
  }

  /// The days on which a visit may be made; nothing is due before the start.
  func window(_ due: Day, start: Day) -> ClosedRange<Day> {
    let first = max(due - rule.daysBefore, start)
    return first...max(due + rule.daysAfter, first)
  }
}

/// A visit that is due, in the days on which it may be made.
struct DueVisit {
  /// Index of its chain.
  let chain: Int32
  /// Which of the chain, from 1.
  let number: UInt16
  let due: Day
  let window: ClosedRange<Day>
  /// Whether it was made; then nothing follows from its planned day.
  let isMade: Bool
}
