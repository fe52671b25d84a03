extension CalendarPeriod: CustomStringConvertible {
  /// Reads ISO 8601 or the short form; nil for anything else, for fractions and for signs.
  package init?(_ text: Substring) {
    var reader = DigitReader(text)
    let parsed = reader.skip("P") ? Self.iso(&reader) : Self.short(&reader)
    guard let parsed, reader.isAtEnd else { return nil }
    self = parsed
  }

  /// The same from a whole string.
  package init?(_ text: String) { self.init(text[...]) }

  /// The part after `P`: years, months, weeks, days, then `T` and hours, minutes, seconds.
  private static func iso(_ reader: inout DigitReader) -> CalendarPeriod? {
    var period = CalendarPeriod()
    var units = dateUnits
    var parts = 0
    var inTime = false
    while !reader.isAtEnd {
      if !inTime, reader.skip("T") {
        inTime = true
        units = timeUnits
        parts = 0
        continue
      }
      // Units may be left out, but not repeated or turned round.
      guard let number = reader.longNumber(limit: 6),
        let found = units.firstIndex(where: { reader.skip($0.letter) })
      else { return nil }
      period.months += number * units[found].one.months
      period.days += number * units[found].one.days
      period.seconds += number * units[found].one.seconds
      units.removeFirst(found + 1)
      parts += 1
    }
    return parts > 0 ? period : nil
  }

  private static let dateUnits: [(letter: Unicode.Scalar, one: CalendarPeriod)] = [
    ("Y", .months(12)), ("M", .months(1)), ("W", .days(7)), ("D", .days(1)),
  ]
  private static let timeUnits: [(letter: Unicode.Scalar, one: CalendarPeriod)] = [
    ("H", .minutes(60)), ("M", .minutes(1)), ("S", CalendarPeriod(seconds: 1)),
  ]

  /// One number and one unit.
  private static func short(_ reader: inout DigitReader) -> CalendarPeriod? {
    guard let number = reader.longNumber(limit: 6) else { return nil }
    var unit = ""
    while let byte = reader.byte() { unit.unicodeScalars.append(Unicode.Scalar(byte)) }
    switch unit {
    case "y": return CalendarPeriod(months: number * 12)
    case "mo": return CalendarPeriod(months: number)
    case "w": return CalendarPeriod(days: number * 7)
    case "d": return CalendarPeriod(days: number)
    case "wd": return CalendarPeriod(workdays: number)
    case "h": return CalendarPeriod(seconds: number * 3600)
    case "m": return CalendarPeriod(seconds: number * 60)
    case "s": return CalendarPeriod(seconds: number)
    default: return nil
    }
  }

  /// The ISO 8601 form, `P10D`; working days as `3wd`; the two joined by `+` where both stand.
  package var description: String {
    if workdays != 0 {
      let rest = CalendarPeriod(months: months, days: days, seconds: seconds)
      return rest == CalendarPeriod() ? "\(workdays)wd" : "\(rest)+\(workdays)wd"
    }
    var date = months >= 12 ? "\(months / 12)Y" : ""
    if months % 12 != 0 { date += "\(months % 12)M" }
    if days != 0 { date += "\(days)D" }
    var time = seconds >= 3600 ? "\(seconds / 3600)H" : ""
    if seconds / 60 % 60 != 0 { time += "\(seconds / 60 % 60)M" }
    if seconds % 60 != 0 { time += "\(seconds % 60)S" }
    if date.isEmpty, time.isEmpty { return "P0D" }
    return time.isEmpty ? "P\(date)" : "P\(date)T\(time)"
  }
}
