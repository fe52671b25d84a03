import CadenceModel
import CivilTime

/// The calls between an opening, such as an inquiry, and what ended them.
struct AttemptRun {
  /// How a run ended, or how it stands.
  enum End: Int, CaseIterable {
    case won, lost, refused, stopped
    /// Nobody has called for so long that nobody is going to.
    case givenUp
    case open
  }

  /// One call.
  struct Call {
    let day: Day
    let minute: MinuteOfDay
    let isReached: Bool
  }

  /// The day it opened.
  let day: Day
  /// The calls, in order.
  var calls: [Call] = []
  /// How it ended.
  var end: End?
}

/// Finds a customer's runs in the recorded facts.
struct AttemptReader {
  private let customer: CustomerID
  private let followUps: Set<CadenceName>
  private var runs: [AttemptRun] = []
  private var isOpen = false
  /// Openings by the file's stage that were met, as touches name them.
  private var stages: Set<String> = []

  private init(_ customer: CustomerID, _ followUps: Set<CadenceName>) {
    self.customer = customer
    self.followUps = followUps
  }

  /// The runs of a person; those that nobody has ended are given up after so many days of silence.
  static func runs(
    of person: ReportSubject, followUps: Set<CadenceName>, today: Day, givenUpAfter days: Int
  ) -> [AttemptRun] {
    var reader = AttemptReader(person.id, followUps)
    for fact in person.facts { reader.take(fact) }
    return reader.runs.map { run in
      guard run.end == nil else { return run }
      var run = run
      let last = run.calls.last?.day ?? run.day
      run.end = last.distance(to: today) > days ? .givenUp : .open
      return run
    }
  }

  private mutating func take(_ fact: ReportFact) {
    switch fact.fact.detail {
    case .inquiry, .offer: open(on: fact.day)
    case .won, .purchase: close(.won)
    case .lost: close(.lost)
    case .complaint: close(.stopped)
    case .deceased: if fact.isDeath { close(.stopped) }
    case .optOut(nil, occasion: nil): close(.stopped)
    case .call(let report): take(fact, report)
    default: break
    }
  }

  private mutating func take(_ fact: ReportFact, _ report: CallReport) {
    if let touch = fact.fact.touch {
      guard followUps.contains(touch.cadence) else { return }
      if !isOpen, Self.isStage(touch.occurrence), stages.insert(touch.occurrence).inserted {
        open(on: fact.day)
      }
    }
    guard isOpen else { return }
    runs[runs.count - 1].calls.append(
      AttemptRun.Call(
        day: fact.day, minute: fact.minute, isReached: fact.fact.isHumanContact))
    if report.attitude == .cold, report.visitWelcome == false { close(.refused) }
  }

  /// Whether an occurrence names a stage of the customer file, as `prospect-2024-05-01` does.
  private static func isStage(_ occurrence: String) -> Bool {
    occurrence.utf8.count > 11 && CustomerStage(name: occurrence.dropLast(11)) != nil
  }

  private mutating func open(on day: Day) {
    close(.stopped)
    runs.append(AttemptRun(day: day))
    isOpen = true
  }

  private mutating func close(_ end: AttemptRun.End) {
    guard isOpen else { return }
    runs[runs.count - 1].end = end
    isOpen = false
  }
}
