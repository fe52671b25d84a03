/// Why a text is no date of a person.
package enum PersonDateFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is not written as `1985-03-12`, `--03-12`, `L1985-03-12`, `L1984-10L-05` or `L--08-15`.
  case notation
  /// It is well written but there is no such day.
  case noSuchDay
  /// That lunar month of that year has 29 days only.
  case shortLunarMonth(year: Int, month: Int)
  /// That lunar year has no such leap month.
  case noLeapMonth(year: Int, month: Int)
  /// The lunar year lies outside 1900…2100.
  case lunarYearUnknown

  /// One sentence for a diagnostic.
  package var description: String {
    switch self {
    case .notation:
      "not a date: write 1985-03-12, --03-12, L1985-03-12, L1984-10L-05 or L--08-15"
    case .noSuchDay: "there is no such day"
    case .shortLunarMonth(let year, let month):
      "lunar \(year)-\(month < 10 ? "0" : "")\(month) has 29 days"
    case .noLeapMonth(let year, let month): "lunar \(year) has no leap month \(month)"
    case .lunarYearUnknown: "the lunar calendar is known for the years 1900 to 2100 only"
    }
  }
}

extension PersonDate: CustomStringConvertible {
  /// Reads the contract's notation: `1985-03-12`, `--03-12`, `L1985-03-12`, `L1984-10L-05` (leap
  /// month), `L--08-15`; no blanks, nothing else.
  package init(parsing text: Substring) throws(PersonDateFailure) {
    var digits = DigitReader(text)
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
    if isLunar, let year { try Self.check(lunarYear: year, month: month, leap: isLeap, day: day) }
    let date =
      isLunar
      ? PersonDate.lunar(year: year, month: month, leap: isLeap, day: day)
      : PersonDate.solar(year: year, month: month, day: day)
    guard let date else { throw .noSuchDay }
    self = date
  }

  /// The same from a whole string.
  package init(parsing text: String) throws(PersonDateFailure) { try self.init(parsing: text[...]) }

  /// Says what is wrong with a lunar date whose year is known.
  private static func check(
    lunarYear number: Int, month: Int, leap: Bool, day: Int
  ) throws(PersonDateFailure) {
    guard (1...12).contains(month), (1...30).contains(day) else { throw .noSuchDay }
    guard let year = LunarYear(number) else { throw .lunarYearUnknown }
    guard let length = year.length(ofMonth: month, leap: leap) else {
      throw .noLeapMonth(year: number, month: month)
    }
    if day > length { throw .shortLunarMonth(year: number, month: month) }
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
