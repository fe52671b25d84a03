extension Day: CustomStringConvertible {
  /// Reads `YYYY-MM-DD` strictly; nil for anything else, also for days that do not exist.
  package init?(iso text: Substring) {
    var digits = DigitReader(text)
    guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
      digits.skip("-"), let day = digits.number(2), digits.isAtEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The same from a whole string.
  package init?(iso text: String) { self.init(iso: text[...]) }

  /// `YYYY-MM-DD`.
  package var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `YYYY-MM-DD` as ASCII, for writers of many lines.
  package func write(to bytes: inout [UInt8]) {
    let (year, month, day) = civil()
    bytes.appendDigits(year, width: 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(month, width: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(day, width: 2)
  }
}
