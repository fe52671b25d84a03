extension PosixZoneRule {
  /// Reads the rule; nil for anything else.
  init?(_ text: [UInt8]) {
    var reader = DigitReader(text.span)
    guard Self.skipName(&reader), let west = Self.time(&reader, hours: 24) else { return nil }
    standard = Int32(-west)
    if reader.isAtEnd {
      daylight = nil
      begins = nil
      ends = nil
      return
    }
    guard Self.skipName(&reader) else { return nil }
    var east = -west + 3600
    if reader.next != UInt8(ascii: ",") {
      guard let west = Self.time(&reader, hours: 24) else { return nil }
      east = -west
    }
    // A rule without days is left to the system by POSIX; zic never writes it.
    guard reader.skip(","), let begins = YearDay(&reader), reader.skip(","),
      let ends = YearDay(&reader), reader.isAtEnd
    else { return nil }
    daylight = Int32(east)
    self.begins = begins
    self.ends = ends
  }

  /// Skips `EST` or `<+0330>`.
  private static func skipName(_ reader: inout DigitReader) -> Bool {
    var length = 0
    if reader.skip("<") {
      while let byte = reader.byte() {
        if byte == UInt8(ascii: ">") { return length >= 3 }
        length += 1
      }
      return false
    }
    while let byte = reader.next, Unicode.Scalar(byte).properties.isAlphabetic, byte < 0x80 {
      _ = reader.byte()
      length += 1
    }
    return length >= 3
  }

  /// Reads `[+-]h[:mm[:ss]]` as seconds.
  fileprivate static func time(_ reader: inout DigitReader, hours: Int) -> Int? {
    var sign = 1
    if reader.skip("-") {
      sign = -1
    } else {
      _ = reader.skip("+")
    }
    guard let hour = reader.longNumber(limit: 3), hour <= hours else { return nil }
    var seconds = hour * 3600
    for unit in [60, 1] {
      guard reader.skip(":") else { break }
      guard let number = reader.number(2), number < 60 else { return nil }
      seconds += number * unit
    }
    return sign * seconds
  }
}

extension PosixZoneRule.YearDay {
  /// Reads `Mm.w.d`, `Jn` or `n`, and `/time`; without a time it is 02:00.
  fileprivate init?(_ reader: inout DigitReader) {
    if reader.skip("M") {
      guard let month = reader.longNumber(limit: 2), (1...12).contains(month), reader.skip("."),
        let week = reader.digit(), (1...5).contains(week), reader.skip("."),
        let weekday = reader.digit(), weekday < 7
      else { return nil }
      form = .monthWeek(month: month, week: week, weekday: weekday)
    } else if reader.skip("J") {
      guard let number = reader.longNumber(limit: 3), (1...365).contains(number) else {
        return nil
      }
      form = .julian(number)
    } else {
      guard let number = reader.longNumber(limit: 3), number <= 365 else { return nil }
      form = .zeroBased(number)
    }
    guard reader.skip("/") else {
      time = 7200
      return
    }
    guard let time = PosixZoneRule.time(&reader, hours: 167) else { return nil }
    self.time = time
  }
}
