import CadenceModel
import CivilTime

/// An alert goes through the same machine as other messages, under an identity of its own.
///
/// One a day and cause: the same trouble is not told twice.
enum OperatorAlertTouch {
  private static let cadence = CadenceName("operator-alert")
  /// Under whose key alerts are sealed.
  static let admin = CustomerID("house:admin")

  /// The identity of a cause's alert on a day.
  ///
  /// The second step is the same alert by chat.
  static func id(_ cause: String, _ day: Day, on channel: Channel = .email) -> TouchID {
    TouchID(
      customer: admin, cadence: cadence, occurrence: "\(cause)-\(day)",
      step: channel == .chat ? 2 : 1)
  }

  /// How an alert goes out.
  static func channel(of touch: TouchID) -> Channel { touch.step == 2 ? .chat : .email }

  /// Whether a touch is an alert.
  static func isOne(_ touch: TouchID) -> Bool {
    touch.cadence == cadence && touch.customer == admin
  }
}
