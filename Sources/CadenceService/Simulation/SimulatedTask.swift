import CadenceModel
import CadencePlanning
import CivilTime

/// A task that stands in a rep's day.
struct SimulatedTask {
  /// Its identity.
  var id: TouchID
  /// What the plan says of it.
  var touch: PlannedTouch
  /// When it is to be done.
  var at: Instant
  /// How its cadence ranks, which tells complaints, promises and follow-ups apart.
  var precedence: Precedence
  /// Who does it.
  var rep: RepID

  /// The installation that a maintenance visit is for; nil for other tasks.
  var installation: InstallationID? {
    guard case .maintenance(let day, let which, _) = touch.occurrence else { return nil }
    return Installation.id(day: day, which: which)
  }
}
