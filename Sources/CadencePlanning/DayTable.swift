import CivilTime

/// What one country and region says about every day of a window, in a byte a day.
final class DayTable: Sendable {
  /// What may be true of a day.
  struct Flags: OptionSet {
    let rawValue: UInt8

    /// It is certainly a working day.
    static let worked = Flags(rawValue: 1)
    /// It is a public holiday.
    static let holiday = Flags(rawValue: 2)
    /// A public holiday or a festival kept free is near, or it is one.
    static let buffer = Flags(rawValue: 4)
    /// Nobody can know yet whether it is worked.
    static let unknown = Flags(rawValue: 8)
  }

  private let first: Day
  private let flags: [Flags]

  /// The table of the days from `first` to `last`; `keptFree` are days that get a buffer as well.
  init(
    calendar: BusinessCalendar, region: String?, from first: Day, to last: Day, buffer: Int,
    keptFree: [Day]
  ) {
    self.first = first
    var flags = [Flags](repeating: [], count: last - first + 1)
    for index in flags.indices {
      let day = first + index
      switch calendar.isWorkday(day, region: region) {
      case true?: flags[index] = .worked
      case false?: break
      case nil: flags[index] = .unknown
      }
      if calendar.isPublicHoliday(day, region: region) { flags[index].insert(.holiday) }
    }
    let holidays = (first - buffer...last + buffer).filter {
      calendar.isPublicHoliday($0, region: region)
    }
    for day in holidays + keptFree {
      for near in (day - buffer)...(day + buffer) where first <= near && near <= last {
        flags[near - first].insert(.buffer)
      }
    }
    self.flags = flags
  }

  /// Knows nothing of any day.
  static let empty = DayTable()

  private init() {
    first = Day(0)
    flags = []
  }

  /// The flags of a day; outside the window, unknown.
  subscript(day: Day) -> Flags {
    let index = day - first
    return flags.indices.contains(index) ? flags[index] : .unknown
  }
}
