import CadenceModel
import CivilTime

extension CustomerPass {
  /// Remembers what led to a step, while explaining.
  mutating func explainStep(
    _ slot: Slot, _ day: Day, _ due: LadderRun.Due, _ run: LadderRun
  ) {
    guard verdicts != nil, horizon.isWanted(day), isWanted(slot.cadence),
      case .ladder(let ladder) = slot.cadence.trigger
    else { return }
    let words = NextStepWords(
      zone: zone, stage: customer.stage, signals: ladder.rule.signals, deadline: slot.step.deadline,
      clearNeed: ladders?.clearNeed(run))
    note(slot, day, "next-step", .allow, words.sentence(due, run))
  }
}
