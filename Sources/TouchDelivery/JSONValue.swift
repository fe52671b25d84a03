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
  init?(bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      return nil
    }
    self = value
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
