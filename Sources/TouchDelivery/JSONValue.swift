internal import FoundationEssentials

/// A JSON text, read for looking things up.
indirect enum JSONValue: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads a whole text; nil when it is no JSON.
  ///
  /// Some Chinese gateways answer in GBK: their codes are read, their words are blanked.
  init?(bytes: [UInt8]) {
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    let readable = isUTF8 ? bytes : Self.withoutGBK(bytes)
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(readable)) else {
      return nil
    }
    self = value
  }

  /// The text with a question mark for each character of GBK or GB18030: a second byte may look like
  /// a backslash or a brace.
  private static func withoutGBK(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] >= 0x80 else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result.append(UInt8(ascii: "?"))
      let isLong = index + 1 < bytes.count && (0x30...0x39).contains(bytes[index + 1])
      index += isLong ? 4 : 2
    }
    return result
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The value at a dotted path, list places counted from 0; nil when there is none.
  func value(at path: String) -> JSONValue? {
    var present = self
    for part in path.split(separator: ".") {
      switch present {
      case .object(let members):
        guard let next = members[String(part)] else { return nil }
        present = next
      case .array(let elements):
        guard let index = Int(part), elements.indices.contains(index) else { return nil }
        present = elements[index]
      default: return nil
      }
    }
    return present
  }

  /// A plain value as text; nil for null, lists and objects.
  var text: String? {
    switch self {
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .string(let value): value
    case .null, .array, .object: nil
    }
  }
}
