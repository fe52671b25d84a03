/// The head of a request, read so strictly that no two programs can read it differently: what smuggling
/// lives on is refused (RFC 9112, sections 2.2, 5 and 6).
package struct RequestHead: Sendable {
  /// `GET`, `HEAD`, `POST` or another name in capitals.
  package var method: String
  /// The target in origin form, from its `/`.
  package var target: String
  /// The fields in order, names in lower case.
  package var fields: [(name: String, value: String)] { pairs.map { ($0.name, $0.value) } }
  /// Bytes of the body.
  package var length: Int

  private var pairs: [Pair]

  private struct Pair: Sendable {
    var name: String
    var value: String
  }

  /// Reads a head, the empty line at its end included.
  package init(_ bytes: [UInt8]) throws(RequestFault) {
    guard bytes.count <= WebLimits.head else { throw .headTooLarge }
    guard bytes.count >= 4, bytes.suffix(4).elementsEqual([13, 10, 13, 10]) else {
      throw .malformed
    }
    guard var lines = Self.lines(bytes.dropLast(4)) else { throw .malformed }
    let line = lines.removeFirst().split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard line.count == 3, Self.isMethod(line[0]),
      line[2].elementsEqual("HTTP/1.1".utf8) || line[2].elementsEqual("HTTP/1.0".utf8),
      RequestTarget.isPlain(line[1])
    else { throw .malformed }
    guard lines.count <= WebLimits.fields else { throw .headTooLarge }
    method = String(decoding: line[0], as: UTF8.self)
    target = String(decoding: line[1], as: UTF8.self)
    length = 0
    pairs = []
    for field in lines { pairs.append(try Self.pair(field)) }
    try check(isNew: line[2].last == UInt8(ascii: "1"))
  }

  /// The field of a name, where it is there once.
  package subscript(name: String) -> String? {
    let found = pairs.filter { $0.name == name }
    return found.count == 1 ? found[0].value : nil
  }

  /// The head as it goes on to the decoder: one request, then the connection closes.
  var forwarded: String {
    let kept = pairs.filter { !Self.connectionFields.contains($0.name) }
    return "\(method) \(target) HTTP/1.1\r\n"
      + kept.map { "\($0.name): \($0.value)\r\n" }.joined() + "connection: close\r\n\r\n"
  }

  private static let connectionFields: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "te", "trailer", "http2-settings",
  ]

  /// The lines, which end with CRLF and nothing else; nil for a bare line feed.
  ///
  /// A carriage return inside a line is none of the bytes that its parts may have.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    var lines: [ArraySlice<UInt8>] = []
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      let isLast = line.endIndex == bytes.endIndex
      guard isLast || line.last == 13 else { return nil }
      lines.append(isLast ? line : line.dropLast())
    }
    return lines
  }

  private static func isMethod(_ bytes: ArraySlice<UInt8>) -> Bool {
    (1...16).contains(bytes.count) && bytes.allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// `name: value`; a blank before the name (folded line) or the colon is refused.
  private static func pair(_ line: ArraySlice<UInt8>) throws(RequestFault) -> Pair {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isToken)
    else { throw .malformed }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .malformed }
    return Pair(
      name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
      value: String(decoding: value, as: UTF8.self))
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private mutating func check(isNew: Bool) throws(RequestFault) {
    for name in Self.single where pairs.count(where: { $0.name == name }) > 1 { throw .malformed }
    // Chunked bodies, waiting for 100 and other protocols are not needed by anybody who calls here.
    for name in ["transfer-encoding", "expect", "upgrade"]
    where pairs.contains(where: { $0.name == name }) {
      throw .malformed
    }
    guard let host = self["host"] else {
      if isNew { throw .malformed }
      return try checkLength()
    }
    guard host.utf8.count <= 255, host.utf8.allSatisfy(Self.isHostByte) else { throw .malformed }
    try checkLength()
  }

  /// Fields whose second copy somebody might prefer to the first.
  private static let single = [
    "host", "content-length", "content-type", "content-encoding", "authorization", "webhook-id",
    "webhook-timestamp", "webhook-signature", "cookie",
  ]

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-._:[]".utf8.contains(byte)
    }
  }

  private mutating func checkLength() throws(RequestFault) {
    let hasBody = method == "POST" || method == "PUT" || method == "PATCH"
    guard let text = self["content-length"] else {
      if hasBody { throw .lengthRequired }
      return
    }
    guard !text.isEmpty, text.utf8.count <= 20,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .malformed }
    guard let length = Int(text), length <= WebLimits.body else { throw .bodyTooLarge }
    guard hasBody || length == 0 else { throw .malformed }
    if let encoding = self["content-encoding"], encoding.lowercased() != "identity" {
      throw .encoded
    }
    self.length = length
  }
}

/// Which targets are let in.
enum RequestTarget {
  /// Whether it is a plain path with a query: no host, no fragment, no way up, nothing hidden.
  static func isPlain(_ target: ArraySlice<UInt8>) -> Bool {
    guard target.first == UInt8(ascii: "/"),
      target.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !refused.contains($0) })
    else { return false }
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    guard let decoded = percentDecoded(path), percentDecoded(target) != nil else { return false }
    let hidden = decoded.count { $0 == UInt8(ascii: "/") } != path.count { $0 == UInt8(ascii: "/") }
    guard !hidden, decoded.allSatisfy({ $0 > 0x1F && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
    else { return false }
    return !decoded.split(separator: UInt8(ascii: "/")).contains { part in
      part.elementsEqual("..".utf8) || part.elementsEqual(".".utf8)
    }
  }

  private static let refused = Set("\"#<>\\^`{|}".utf8)

  /// The bytes behind percent signs; nil when a percent sign has no two digits.
  static func percentDecoded(_ text: ArraySlice<UInt8>, plusIsBlank: Bool = false) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
          return nil
        }
        result.append(high << 4 | low)
      } else {
        result.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return result
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
