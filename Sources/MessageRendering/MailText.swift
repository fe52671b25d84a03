/// The text of a message, wherever in its parts it stands.
enum MailText {
  /// Parts within parts are looked into so deep.
  private static let deepest = 10
  private static let mostScalars = 200_000

  /// The first plain text; without one, the words of the first HTML part.
  static func of(_ message: MailPart, _ decode: MailReply.Decoder) -> String {
    var plain: String?
    var rich: String?
    collect(message, 0, decode, &plain, &rich)
    return plain ?? rich ?? ""
  }

  private static func collect(
    _ part: MailPart, _ depth: Int, _ decode: MailReply.Decoder, _ plain: inout String?,
    _ rich: inout String?
  ) {
    guard depth < deepest, plain == nil else { return }
    let type = part.contentType
    if type.kind.hasPrefix("multipart/"), let boundary = type["boundary"] {
      let parts = part.parts(boundary)
      if !parts.isEmpty {
        for inner in parts { collect(inner, depth + 1, decode, &plain, &rich) }
        return
      }
      // No boundary is found: what stands there is better than nothing.
    } else if !["text/plain", "text/html"].contains(type.kind), !type.kind.hasPrefix("multipart/") {
      return
    }
    let disposition = part.header("content-disposition")?.lowercased() ?? ""
    guard !disposition.hasPrefix("attachment") else { return }
    let bytes = TransferDecoding.bytes(part.body, part.header("content-transfer-encoding") ?? "")
    let text = decode(bytes[...], type["charset"]?.lowercased() ?? "")
    let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(mostScalars)))
    let words = type.kind == "text/html" ? MarkupText.words(of: cut) : cut
    guard !words.allSatisfy(\.isWhitespace) else { return }
    if type.kind == "text/html" { rich = rich ?? words } else { plain = words }
  }
}

/// The words of an HTML text: enough to read what a customer wrote, no more.
enum MarkupText {
  /// The text up to what it quotes, a line for each block.
  static func words(of html: String) -> String {
    let source = Array(html.unicodeScalars)
    var text = String.UnicodeScalarView()
    var place = 0
    while place < source.count {
      let scalar = source[place]
      if scalar == "<" {
        let tag = tag(source, place)
        if isQuote(tag) { break }
        if breaks.contains(name(tag)) { text.append("\n") }
        place += tag.unicodeScalars.count + 2
        if !tag.hasPrefix("/"), let end = hidden[name(tag)] { place = skip(source, place, to: end) }
      } else if scalar == "&" {
        let (character, length) = entity(source, place)
        text.append(character)
        place += length
      } else {
        text.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
        place += 1
      }
    }
    return String(text)
  }

  /// What stands between `<` and `>`.
  private static func tag(_ source: [Unicode.Scalar], _ start: Int) -> String {
    let inside = source[(start + 1)...].prefix { $0 != ">" }
    return String(String.UnicodeScalarView(inside))
  }

  private static func name(_ tag: String) -> String {
    String(tag.lowercased().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
  }

  private static func isQuote(_ tag: String) -> Bool {
    let lowered = tag.lowercased()
    return name(tag) == "blockquote" || name(tag) == "includetail"
      || quoteMarks.contains { lowered.contains($0) }
  }

  private static func skip(_ source: [Unicode.Scalar], _ start: Int, to end: String) -> Int {
    let end = Array(end.unicodeScalars)
    var place = start
    while place + end.count <= source.count {
      let piece = source[place..<place + end.count]
      if String(String.UnicodeScalarView(piece)).lowercased()
        == String(String.UnicodeScalarView(end))
      {
        return place
      }
      place += 1
    }
    return source.count
  }

  /// The character of an entity and how long it is; a lone `&` stands for itself.
  private static func entity(_ source: [Unicode.Scalar], _ start: Int) -> (Unicode.Scalar, Int) {
    let inside = source[(start + 1)...].prefix(9).prefix { $0 != ";" }
    let end = start + 1 + inside.count
    guard end < source.count, source[end] == ";" else { return ("&", 1) }
    let name = String(String.UnicodeScalarView(inside)).lowercased()
    let length = inside.count + 2
    if let known = entities[name] { return (known, length) }
    let number =
      name.hasPrefix("#x")
      ? UInt32(name.dropFirst(2), radix: 16)
      : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
    return number.flatMap { Unicode.Scalar($0) }.map { ($0, length) } ?? ("&", 1)
  }

  private static let breaks: Set<String> = ["br", "p", "div", "tr", "li", "h1", "h2", "h3", "hr"]
  private static let hidden = ["style": "</style", "script": "</script", "head": "</head"]
  private static let quoteMarks = ["gmail_quote", "divrplyfwdmsg", "appendonsend", "yahoo_quoted"]
  private static let entities: [String: Unicode.Scalar] = [
    "nbsp": " ", "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'",
  ]
}
