import CadenceModel
import CivilTime

/// How far one customer has come on one ladder.
struct LadderRun {
  /// What opened it.
  struct Opening {
    let occurrence: Occurrence
    /// The moment it opened, from which attempts count.
    let at: Instant
    /// The day from which step 1 counts.
    let day: Day
    /// The minute at which it opened, when that is known; later than the call window: tomorrow.
    var minute: MinuteOfDay?
    /// Whether step 1 stands on ``day`` itself, as a promise's deadline does.
    var isDeadline = false
    /// Whether day and minute of a deadline were agreed with the customer, working day or not.
    var isExact = false
    /// Whether it is older than the service's first start.
    var isOld = false
    /// The fact that opened it; nil for a stage, and for what follows another ladder.
    var fact: RecordedFact?
    /// Whether a need alone opened it, with which a ladder under way would just go on.
    var isNeed = false
    /// The ladder that it follows, and whether that was because of a refusal.
    var follows: (cadence: CadenceName, isRefused: Bool)?
  }

  /// One attempt made.
  struct Attempt {
    let at: Instant
    let day: Day
    let half: DayHalf
    let report: CallReport?
  }

  /// What ended it.
  struct Ending {
    let at: Instant
    let isRefusal: Bool
  }

  /// When a step is due.
  struct Due {
    var day: Day
    var minute: MinuteOfDay?
    /// Whether both were agreed with the customer, or promised.
    var isAgreed = false
    /// Why it is then, if anything but the step's own distance says so.
    var cause = Cause.distance
  }

  /// What decided on a due day.
  enum Cause {
    case distance, callBack, deadline, need, contact
  }

  var opening: Opening
  /// Attempts in the order of the steps.
  var attempts: [Attempt] = []
  /// The place of the step that is next; the number of steps when all are over.
  var next = 0
  /// The moment and day of the last step that is over, made or not.
  var last: (at: Instant, day: Day)?
  /// The fact with which the customer put the next step off to a moment.
  var callBack: RecordedFact?
  /// What ended it.
  var ending: Ending?
  /// Whether it is a repetition of the last step.
  var isRepeated = false
  /// Under which occurrences its steps stand or stood: the opening's, and one a repetition.
  var occurrences: [Occurrence]

  init(opening: Opening) {
    self.opening = opening
    occurrences = [opening.occurrence]
  }

  /// Where an opening older than the first start enters: evenly over the first working days.
  static func entry(spread: Int, _ hash: UInt64, _ rep: RepDays, start: Day) -> Day {
    let drawn = StableHash.pick(StableHash.mix(hash, 7), below: max(spread, 1))
    return rep.day(rep.next(from: start), plus: .workdays(drawn))
  }

  /// Whether it is under way at a moment: neither ended nor gone through by then.
  func isActive(at moment: Instant, steps: Int) -> Bool {
    if let ending, ending.at <= moment { return false }
    guard next >= steps, let last else { return true }
    return last.at > moment
  }
}
