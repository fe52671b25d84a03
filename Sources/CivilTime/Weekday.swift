/// A day of the week, numbered as ISO 8601 does.
package enum Weekday: UInt8, CaseIterable, Comparable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// From 1…7 as computed from a day number; anything else falls to Sunday.
  init(ordinal: Int) { self = Weekday(rawValue: UInt8(ordinal)) ?? .sunday }

  /// Whether it is Saturday or Sunday.
  package var isWeekend: Bool { self >= .saturday }

  /// The full English name, `Monday`.
  package var name: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }

  /// Monday first.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
