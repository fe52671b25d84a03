/// JSON as a gateway sends it, read into the leaves by dotted path, with everything refused that readers
/// disagree about: the same key twice, lone surrogates, numbers beyond all bounds, great depth
/// (RFC 8259, sections 4, 6, 8 and 9).
struct StrictJSON {
  typealias Leaf = (path: String, value: String)

  private static let deepest = 16
  private static let mostLeaves = 4096
  private var rest: ArraySlice<UInt8>
  private var leaves: [Leaf] = []

  /// The leaves of an object, or of each object in a list; nil for anything else.
  static func objects(_ bytes: [UInt8]) -> [[Leaf]]? {
    var reader = StrictJSON(rest: bytes[...])
    reader.skipBlanks()
    var objects: [[Leaf]] = []
    if reader.rest.first == UInt8(ascii: "[") {
      reader.rest.removeFirst()
      repeat {
        reader.skipBlanks()
        guard let object = reader.object() else { return nil }
        objects.append(object)
        reader.skipBlanks()
      } while reader.eat(",")
      guard reader.eat("]"), objects.count <= 1000 else { return nil }
    } else {
      guard let object = reader.object() else { return nil }
      objects = [object]
    }
    reader.skipBlanks()
    return reader.rest.isEmpty ? objects : nil
  }

  private mutating func object() -> [Leaf]? {
    leaves = []
    guard rest.first == UInt8(ascii: "{"), value("", 1) else { return nil }
    return leaves
  }

  private mutating func value(_ path: String, _ depth: Int) -> Bool {
    guard depth <= Self.deepest, leaves.count <= Self.mostLeaves else { return false }
    skipBlanks()
    switch rest.first {
    case UInt8(ascii: "{"): return members(path, depth)
    case UInt8(ascii: "["): return elements(path, depth)
    case UInt8(ascii: "\""):
      guard let text = string() else { return false }
      leaves.append((path, text))
      return true
    default: return scalar(path)
    }
  }

  private mutating func members(_ path: String, _ depth: Int) -> Bool {
    rest.removeFirst()
    skipBlanks()
    if eat("}") { return true }
    var names: Set<String> = []
    repeat {
      skipBlanks()
      guard let name = string(), names.insert(name).inserted else { return false }
      skipBlanks()
      guard eat(":"), value(path.isEmpty ? name : "\(path).\(name)", depth + 1) else {
        return false
      }
      skipBlanks()
    } while eat(",")
    return eat("}")
  }

  private mutating func elements(_ path: String, _ depth: Int) -> Bool {
    rest.removeFirst()
    skipBlanks()
    if eat("]") { return true }
    var index = 0
    repeat {
      guard value("\(path).\(index)", depth + 1) else { return false }
      index += 1
      skipBlanks()
    } while eat(",")
    return eat("]")
  }

  private mutating func scalar(_ path: String) -> Bool {
    let word = rest.prefix { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "+-.".utf8.contains(byte)
      }
    }
    rest = rest.dropFirst(word.count)
    let text = String(decoding: word, as: UTF8.self)
    switch text {
    case "true", "false": leaves.append((path, text))
    case "null": break
    default:
      guard Self.isNumber(word) else { return false }
      leaves.append((path, text))
    }
    return true
  }

  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var digits = word
    if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
    guard let first = digits.first, (0x30...0x39).contains(first),
      !(first == 0x30 && digits.dropFirst().first.map { (0x30...0x39).contains($0) } ?? false),
      word.last.map({ (0x30...0x39).contains($0) }) ?? false,
      !word.dropFirst().contains(where: { (0x41...0x5A).contains($0 & 0xDF) && $0 & 0xDF != 0x45 }),
      let number = Double(String(decoding: word, as: UTF8.self))
    else { return false }
    return number.isFinite
  }

  private mutating func string() -> String? {
    guard eat("\"") else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): if !escape(into: &bytes) { return nil }
      case 0..<0x20: return nil
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(into bytes: inout [UInt8]) -> Bool {
    switch rest.popFirst() {
    case UInt8(ascii: "n"): bytes.append(10)
    case UInt8(ascii: "r"): bytes.append(13)
    case UInt8(ascii: "t"): bytes.append(9)
    case UInt8(ascii: "b"): bytes.append(8)
    case UInt8(ascii: "f"): bytes.append(12)
    case UInt8(ascii: "u"):
      guard let scalar = unicode() else { return false }
      bytes += Array(String(scalar).utf8)
    case .some(let byte) where "\"\\/".utf8.contains(byte): bytes.append(byte)
    default: return false
    }
    return true
  }

  private mutating func unicode() -> Unicode.Scalar? {
    guard let first = unit() else { return nil }
    guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
    guard eat("\\"), eat("u"), let second = unit(), (0xDC00...0xDFFF).contains(second) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func unit() -> UInt32? {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    guard digits.count == 4, digits.allSatisfy({ ($0 | 0x20) > 0x2F }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func eat(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipBlanks() {
    rest = rest.drop { $0 == 0x20 || $0 == 10 || $0 == 13 || $0 == 9 }
  }
}
