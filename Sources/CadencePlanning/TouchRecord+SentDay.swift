import CadenceModel
import CivilTime

extension TouchRecord {
  /// The customer's day on which it went out: after an outage a later one than the day it was for.
  func sentDay(_ zone: ZoneRules) -> Day {
    guard let crossed else { return day }
    return zone.local(at: crossed).day
  }
}
