import CivilTime

/// What a cell was read as that should hold a date of a person or of an event.
enum DateReading: Hashable, Sendable {
  /// Nothing, or what people write for nothing.
  case empty
  /// A date; the text says what was assumed, for a warning.
  case date(PersonDate, assumed: String?)
  /// A date that can be read in two ways; the text names both.
  case unclear(String)
  /// No date; the reason, and the reason without the date itself.
  case refused(String, public: String)
}

/// Reads dates as people and spreadsheets write them: ISO, the contract's notation, slashes, dots,
/// Chinese in digits and numerals, lunar with its many marks, compact, Excel serials, English.
enum DateCell {
  /// The first day accepted.
  static let earliest = Day(-25_567)

  /// Reads a cell; dates after `latest` are refused, nil for any future.
  static func read(_ text: String, latest: Day?) -> DateReading {
    if let date = try? PersonDate(parsing: text) {
      return checked(date, latest: latest, assumed: nil)
    }
    let plain = CellText.plain(text)
    if CellText.isPlaceholder(plain) || isZero(plain) { return .empty }
    switch DateParts.find(plain) {
    case .failure(let failure): return failure.reading
    case .success(let parts):
      guard let other = parts.otherReading else { return parts.build(latest: latest) }
      return .unclear("ambiguous: \(other.0) or \(other.1)")
    }
  }

  /// Range checks on a date that exists.
  static func checked(_ date: PersonDate, latest: Day?, assumed: String?) -> DateReading {
    if let birth = date.birth {
      if birth < earliest { return tooEarly }
      if let latest, birth > latest {
        return .refused("after the import date", public: "after the import date")
      }
    }
    return .date(date, assumed: assumed)
  }

  /// The refusal of dates before the supported range.
  static let tooEarly = DateReading.refused(
    "before 1900-01-01", public: "before 1900-01-01")

  /// Excel's day 0 and what databases write for no date.
  private static func isZero(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "0") }
    let rest: [UInt8] = Array(digits)
    let marks: Set<UInt8> = [0x2D, 0x2F, 0x2E, 0x3A, 0x20]
    return rest.allSatisfy { marks.contains($0) } || text.hasPrefix("1900-01-00")
      || text.hasPrefix("1900/1/0")
  }
}
