package import CadenceModel
package import CivilTime

/// One of the manager's mails.
package enum ManagerMail: Hashable, Sendable {
  /// The weekly one, by the day that `manager.weekday` names, whether or not that is a working day.
  case week(Day)
  /// What became too late, by day and hour of looking.
  case late(Day, hour: Int)

  /// Whether it tells of what became too late.
  package var isLate: Bool { if case .late = self { true } else { false } }
}

/// The manager's mails go through the same machine as other messages, under an identity of their own.
package enum ManagerMailTouch {
  /// The cadence name that marks them; `check` refuses a cadence file of this name.
  private static let cadence = CadenceName("manager-mail")
  /// Under whose key they are sealed.
  package static let owner = CustomerID("house:manager")

  /// The identity of a mail.
  package static func id(_ mail: ManagerMail) -> TouchID {
    switch mail {
    case .week(let day):
      TouchID(customer: owner, cadence: cadence, occurrence: "\(day)", step: 1)
    case .late(let day, let hour):
      TouchID(
        customer: owner, cadence: cadence, occurrence: "\(day)T\(hour < 10 ? "0" : "")\(hour)",
        step: 2)
    }
  }

  /// The mail of an identity; nil when it is another touch.
  package static func read(_ touch: TouchID) -> ManagerMail? {
    guard touch.customer == owner, touch.cadence == cadence else { return nil }
    let parts = touch.occurrence.split(separator: "T")
    guard let day = parts.first.flatMap({ Day(iso: String($0)) }) else { return nil }
    guard touch.step == 2 else { return .week(day) }
    return parts.last.flatMap { Int($0) }.map { .late(day, hour: $0) }
  }
}
