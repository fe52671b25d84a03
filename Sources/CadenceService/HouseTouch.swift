import CadenceModel
import RepReporting

/// Touches that go to the house's own people, so that no gate of a customer's holds for them.
enum HouseTouch {
  /// Whether a touch is a rep's digest, one of the manager's mails or an alert to the admin.
  static func isOne(_ touch: TouchID) -> Bool {
    RepDigestTouch.read(touch) != nil || OperatorAlertTouch.isOne(touch)
      || ManagerMailTouch.read(touch) != nil
  }
}
