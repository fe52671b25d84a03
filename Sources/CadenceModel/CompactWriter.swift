package import CivilTime

/// Writes values one behind the other in few bytes: numbers as varints, a text that came before as
/// its place among the texts.
///
/// Closed values are written by name, so that the order of an enumeration may change.
package struct CompactWriter {
  /// What was written.
  package private(set) var bytes: [UInt8] = []
  private var texts: [String: UInt64] = [:]

  /// Nothing yet.
  package init() {}

  /// A number, seven bits a byte, the lowest first.
  package mutating func add(_ value: UInt64) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number that may be negative: small ones of either sign stay short.
  package mutating func add(_ value: Int64) {
    add(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// A number that may be negative.
  package mutating func add(_ value: Int) { add(Int64(value)) }

  /// A yes or no.
  package mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  /// A text that is likely to come again: 0 and the text, or the number of an earlier one.
  package mutating func add(_ text: String) {
    if let place = texts[text] { return add(place) }
    texts[text] = UInt64(texts.count + 1)
    add(0 as UInt64)
    add(literal: text)
  }

  /// A text that will hardly come again.
  package mutating func add(literal text: String) {
    add(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// A moment.
  package mutating func add(_ instant: Instant) { add(instant.milliseconds) }

  /// A day.
  package mutating func add(_ day: Day) { add(Int64(day.number)) }

  /// A touch's identity, whose customer need not be the one at hand.
  package mutating func add(_ touch: TouchID) {
    add(touch.customer.text)
    add(touch.cadence.text)
    add(touch.occurrence)
    add(touch.step)
  }

  /// A value or none; `body` writes the value.
  package mutating func add<Value>(
    _ value: Value?, _ body: (inout CompactWriter, Value) -> Void
  ) {
    add(value != nil)
    if let value { body(&self, value) }
  }

  /// A closed value by its name, or none.
  mutating func add<Value: RawRepresentable<String>>(name value: Value?) {
    add(value) { $0.add($1.rawValue) }
  }
}
