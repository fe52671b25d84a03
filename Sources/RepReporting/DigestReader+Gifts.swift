import CadenceModel
import CadencePlanning
import CivilTime

/// What may be given where a task is a gift (product row D5).
extension DigestReader {
  /// Up to three that fit, best first.
  func gifts(_ touch: PlannedTouch, _ cadence: Cadence, owner: Int) -> [Gift] {
    let customer = Int(touch.customer)
    var question = GiftQuestion(
      occasion(touch, cadence), on: input.day, for: customer, household: input.household(customer),
      tier: input.segment(customer).tier ?? .suspect, roster: input.roster,
      history: { input.history.customers[$0] }, zone: zone)
    if input.settings.reps.indices.contains(owner) {
      question.giverSex = input.settings.reps[owner].sex
    }
    return GiftChoice(question, among: input.settings.gifts).three.map(\.gift)
  }

  /// For what it is given.
  private func occasion(_ touch: PlannedTouch, _ cadence: Cadence) -> GiftOccasion {
    switch cadence.trigger {
    case .festival: return .festival
    case .anniversary(let rule):
      return rule.date == .birthday ? .birthday : rule.date == .wedding ? .wedding : .loyalty
    case .ladder:
      let facts = facts(Int(touch.customer)) { $0.detail.kind == .occasion }
      guard case .opening(let kind, let day, _) = touch.occurrence else { return .other }
      if kind == .referral || kind == .purchase || kind == .won { return .referral }
      let opened = facts.last { zone.local(at: $0.at).day == day }
      guard case .occasion(let name, _)? = opened?.detail else { return .other }
      return GiftOccasion(name)
    case .greeting, .maintenance: return .other
    }
  }
}
