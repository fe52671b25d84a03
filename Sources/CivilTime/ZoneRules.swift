/// A time zone: its offsets from UTC since there are any, and the rule that goes on from there.
package struct ZoneRules: Sendable {
  /// The zone's name, `Asia/Shanghai`.
  package let name: String
  /// Seconds since 1970 at which an offset begins, ascending.
  private let starts: [Int64]
  /// Seconds east of UTC from each start on.
  private let offsets: [Int32]
  /// Seconds east of UTC before the first start.
  private let firstOffset: Int32
  /// What goes on after the table.
  private let footer: PosixZoneRule?
  /// The year from which the table is not enough.
  private let tableEndYear: Int

  /// Years up to here are in the table, so that everyday questions never evaluate the rule.
  private static let lastTableYear = 2100

  /// Reads a TZif file, version 2 or later (RFC 9636).
  package init(name: String, tzif bytes: [UInt8]) throws(ZoneFailure) {
    let file = try TZifFile(bytes)
    self.name = name
    footer = file.footer
    // RFC 9636 section 3.3: without any change the footer speaks for all times.
    firstOffset = file.starts.isEmpty ? file.footer?.standard ?? file.firstOffset : file.firstOffset
    var starts = file.starts
    var offsets = file.offsets
    if let rule = file.footer {
      let from = starts.last.map { max(ZoneRules.year(of: $0) - 1, 1900) } ?? 1900
      let last = starts.last ?? Int64.min
      for year in stride(from: from, through: Self.lastTableYear, by: 1) {
        for change in rule.changes(inYear: year) where change.at > last {
          starts.append(change.at)
          offsets.append(change.offset)
        }
      }
    }
    self.starts = starts
    self.offsets = offsets
    tableEndYear = Self.lastTableYear
  }

  /// UTC itself, which needs no file.
  package static let utc = ZoneRules(fixed: 0, name: "UTC")

  /// A zone with one offset, seconds east of UTC, for tests and for UTC.
  package init(fixed offset: Int, name: String) {
    self.name = name
    starts = []
    offsets = []
    firstOffset = Int32(clamping: offset)
    footer = nil
    tableEndYear = Self.lastTableYear
  }

  /// Whether the offset is another one at some time in the year before or after a moment.
  package func changes(around instant: Instant) -> Bool {
    let year: Int64 = 366 * 86_400
    let first = period(at: instant.seconds - year)
    return first != period(at: instant.seconds + year) || footer?.hasChanges == true
  }

  /// Seconds east of UTC at a moment.
  package func utcOffset(at instant: Instant) -> Int {
    let seconds = instant.seconds
    return far(seconds)?.utcOffset(at: instant) ?? Int(offset(ofPeriod: period(at: seconds)))
  }

  /// What the wall clock shows, cut to the minute.
  package func local(at instant: Instant) -> LocalTime {
    let clock = wallClock(at: instant)
    return LocalTime(day: clock.day, minute: MinuteOfDay(unchecked: clock.second / 60))
  }

  /// The day on the wall and the second of that day, 0…86399.
  package func wallClock(at instant: Instant) -> (day: Day, second: Int) {
    let wall = instant.seconds + Int64(utcOffset(at: instant))
    let day = (wall >= 0 ? wall : wall - 86_399) / 86_400
    return (Day(Int(day)), Int(wall - day * 86_400))
  }

  /// The moment at which the wall clock shows this, by RFC 5545.
  ///
  /// Of two it is the first; a time that a gap leaves out is read with the offset before the gap
  /// (02:30 becomes 03:30).
  package func instant(of local: LocalTime) -> Instant {
    let wall = local.seconds
    if let far = far(wall) { return far.instant(of: local) }
    // No offset reaches 26 hours, so the wanted period cannot lie before this one.
    var index = period(at: wall - 93_600)
    var previous = offset(ofPeriod: index)
    while index < starts.count {
      let offset = offset(ofPeriod: index)
      if wall < starts[index] + Int64(offset) {
        let begins = index == 0 ? Int64.min : starts[index - 1] + Int64(offset)
        return Instant(seconds: wall - Int64(wall >= begins ? offset : previous))
      }
      previous = offset
      index += 1
    }
    let last = offset(ofPeriod: index)
    let begins = index == 0 ? Int64.min : starts[index - 1] + Int64(last)
    return Instant(seconds: wall - Int64(wall >= begins ? last : previous))
  }

  /// The same as ``instant(of:)``, from the parts.
  package func instant(day: Day, minute: MinuteOfDay) -> Instant {
    instant(of: LocalTime(day: day, minute: minute))
  }

  /// A moment as RFC 3339 with this zone's offset, `2026-01-29T09:30:00+08:00`.
  package func text(_ instant: Instant) -> String {
    instant.text(offsetSeconds: utcOffset(at: instant))
  }

  /// The period a second lies in: how many starts are not after it.
  private func period(at seconds: Int64) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The offset of a period.
  private func offset(ofPeriod period: Int) -> Int32 {
    period == 0 ? firstOffset : offsets[period - 1]
  }

  /// The Gregorian year of seconds since 1970, in UTC.
  private static func year(of seconds: Int64) -> Int {
    Day(Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400)).year
  }
}

extension ZoneRules {
  /// The three years around a time beyond the table, made from the rule; nil within the table.
  private func far(_ seconds: Int64) -> ZoneRules? {
    // 2100-01-01: everything before is in the table, with a year to spare for gaps and overlaps.
    guard seconds >= 4_102_444_800, let footer, footer.hasChanges else { return nil }
    let year = Self.year(of: seconds)
    guard year > tableEndYear - 1, !isFar else { return nil }
    let changes = (year - 1...year + 1).flatMap(footer.changes(inYear:))
    return ZoneRules(name: name, far: changes)
  }

  /// Whether this value itself is such a window.
  private var isFar: Bool { tableEndYear == Int.max }

  /// A window of a rule's changes.
  private init(name: String, far changes: [PosixZoneRule.Change]) {
    self.name = name
    starts = changes.map(\.at)
    offsets = changes.map(\.offset)
    firstOffset = changes.first?.before ?? 0
    footer = nil
    tableEndYear = Int.max
  }
}
