package import CivilTime

extension ConfigForm where Value == Day {
  /// A day, `YYYY-MM-DD`.
  package static var day: ConfigForm<Day> {
    .scalar("day, YYYY-MM-DD") { (text) throws(ConfigComplaint) in
      guard let day = Day(iso: text) else {
        throw ConfigComplaint("“\(text)” is no day; write YYYY-MM-DD, a day that exists")
      }
      return day
    }
  }
}

extension ConfigForm where Value == MinuteOfDay {
  /// A time of day, `HH:MM`.
  package static var minute: ConfigForm<MinuteOfDay> {
    .scalar("time of day, HH:MM") { (text) throws(ConfigComplaint) in
      guard let minute = MinuteOfDay(withoutSeconds(text)), minute < .endOfDay else {
        throw ConfigComplaint("“\(text)” is no time of day; write HH:MM, 00:00 to 23:59")
      }
      return minute
    }
  }
}

/// `22:00:00` is 22:00, as some programs write a time of day; other seconds stay and are refused.
private func withoutSeconds(_ text: String) -> String {
  text.utf8.count == 8 && text.hasSuffix(":00") ? String(text.dropLast(3)) : text
}

extension ConfigForm where Value == TimeWindow {
  /// A part of a day, `HH:MM-HH:MM`.
  package static var window: ConfigForm<TimeWindow> {
    .scalar("window, HH:MM-HH:MM") { (text) throws(ConfigComplaint) in
      let parts = text.split(separator: "-", maxSplits: 1).map { withoutSeconds(String($0)) }
      if let window = TimeWindow(parts.joined(separator: "-")) { return window }
      guard parts.count == 2, let start = MinuteOfDay(parts[0]), let end = MinuteOfDay(parts[1])
      else {
        throw ConfigComplaint("“\(text)” is no window; write HH:MM-HH:MM, 24:00 at most")
      }
      throw ConfigComplaint(
        start == end
          ? "the window \(text) is empty"
          : "the window \(text) runs over midnight; write \(end)-\(start), or two windows")
    }
  }
}

extension ConfigForm where Value == CalendarPeriod {
  /// A length of time: ISO 8601, short, or in working days.
  package static func period(
    _ words: String = "duration such as P10D, 10d or 3wd", wholeDays: Bool = true,
    positive: Bool = false
  ) -> ConfigForm<CalendarPeriod> {
    .scalar(words) { (text) throws(ConfigComplaint) in
      guard let period = CalendarPeriod(text) else {
        throw ConfigComplaint(
          text.hasPrefix("-")
            ? "“\(text)”: a duration is never negative"
            : "“\(text)” is no duration; write P10D, 10d, P6M, 6mo, PT30M or 3wd")
      }
      guard !wholeDays || period.isWholeDays else {
        throw ConfigComplaint("“\(text)”: whole days are wanted here, not hours or minutes")
      }
      guard period.roughDays <= 36_600 else {
        throw ConfigComplaint("“\(text)” is more than a hundred years")
      }
      guard !positive || period.roughDays > 0 else {
        throw ConfigComplaint("“\(text)” is no time at all; it must be more than nothing")
      }
      return period
    }
  }
}

extension CalendarPeriod {
  /// About how many days this is, to compare periods of different units.
  package var roughDays: Double {
    Double(months) * 30.44 + Double(days) + Double(workdays) * 1.4 + Double(seconds) / 86_400
  }
}

extension ConfigForm where Value == PersonDate {
  /// A yearly date in the notation for dates of people, without a year.
  package static var yearlyDate: ConfigForm<PersonDate> {
    .scalar("yearly date, --MM-DD or L--MM-DD") { (text) throws(ConfigComplaint) in
      let date: PersonDate
      do throws(PersonDateFailure) {
        date = try PersonDate(parsing: text)
      } catch {
        throw ConfigComplaint("“\(text)”: \(error)")
      }
      guard date.year == nil else {
        throw ConfigComplaint("“\(text)”: a festival has no year; write --MM-DD or L--MM-DD")
      }
      return date
    }
  }
}

extension ConfigForm where Value == Int {
  /// A span of seconds, written as a duration (`30s`, `10m`).
  package static func seconds(_ range: ClosedRange<Int>) -> ConfigForm<Int> {
    let words = "duration, \(range.lowerBound)s to \(range.upperBound)s"
    return .scalar(words, show: { "\($0)s" }) { (text) throws(ConfigComplaint) in
      guard let period = CalendarPeriod(text), period.months == 0, period.days == 0,
        period.workdays == 0
      else { throw ConfigComplaint("“\(text)” is no \(words); write 30s or 10m") }
      guard range.contains(period.seconds) else {
        throw ConfigComplaint("\(text) is out of range: \(words)")
      }
      return period.seconds
    }
  }
}
