/// The POSIX TZ rule in a TZif footer, `EST5EDT,M3.2.0,M11.1.0`, with the hours beyond 0…24 that
/// version 3 allows (`<-02>2<-01>,M3.5.0/-1,M10.5.0/0`).
struct PosixZoneRule: Hashable, Sendable {
  /// A change of offset.
  struct Change: Sendable {
    /// Seconds since 1970.
    let at: Int64
    /// Seconds east of UTC from then on.
    let offset: Int32
    /// Seconds east of UTC before.
    let before: Int32
  }

  /// A day of each year and a second counted from its midnight.
  struct YearDay: Hashable, Sendable {
    enum Form: Hashable, Sendable {
      /// `Jn`: 1…365, 29 February never counted.
      case julian(Int)
      /// `n`: 0…365, 29 February counted.
      case zeroBased(Int)
      /// `Mm.w.d`: the w-th (5: the last) weekday d (0: Sunday) of month m.
      case monthWeek(month: Int, week: Int, weekday: Int)
    }
    let form: Form
    /// Seconds after midnight, -604799…604799.
    let time: Int
  }

  /// Seconds east of UTC in standard time.
  let standard: Int32
  /// Seconds east of UTC in daylight saving time; nil where there is none.
  let daylight: Int32?
  /// When daylight saving begins, in standard time, and ends, in daylight saving time.
  let begins: YearDay?
  let ends: YearDay?

  /// Whether the rule changes offsets at all.
  var hasChanges: Bool { daylight != nil }

  /// The changes of a year, in order of time.
  func changes(inYear year: Int) -> [Change] {
    guard let daylight, let begins, let ends else { return [] }
    let on = begins.seconds(inYear: year) - Int64(standard)
    let off = ends.seconds(inYear: year) - Int64(daylight)
    let start = Change(at: on, offset: daylight, before: standard)
    let end = Change(at: off, offset: standard, before: daylight)
    // Rules that keep one offset all year end and begin in the same moment: the end comes first.
    return on < off ? [start, end] : [end, start]
  }
}

extension PosixZoneRule.YearDay {
  /// Wall-clock seconds since 1970 in a year.
  func seconds(inYear year: Int) -> Int64 {
    let newYear = Int(Day(unchecked: year, 1, 1).number)
    let day: Int
    switch form {
    case .julian(let number):
      day = newYear + number - 1 + (Month.isLeap(year) && number >= 60 ? 1 : 0)
    case .zeroBased(let number):
      day = newYear + number
    case .monthWeek(let month, let week, let weekday):
      let first = Day(unchecked: year, month, 1)
      let toFirst = (weekday - Int(first.weekday.rawValue) + 7) % 7
      var dayOfMonth = 1 + toFirst + (week - 1) * 7
      if dayOfMonth > Month.length(month, of: year) { dayOfMonth -= 7 }
      day = Int(first.number) + dayOfMonth - 1
    }
    return Int64(day) * 86_400 + Int64(time)
  }
}
