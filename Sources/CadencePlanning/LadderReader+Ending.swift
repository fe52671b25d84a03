import CadenceModel
import CivilTime

/// What ends a ladder before its last step.
extension LadderReader {
  /// The first fact since the opening that ends a run, a clear refusal among them.
  func ending(
    of run: LadderRun, since opening: LadderRun.Opening, _ cadence: PreparedCadence,
    _ rule: LadderRule
  ) -> LadderRun.Ending? {
    var found: LadderRun.Ending?
    for known in facts {
      // What ended the ladder before does not end the one that follows it.
      let isSince =
        opening.follows == nil ? known.fact.at >= opening.at : known.fact.at > opening.at
      guard isSince, known.recorded.number != opening.fact?.number else { continue }
      guard let ending = ending(known, run, cadence, rule) else { continue }
      if found.map({ ending.at < $0.at }) ?? true { found = ending }
    }
    if found == nil, opening.fact?.fact.signals.contains(.wrongNumber) == true,
      rule.signals.contains(.wrongNumber), hasNumber
    {
      found = LadderRun.Ending(at: context.horizon.now, isRefusal: false)
    }
    return found
  }

  private func ending(
    _ known: Known, _ run: LadderRun, _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> LadderRun.Ending? {
    let fact = known.fact
    func end(isRefusal: Bool = false) -> LadderRun.Ending {
      LadderRun.Ending(at: fact.at, isRefusal: isRefusal)
    }
    if case .optOut(let channel, let occasion) = fact.detail {
      guard (occasion ?? cadence.cadence.name) == cadence.cadence.name else { return nil }
      let isAll = channel == nil && rule.endedBy.contains(.optOut)
      let isRefused = known.signals.contains(.refusal) && cadence.isEndedByRefusal
      return isAll || isRefused ? end(isRefusal: true) : nil
    }
    if known.signals.contains(.refusal), cadence.isEndedByRefusal { return end(isRefusal: true) }
    if !known.signals.isDisjoint(with: rule.endingSignals) { return end() }
    guard rule.endedBy.contains(fact.detail.kind) else { return nil }
    if let touch = fact.touch, fact.detail.kind.closesOne, touch.cadence == cadence.cadence.name {
      // It says which one it is about.
      let names = run.occurrences.map { $0.text(festivals: context.settings.festivals) }
      return names.contains(touch.occurrence) ? end() : nil
    }
    return rule.isEach && fact.detail.kind.closesOne ? nil : end()
  }

  /// Ends one run with each fact that closes one matter without saying which: the oldest open one.
  func closingEach(
    _ runs: [LadderRun], _ cadence: PreparedCadence, _ rule: LadderRule
  ) -> [LadderRun] {
    var runs = runs
    for known in facts {
      let kind = known.fact.detail.kind
      guard kind.closesOne, rule.endedBy.contains(kind),
        known.fact.touch?.cadence != cadence.cadence.name
      else { continue }
      // A promise is kept by name only.
      if kind == .kept { continue }
      let open = runs.firstIndex { run in
        run.opening.at <= known.fact.at && run.ending == nil
          && run.opening.fact?.number != known.recorded.number
      }
      guard let open else { continue }
      runs[open].ending = LadderRun.Ending(at: known.fact.at, isRefusal: false)
    }
    return runs
  }
}

extension FactKind {
  /// Whether such a fact closes one matter of several.
  fileprivate var closesOne: Bool { self == .kept || self == .resolved }
}

extension PreparedCadence {
  /// Whether a customer who refuses is spared it: what was promised or complained of goes on.
  fileprivate var isEndedByRefusal: Bool { precedence > .visit }
}
