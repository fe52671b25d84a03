/// Reads compact JSON from bytes, strictly: no white space, valid UTF-8, limited depth.
///
/// It serves lines whose checksum was already right, so it is made for speed and refuses rather
/// than guesses; Foundation's JSON reads fifty times slower.
struct JSONScanner {
  /// The next byte to read.
  var position: Int
  /// Where to stop.
  let end: Int

  private static let deepest = 16

  /// Reads one byte if it is this one.
  mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Reads all these bytes or none.
  mutating func skip(_ text: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
    guard position + text.count <= end else { return false }
    for index in 0..<text.count where text[index] != bytes[position + index] { return false }
    position += text.count
    return true
  }

  /// Reads a number without sign, point or leading zeros.
  mutating func natural(in bytes: Span<UInt8>) -> Int64? {
    let start = position
    var value: Int64 = 0
    while position < end, (48...57).contains(bytes[position]) {
      guard position - start < 18 else { return nil }
      value = value * 10 + Int64(bytes[position] - 48)
      position += 1
    }
    guard position > start, bytes[start] != 48 || position == start + 1 else { return nil }
    return value
  }

  /// Reads fields separated by commas up to the end: `"key":value,…`.
  mutating func fields(in bytes: Span<UInt8>) -> [JournalField]? {
    var fields: [JournalField] = []
    fields.reserveCapacity(8)
    while position < end {
      guard let field = field(in: bytes, depth: 0) else { return nil }
      fields.append(field)
      guard position == end || skip(UInt8(ascii: ","), in: bytes) && position < end else {
        return nil
      }
    }
    return fields
  }

  private mutating func field(in bytes: Span<UInt8>, depth: Int) -> JournalField? {
    guard let key = string(in: bytes), skip(UInt8(ascii: ":"), in: bytes),
      let value = value(in: bytes, depth: depth)
    else { return nil }
    return JournalField(key, value)
  }

  /// Reads any value.
  mutating func value(in bytes: Span<UInt8>, depth: Int) -> JSONValue? {
    guard position < end, depth < Self.deepest else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string(in: bytes).map(JSONValue.string)
    case UInt8(ascii: "{"): return object(in: bytes, depth: depth)
    case UInt8(ascii: "["): return array(in: bytes, depth: depth)
    case UInt8(ascii: "t"): return skip("true".utf8Span.span, in: bytes) ? .bool(true) : nil
    case UInt8(ascii: "f"): return skip("false".utf8Span.span, in: bytes) ? .bool(false) : nil
    case UInt8(ascii: "n"): return skip("null".utf8Span.span, in: bytes) ? .null : nil
    default: return number(in: bytes)
    }
  }

  private mutating func object(in bytes: Span<UInt8>, depth: Int) -> JSONValue? {
    position += 1
    var fields: [JournalField] = []
    guard !skip(UInt8(ascii: "}"), in: bytes) else { return .object([]) }
    repeat {
      guard let field = field(in: bytes, depth: depth + 1) else { return nil }
      fields.append(field)
    } while skip(UInt8(ascii: ","), in: bytes)
    return skip(UInt8(ascii: "}"), in: bytes) ? .object(fields) : nil
  }

  private mutating func array(in bytes: Span<UInt8>, depth: Int) -> JSONValue? {
    position += 1
    var values: [JSONValue] = []
    guard !skip(UInt8(ascii: "]"), in: bytes) else { return .array([]) }
    repeat {
      guard let value = value(in: bytes, depth: depth + 1) else { return nil }
      values.append(value)
    } while skip(UInt8(ascii: ","), in: bytes)
    return skip(UInt8(ascii: "]"), in: bytes) ? .array(values) : nil
  }
}

extension JSONScanner {
  /// Reads a number; one that is no 64-bit integer is kept as its text.
  private mutating func number(in bytes: Span<UInt8>) -> JSONValue? {
    let start = position
    let isNegative = skip(UInt8(ascii: "-"), in: bytes)
    if let whole = natural(in: bytes), !isNumberPart(in: bytes) {
      return .integer(isNegative ? -whole : whole)
    }
    position = start
    while isNumberPart(in: bytes) { position += 1 }
    guard let text = text(in: bytes, from: start, to: position), Double(text) != nil else {
      return nil
    }
    return Int64(text).map(JSONValue.integer) ?? .number(text)
  }

  private func isNumberPart(in bytes: Span<UInt8>) -> Bool {
    guard position < end else { return false }
    switch bytes[position] {
    case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"):
      return true
    default: return false
    }
  }

  /// Reads a quoted text.
  mutating func string(in bytes: Span<UInt8>) -> String? {
    guard skip(UInt8(ascii: "\""), in: bytes) else { return nil }
    let start = position
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return text(in: bytes, from: start, to: position - 1)
      }
      if byte == UInt8(ascii: "\\") { return escapedString(in: bytes, from: start) }
      guard byte >= 0x20 else { return nil }
      position += 1
    }
    return nil
  }

  /// Bytes as text; nil where they are no UTF-8.
  private func text(in bytes: Span<UInt8>, from start: Int, to end: Int) -> String? {
    guard let valid = try? UTF8Span(validating: bytes.extracting(start..<end)) else { return nil }
    return String(copying: valid)
  }

  /// Goes on with a text at its first backslash.
  private mutating func escapedString(in bytes: Span<UInt8>, from start: Int) -> String? {
    var read: [UInt8] = []
    for index in start..<position { read.append(bytes[index]) }
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(validating: read, as: UTF8.self) }
      guard byte >= 0x20 else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        read.append(byte)
        continue
      }
      guard let scalar = escape(in: bytes) else { return nil }
      read.append(contentsOf: String(Character(scalar)).utf8)
    }
    return nil
  }

  /// Reads what follows a backslash.
  private mutating func escape(in bytes: Span<UInt8>) -> Unicode.Scalar? {
    guard position < end else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return unicodeEscape(in: bytes)
    default: return nil
    }
  }

  private mutating func unicodeEscape(in bytes: Span<UInt8>) -> Unicode.Scalar? {
    guard let first = fourDigits(in: bytes) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard skip(UInt8(ascii: "\\"), in: bytes), skip(UInt8(ascii: "u"), in: bytes),
      let second = fourDigits(in: bytes), (0xDC00..<0xE000).contains(second)
    else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func fourDigits(in bytes: Span<UInt8>) -> UInt32? {
    guard position + 4 <= end else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
