import CadenceModel

extension ReportScope {
  /// The minutes that a recorded fact took: as reported, else what such a thing takes by `effort:`.
  func minutes(of fact: ReportFact) -> Int64 {
    let effort = settings.effort
    let usual =
      switch fact.kind {
      case .call: fact.fact.isHumanContact ? effort.call : effort.callUnanswered
      case .visit: effort.visit
      case .contact: effort.contact
      case .gift: effort.gift
      case .card: effort.card
      case .letter: effort.letter
      default: 0
      }
    return Int64(fact.fact.marks.minutes ?? usual)
  }
}
