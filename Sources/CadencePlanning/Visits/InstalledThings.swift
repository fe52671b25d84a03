import CadenceModel
import CivilTime

/// What a customer has that wants care, and when it was cared for: read by the pass over customers and by
/// the visit rounds alike.
enum InstalledThings {
  /// Days on which an installation was visited and nothing was left to do.
  static func visits(
    to installation: Installation, _ history: CustomerHistory?, before now: Instant,
    zone: ZoneRules
  ) -> [Day] {
    guard let history, !history.facts.isEmpty else { return [] }
    var days: [Day] = []
    for recorded in history.facts where recorded.fact.at < now {
      guard case .visit(let visit) = recorded.fact.detail, !visit.isPartial,
        visit.installation == nil || visit.installation == installation.id
      else { continue }
      let day = zone.local(at: recorded.fact.at).day
      if day >= installation.day { days.append(day) }
    }
    return days
  }
}
