import CadenceModel
import CivilTime

/// Finds where a customer stands on ladders, from file and facts alone.
///
/// A class, since every ladder of a customer asks the same one, and it is large.
final class LadderReader {
  let context: PlanningContext
  let customer: Customer
  let segment: Segment
  let history: CustomerHistory?
  let zone: ZoneRules
  /// Whether something the customer went through may put steps off, which the reader does not know of.
  let mayWait: Bool
  /// Whether the number that is on file now can be called.
  let hasNumber: Bool
  let hash: UInt64
  /// What was recorded.
  private let recorded: [RecordedFact]
  /// The same before now in few bytes each, since each ladder, and each that leads to it, goes through
  /// them; in journal order.
  let facts: [Known]
  /// Runs found before, since a ladder is asked for by those that it leads to as well, and by those that
  /// answer call-backs.
  private var found: [Question: [LadderRun]] = [:]

  /// What ``runs(_:_:depth:)`` was asked.
  private struct Question: Hashable {
    let cadence: Int
    let depth: Int
  }

  /// A fact without what has to be counted when it is copied.
  struct Known {
    /// Its place in what was recorded.
    let place: Int
    let entry: Int64
    let at: Instant
    let day: Day
    let kind: FactKind
    let signals: SignalSet
    /// The step of the touch that it names; 0 when it names none.
    let step: Int
    /// Which of its kind and day it is, from 1.
    let number: UInt8
    let isHumanContact: Bool
  }

  init(_ pass: borrowing CustomerPass) {
    context = pass.context
    customer = pass.customer
    segment = pass.segment
    history = pass.history
    zone = pass.zone
    hash = pass.hash
    mayWait = !pass.standing.snoozes.isEmpty || pass.standing.bereavedUntil != nil
    hasNumber = pass.standing.reach.reachable.contains(.call)
    let (zone, now) = (pass.zone, pass.context.horizon.now)
    let recorded = pass.history?.facts ?? []
    self.recorded = recorded
    var facts: [Known] = []
    facts.reserveCapacity(recorded.count)
    for place in recorded.indices where recorded[place].fact.at < now {
      let (at, kind) = (recorded[place].fact.at, recorded[place].fact.detail.kind)
      let day = zone.local(at: at).day
      var number: UInt8 = 1
      for other in facts where other.kind == kind && other.day == day {
        number = max(number, other.number &+ 1)
      }
      facts.append(
        Known(
          place: place, entry: recorded[place].number, at: at, day: day, kind: kind,
          signals: recorded[place].fact.signals, step: recorded[place].fact.touch?.step ?? 0,
          number: number, isHumanContact: recorded[place].fact.isHumanContact))
    }
    self.facts = facts
  }

  /// All of a fact.
  func record(_ known: Known) -> RecordedFact { recorded[known.place] }

  /// The touch that a fact names.
  func touch(_ known: Known) -> TouchID? {
    known.step == 0 ? nil : recorded[known.place].fact.touch
  }

  var rep: RepDays { context.tables.repDays[Int(customer.rep)] }
  var start: Day { context.horizon.start }

  /// The runs of a cadence's ladder that are known, whether over or not; empty when nothing opened it.
  ///
  /// - Parameters:
  ///   - cadence: The ladder's cadence.
  ///   - ladder: Its rule.
  ///   - depth: How many ladders may still lead to each other by `then`.
  /// - Returns: What opened each, and how far it came.
  func runs(
    _ cadence: PreparedCadence, _ ladder: PreparedLadder, depth: Int = 3
  ) -> [LadderRun] {
    guard history != nil || ladder.opensOnDates else {
      return stage(ladder).map { [finished($0, cadence, ladder.rule)] } ?? []
    }
    // Where nothing else is asked for, the depth does not matter.
    let asksOthers =
      !context.tables.leaders[cadence.index].isEmpty || ladder.rule.signals.contains(.callBack)
    let question = Question(cadence: cadence.index, depth: asksOthers ? depth : 0)
    if let runs = found[question] { return runs }
    let runs = find(cadence, ladder, depth: depth)
    found[question] = runs
    return runs
  }

  private func find(
    _ cadence: PreparedCadence, _ ladder: PreparedLadder, depth: Int
  ) -> [LadderRun] {
    var openings = openings(cadence, ladder.rule, depth: depth)
    if let follower = follower(cadence, depth: depth) { openings.append(follower) }
    if ladder.opensOnDates { openings = dated(cadence, ladder.rule, beside: openings) }
    openings.sort { $0.at < $1.at }
    if ladder.rule.isEach || ladder.opensOnDates, !openings.isEmpty {
      let runs = openings.map { finished($0, cadence, ladder.rule) }
      return closingEach(runs, cadence, ladder.rule)
    }
    var current = stage(ladder).map { finished($0, cadence, ladder.rule) }
    for opening in openings {
      let isUnderWay = current?.isActive(at: opening.at, steps: cadence.steps.count) ?? false
      if opening.isNeed, isUnderWay { continue }
      current = finished(opening, cadence, ladder.rule)
    }
    return current.map { [$0] } ?? []
  }

  /// Goes through the steps of a run, and through its repetitions.
  private func finished(
    _ opening: LadderRun.Opening, _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> LadderRun {
    var run = LadderRun(opening: opening)
    count(&run, cadence, rule, from: 0)
    var rounds = 0
    while rule.repeats != nil, run.next >= cadence.steps.count, let last = run.last, rounds < 500 {
      rounds += 1
      var again = LadderRun(opening: opening)
      again.opening = LadderRun.Opening(
        occurrence: opening.occurrence.moved(to: last.day), at: last.at, day: last.day,
        fact: opening.fact, follows: opening.follows)
      again.isRepeated = true
      again.occurrences = run.occurrences + [again.opening.occurrence]
      again.attempts = run.attempts
      again.callBacks = run.callBacks
      again.last = last
      count(&again, cadence, rule, from: cadence.steps.count - 1)
      run = again
    }
    run.ending = ending(of: run, since: opening, cadence, rule)
    return run
  }
}

extension Occurrence {
  /// The same opening counted from another day: of what follows a ladder, or repeats its last step.
  func moved(to day: Day) -> Occurrence {
    switch self {
    case .opening(let kind, _, let number): .opening(kind, day: day, number: number)
    case .stage(let stage, _): .stage(stage, day: day)
    default: self
    }
  }
}
