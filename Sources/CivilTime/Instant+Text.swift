extension Instant: CustomStringConvertible {
  /// Reads an RFC 3339 date-time; nil for anything else.
  ///
  /// `T` stands between, seconds are present, a fraction of any length is cut to milliseconds, then
  /// `Z` or a numeric offset. A leap second `:60` counts as the next second's start.
  package init?(rfc3339 text: Substring) {
    var digits = DigitReader(text)
    guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
      digits.skip("-"), let dayOfMonth = digits.number(2),
      let day = Day(year: year, month: month, day: dayOfMonth),
      digits.skip("T") || digits.skip("t"),
      let hour = digits.number(2), hour < 24, digits.skip(":"),
      let minute = digits.number(2), minute < 60, digits.skip(":"),
      let second = digits.number(2), second <= 60,
      let fraction = Self.fraction(&digits), let offset = Self.offset(&digits), digits.isAtEnd
    else { return nil }
    let clock = Int64(hour * 3600 + minute * 60 + second)
    self.init(
      milliseconds: (Int64(day.number) * 86_400 + clock - Int64(offset)) * 1000 + Int64(fraction))
  }

  /// The same from a whole string.
  package init?(rfc3339 text: String) { self.init(rfc3339: text[...]) }

  /// Milliseconds of an optional fraction; nil for a point without digits.
  private static func fraction(_ digits: inout DigitReader) -> Int? {
    guard digits.skip(".") else { return 0 }
    guard var value = digits.digit() else { return nil }
    var read = 1
    while let digit = digits.digit() {
      if read < 3 { value = value * 10 + digit }
      read += 1
    }
    for _ in stride(from: read, to: 3, by: 1) { value *= 10 }
    return value
  }

  /// Seconds east of UTC.
  private static func offset(_ digits: inout DigitReader) -> Int? {
    if digits.skip("Z") || digits.skip("z") { return 0 }
    let sign: Int
    if digits.skip("+") {
      sign = 1
    } else if digits.skip("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hour = digits.number(2), hour < 24, digits.skip(":"),
      let minute = digits.number(2), minute < 60
    else { return nil }
    return sign * (hour * 3600 + minute * 60)
  }

  /// RFC 3339 in UTC with milliseconds, `2026-11-22T09:30:00.120Z`: the journal's form.
  package var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    writeSeconds(seconds, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    bytes.appendDigits(Int(milliseconds - seconds * 1000), width: 3)
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 3339 in UTC with whole seconds, `2026-11-22T09:30:00Z`.
  package var utcText: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    writeUTC(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``utcText`` as ASCII, for writers of many lines.
  package func writeUTC(to bytes: inout [UInt8]) {
    writeSeconds(seconds, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  /// RFC 3339 with whole seconds at an offset east of UTC, `2026-01-29T09:30:00+08:00`.
  ///
  /// RFC 3339 knows no seconds in offsets, so those of old local mean times are cut; the text still
  /// names this moment.
  package func text(offsetSeconds: Int) -> String {
    let minutes = offsetSeconds / 60
    var bytes: [UInt8] = []
    bytes.reserveCapacity(25)
    writeSeconds(seconds + Int64(minutes * 60), to: &bytes)
    bytes.append(UInt8(ascii: minutes < 0 ? "-" : "+"))
    bytes.appendDigits(abs(minutes) / 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(abs(minutes) % 60, width: 2)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same as ``rfc3339``.
  package var description: String { rfc3339 }

  /// Appends date and time of wall-clock seconds since 1970.
  private func writeSeconds(_ seconds: Int64, to bytes: inout [UInt8]) {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let clock = Int(seconds - days * 86_400)
    Day(Int(days)).write(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    bytes.appendDigits(clock / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(clock / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(clock % 60, width: 2)
  }
}
