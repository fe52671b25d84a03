/// A JSON value as a journal line holds it.
package enum JSONValue: Hashable, Sendable {
  case string(String)
  case integer(Int64)
  /// A number that is no integer of 64 bits, by its text.
  case number(String)
  case bool(Bool)
  case null
  case array([JSONValue])
  case object([JournalField])
}

/// A name and its value; order is kept, since a line's bytes must be reproducible.
package struct JournalField: Hashable, Sendable {
  /// The name.
  package var key: String
  /// The value.
  package var value: JSONValue

  /// A field of these parts.
  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// Appends the value as compact JSON; equal values give equal bytes.
  package func write(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): Self.write(text, to: &bytes)
    case .integer(let number): Self.write(number, to: &bytes)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .null: bytes.append(contentsOf: "null".utf8)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (index, field) in fields.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(field.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        field.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends a quoted text: quote, backslash and control characters escaped, the rest as UTF-8.
  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if isPlain(text) {
      bytes.append(contentsOf: text.utf8)
    } else {
      writeEscaped(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a text stands in JSON as it is.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    }
    return true
  }

  private static func writeEscaped(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        Hex.append(UInt64(byte), width: 2, to: &bytes)
      default: bytes.append(byte)
      }
    }
  }

  /// Bytes that ``write(to:)`` appends at most: a byte of a text may become six.
  var lengthBound: Int {
    switch self {
    case .string(let text): text.utf8.count * 6 + 2
    case .integer: 20
    case .number(let text): text.utf8.count
    case .bool, .null: 5
    case .array(let values): values.reduce(2) { $0 + $1.lengthBound + 1 }
    case .object(let fields):
      fields.reduce(2) { $0 + $1.key.utf8.count * 6 + $1.value.lengthBound + 4 }
    }
  }

  /// Appends a decimal number.
  static func write(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(48 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
