/// A wall-clock minute, 0 (`00:00`) to 1440 (`24:00`, the end of the day).
package struct MinuteOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Minutes since midnight, 0…1440.
  package let minutes: Int16

  /// From minutes since midnight; nil outside 0…1440.
  package init?(_ minutes: Int) {
    guard (0...1440).contains(minutes) else { return nil }
    self.minutes = Int16(minutes)
  }

  /// From minutes that the caller knows to be in range.
  init(unchecked minutes: Int) { self.minutes = Int16(clamping: min(max(minutes, 0), 1440)) }

  /// Reads `HH:MM`, `00:00` to `24:00`; nil for anything else.
  package init?(_ text: Substring) {
    var digits = DigitReader(text)
    guard let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2),
      digits.isAtEnd, minute < 60
    else { return nil }
    self.init(hour * 60 + minute)
  }

  /// The same from a whole string.
  package init?(_ text: String) { self.init(text[...]) }

  /// 00:00.
  package static let midnight = MinuteOfDay(unchecked: 0)
  /// 24:00, the end of the day.
  package static let endOfDay = MinuteOfDay(unchecked: 1440)

  /// The hour, 0…24.
  package var hour: Int { Int(minutes) / 60 }
  /// The minute of the hour, 0…59.
  package var minute: Int { Int(minutes) % 60 }

  /// `HH:MM`.
  package var description: String {
    var bytes: [UInt8] = []
    bytes.appendDigits(hour, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(minute, width: 2)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The earlier minute is the smaller.
  package static func < (left: Self, right: Self) -> Bool { left.minutes < right.minutes }
}
