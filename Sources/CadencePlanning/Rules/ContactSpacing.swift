import CadenceModel
import CivilTime

/// Rule of tact: after a real contact the customer is left in peace, and greetings keep a distance
/// to everything else.
enum ContactSpacing {
  /// Why a festival or nurture message may not go out: a human contact a few days before it.
  static func refusesPromotion(
    on day: Day, humanContacts: [Day], quietDays: Int
  ) -> SkipReason? {
    for contact in humanContacts where contact <= day && day - contact <= quietDays {
      return .recentContact
    }
    return nil
  }

  /// Why a greeting may not go out: another contact within the gap on either side.
  static func refusesGreeting(on day: Day, contacts: [Day], gap: Int) -> SkipReason? {
    for contact in contacts where abs(contact - day) <= gap { return .recentContact }
    return nil
  }
}
