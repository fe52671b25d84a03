/// A message or a part of one, taken apart as far as reports need it.
///
/// Damaged input gives fewer fields and parts, never a crash.
struct MailPart {
  /// Names in lower case, values unfolded, as bytes: some programs write them in an encoding of their own.
  private var fields: [(name: String, bytes: [UInt8])] = []
  /// What follows the empty line.
  let body: ArraySlice<UInt8>

  /// At most so many parts of a message, and fields of a part, are looked at.
  private static let most = 200

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while fields.count < Self.most, let line = Self.line(&rest), !line.isEmpty {
      if let first = line.first, first == 0x20 || first == 0x09 {
        if !fields.isEmpty { fields[fields.count - 1].bytes += [0x20] + line.dropFirst() }
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        fields.append(
          (String(decoding: line[..<colon], as: UTF8.self).lowercased(), Array(value)))
      }
    }
    body = rest
  }

  /// The first field of a name.
  func header(_ name: String) -> String? {
    headerBytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first field of a name as it stands there.
  func headerBytes(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.bytes }

  /// Whom the message was for, the mail system's own notes first.
  var recipients: [String] {
    ["x-original-to", "delivered-to", "envelope-to", "to"].flatMap { name in
      fields.filter { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
  }

  /// The kind of content with its parameters.
  var contentType: MailContentType { MailContentType(header("content-type") ?? "text/plain") }

  /// The parts between the boundaries.
  func parts(_ boundary: String) -> [MailPart] {
    let delimiter = Array("--\(boundary)".utf8)
    var parts: [MailPart] = []
    var rest = body
    var start: Int?
    while parts.count < Self.most {
      let begin = rest.startIndex
      guard let line = Self.line(&rest) else { break }
      guard line.starts(with: delimiter) else { continue }
      if let start { parts.append(MailPart(body[start..<begin])) }
      start = rest.startIndex
      if line.dropFirst(delimiter.count).starts(with: "--".utf8) { return parts }
    }
    if let start { parts.append(MailPart(body[min(start, body.endIndex)...])) }
    return parts
  }

  /// Groups of fields with empty lines between them, as a delivery status has them.
  var fieldGroups: [ArraySlice<UInt8>] {
    var groups: [ArraySlice<UInt8>] = []
    var rest = body
    var start = rest.startIndex
    while groups.count < Self.most {
      let begin = rest.startIndex
      guard let line = Self.line(&rest) else { break }
      guard line.isEmpty else { continue }
      if begin > start { groups.append(body[start..<begin]) }
      start = rest.startIndex
    }
    if start < body.endIndex { groups.append(body[start...]) }
    return groups
  }

  /// Takes the next line, without its end; nil when there is none.
  private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: 10) ?? rest.endIndex
    var line = rest[rest.startIndex..<end]
    rest = end < rest.endIndex ? rest[(end + 1)...] : rest[end...]
    if line.last == 13 { line.removeLast() }
    return line
  }
}

/// `multipart/report; report-type=delivery-status; boundary="x"`.
struct MailContentType {
  /// Type and subtype in lower case.
  let kind: String
  private var parameters: [(name: String, value: String)] = []

  init(_ text: String) {
    var pieces: [String] = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" { isQuoted.toggle() }
      if scalar == ";", !isQuoted {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].unicodeScalars.append(scalar)
      }
    }
    kind = Self.trimmed(pieces[0]).lowercased()
    for piece in pieces.dropFirst() {
      let sides = piece.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { continue }
      let value = Self.trimmed(String(sides[1]))
      let isInQuotes = value.utf8.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
      parameters.append(
        (
          Self.trimmed(String(sides[0])).lowercased(),
          isInQuotes ? String(value.dropFirst().dropLast()) : value
        ))
    }
  }

  /// A parameter's value; nil where there is none, or an empty one.
  subscript(name: String) -> String? {
    parameters.first { $0.name == name && !$0.value.isEmpty }?.value
  }

  private static func trimmed(_ text: String) -> String {
    var part = text.unicodeScalars[...]
    while let first = part.first, first.properties.isWhitespace { part.removeFirst() }
    while let last = part.last, last.properties.isWhitespace { part.removeLast() }
    return String(String.UnicodeScalarView(part))
  }
}
