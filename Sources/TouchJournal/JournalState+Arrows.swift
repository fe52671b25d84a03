package import CadenceModel

extension JournalState {
  /// Where a touch stands.
  package func stage(of touch: TouchID) -> TouchStage { stage(touch.description, touch) }

  /// Why a record may not be written now; nil when it may, and when it is about no touch.
  package func refusal(of draft: JournalDraft) -> IllegalArrow? {
    guard let step = TouchStep(draft.kind, draft.fields),
      case .string(let text)? = draft.fields.first(where: { $0.key == "touch" })?.value
    else { return nil }
    let stage = stage(text, nil)
    return stage.allows(step)
      ? nil : IllegalArrow(number: nil, touch: text, stage: stage, step: step)
  }

  /// What is wrong with an entry's place; nil when nothing is, and when it is about no touch.
  func illegalArrow(_ entry: JournalEntry) -> IllegalArrow? {
    guard let step = TouchStep(entry.kind, entry.fields), let text = entry.text("touch") else {
      return nil
    }
    let stage = stage(text, nil)
    return stage.allows(step)
      ? nil : IllegalArrow(number: entry.number, touch: text, stage: stage, step: step)
  }

  private func stage(_ text: String, _ touch: TouchID?) -> TouchStage {
    if let open = underWay[text] { return open.phase.stage }
    guard let touch = touch ?? TouchID(text: text),
      let record = customers[touch.customer]?.touches.last(where: { $0.touch == touch })
    else { return .unknown }
    return TouchStage(ended: record.outcome)
  }
}

extension UnsettledTouch.Phase {
  fileprivate var stage: TouchStage {
    switch self {
    case .intended: .intended
    case .attempting: .attempting
    case .crossed: .crossed
    case .deferred: .deferred
    }
  }
}
