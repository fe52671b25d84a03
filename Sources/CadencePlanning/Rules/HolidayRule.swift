import CadenceModel
import CivilTime

/// Rule of tact: greetings go out on ordinary working days only, away from holidays.
enum HolidayRule {
  /// Why a greeting may not go out on a day; nil when it may.
  static func refusesGreeting(on flags: DayTable.Flags) -> SkipReason? {
    if flags == .worked { return nil }
    if flags.contains(.holiday) { return .holiday }
    if flags.contains(.buffer) { return .holidayBuffer }
    return flags.contains(.unknown) ? .calendarUnknown : .notAWorkingDay
  }

  /// Why a message other than a greeting may not go out on a day; nil when it may.
  static func refusesMessage(on flags: DayTable.Flags, allowedOnHolidays: Bool) -> SkipReason? {
    !allowedOnHolidays && flags.contains(.holiday) ? .holiday : nil
  }
}
