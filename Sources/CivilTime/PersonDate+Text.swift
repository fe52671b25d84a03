/// Why a text is no date of a person.
package enum PersonDateFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is not written as `1985-03-12`, `--03-12`, `L1985-03-12`, `L1984-10L-05` or `L--08-15`.
  case notation
  /// It is well written but there is no such day.
  case noSuchDay
  /// The lunar year lies outside 1900…2100.
  case lunarYearUnknown

  /// One sentence for a diagnostic.
  package var description: String {
    switch self {
    case .notation:
      "not a date: write 1985-03-12, --03-12, L1985-03-12, L1984-10L-05 or L--08-15"
    case .noSuchDay: "there is no such day"
    case .lunarYearUnknown: "the lunar calendar is known for the years 1900 to 2100 only"
    }
  }
}

extension PersonDate: CustomStringConvertible {
  /// Reads the contract's notation: `1985-03-12`, `--03-12`, `L1985-03-12`, `L1984-10L-05` (leap
  /// month), `L--08-15`; no blanks, nothing else.
  package init(parsing text: some StringProtocol) throws(PersonDateFailure) {
    var digits = DigitReader(text.utf8)
    let isLunar = digits.skip("L")
    var year: Int?
    if digits.skip("-") {
      guard digits.skip("-") else { throw .notation }
    } else {
      guard let number = digits.number(4), digits.skip("-") else { throw .notation }
      year = number
    }
    guard let month = digits.number(2) else { throw .notation }
    let isLeap = isLunar && digits.skip("L")
    guard digits.skip("-"), let day = digits.number(2), digits.isAtEnd else { throw .notation }
    if isLunar, let year, LunarYear(year) == nil { throw .lunarYearUnknown }
    let date =
      isLunar
      ? PersonDate.lunar(year: year, month: month, leap: isLeap, day: day)
      : PersonDate.solar(year: year, month: month, day: day)
    guard let date else { throw .noSuchDay }
    self = date
  }

  /// The notation that ``init(parsing:)`` reads.
  package var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(12)
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the notation as ASCII, for writers of many lines.
  package func write(to bytes: inout [UInt8]) {
    if isLunar { bytes.append(UInt8(ascii: "L")) }
    if let year {
      bytes.appendDigits(year, width: 4)
    } else {
      bytes.append(UInt8(ascii: "-"))
    }
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(Int(month), width: 2)
    if isLeapMonth { bytes.append(UInt8(ascii: "L")) }
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(Int(day), width: 2)
  }
}
