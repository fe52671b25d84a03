import CadenceModel
import CivilTime

/// Rule of tact: silence after a death, and for whoever asked to be forgotten.
enum LifeRule {
  /// Why nothing at all may happen for a customer; nil when life goes on.
  static func refuses(_ standing: borrowing CustomerStanding) -> SkipReason? {
    if standing.isErased { return .erased }
    return standing.isDeceased ? .deceased : nil
  }

  /// The first day after the silence of a bereavement, when `day` lies in it.
  static func endOfSilence(_ day: Day, _ standing: borrowing CustomerStanding) -> Day? {
    guard let until = standing.bereavedUntil, day < until, standing.bereavedFrom <= day else {
      return nil
    }
    return until
  }
}
