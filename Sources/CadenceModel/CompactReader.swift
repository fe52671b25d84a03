package import CivilTime

/// Bytes that no ``CompactWriter`` of this program wrote.
package struct UnreadableBytes: Error {
  /// Says so.
  package init() {}
}

/// Reads what a ``CompactWriter`` wrote, and never beyond the end.
package struct CompactReader {
  private let bytes: [UInt8]
  private var position = 0
  private var texts: [String] = []

  /// Reads these bytes from their beginning.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all was read.
  package var isAtEnd: Bool { position == bytes.count }

  private mutating func byte() throws(UnreadableBytes) -> UInt8 {
    guard position < bytes.count else { throw UnreadableBytes() }
    position += 1
    return bytes[position - 1]
  }

  /// A number without sign.
  package mutating func natural() throws(UnreadableBytes) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let next = try byte()
      value |= UInt64(next & 127) << shift
      if next < 128 { return value }
      shift += 7
    }
    throw UnreadableBytes()
  }

  /// How many things follow: never more than bytes are left.
  package mutating func count() throws(UnreadableBytes) -> Int {
    let count = try natural()
    guard count <= UInt64(bytes.count - position) else { throw UnreadableBytes() }
    return Int(count)
  }

  /// A number that may be negative.
  package mutating func integer() throws(UnreadableBytes) -> Int64 {
    let value = try natural()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number that fits in a machine word.
  package mutating func int() throws(UnreadableBytes) -> Int { Int(try integer()) }

  /// A yes or no.
  package mutating func flag() throws(UnreadableBytes) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw UnreadableBytes()
    }
  }

  /// A text that may have come before.
  package mutating func text() throws(UnreadableBytes) -> String {
    let place = try natural()
    if place == 0 {
      let text = try literal()
      texts.append(text)
      return text
    }
    guard place <= UInt64(texts.count) else { throw UnreadableBytes() }
    return texts[Int(place) - 1]
  }

  /// A text written as it is.
  package mutating func literal() throws(UnreadableBytes) -> String {
    let length = try count()
    defer { position += length }
    guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
      throw UnreadableBytes()
    }
    return text
  }

  /// A moment.
  package mutating func instant() throws(UnreadableBytes) -> Instant {
    Instant(milliseconds: try integer())
  }

  /// A day.
  package mutating func day() throws(UnreadableBytes) -> Day { Day(try int()) }

  /// A touch's identity.
  package mutating func touch() throws(UnreadableBytes) -> TouchID {
    TouchID(
      customer: CustomerID(try text()), cadence: CadenceName(try text()), occurrence: try text(),
      step: try int())
  }

  /// A value or none; `body` reads the value.
  package mutating func optional<Value>(
    _ body: (inout CompactReader) throws(UnreadableBytes) -> Value
  ) throws(UnreadableBytes) -> Value? {
    guard try flag() else { return nil }
    return try body(&self)
  }

  /// A closed value by its name.
  mutating func named<Value: RawRepresentable<String>>() throws(UnreadableBytes) -> Value {
    guard let value = Value(rawValue: try text()) else { throw UnreadableBytes() }
    return value
  }

  /// A closed value by its name, or none.
  mutating func name<Value: RawRepresentable<String>>() throws(UnreadableBytes) -> Value? {
    guard try flag() else { return nil }
    return try named()
  }

  /// A channel by its name.
  package mutating func channel() throws(UnreadableBytes) -> Channel {
    guard let channel = Channel(name: try text()) else { throw UnreadableBytes() }
    return channel
  }
}
