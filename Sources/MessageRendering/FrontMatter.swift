import CadenceModel

/// The lines between two `---` at the head of a template.
///
/// A small part of YAML on purpose: `key: value`, and under a key without value either indented
/// `key: value` lines or `- value` lines.
struct FrontMatter {
  /// A value and where it stands.
  struct Value {
    /// The interest, the gateway, or nil for a plain value.
    var key: String?
    var text: String
    var place: SourcePlace
  }

  static let keys = ["subject", "attachments", "template_id"]

  private(set) var values: [String: [Value]] = [:]
  private(set) var findings: [Diagnostic] = []
  /// What follows, and on which line it begins.
  private(set) var body: String
  private(set) var bodyLine = 1

  /// Splits a source with `\n` line ends.
  init(_ source: String, file: String) {
    body = source
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first.map(Self.isFence) == true else { return }
    guard let end = lines.dropFirst().firstIndex(where: Self.isFence) else {
      findings.append(
        SourcePlace(file: file).error("the front matter is never closed by a second “---”"))
      return
    }
    var key: String?
    for index in 1..<end {
      read(lines[index], at: SourcePlace(file: file, line: index + 1), under: &key)
    }
    body = lines[(end + 1)...].joined(separator: "\n")
    bodyLine = end + 2
  }

  private static func isFence(_ line: Substring) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  private mutating func read(_ line: Substring, at place: SourcePlace, under key: inout String?) {
    let content = line.drop(while: \.isWhitespace)
    var place = place
    place.column += line.count - content.count
    if content.isEmpty || content.first == "#" { return }
    if place.column > 1 || content.hasPrefix("- ") {
      guard let key else {
        findings.append(place.error("this indented line belongs to no key"))
        return
      }
      readNested(content, at: place, under: key)
    } else {
      key = readTop(content, at: place)
    }
  }

  private mutating func readTop(_ content: Substring, at place: SourcePlace) -> String? {
    guard let (name, value) = Self.pair(content, at: place) else {
      findings.append(place.error("“key: value” is expected here"))
      return nil
    }
    guard Self.keys.contains(name) else {
      let hint = NearestName.hint(name, in: Self.keys)
      findings.append(place.error("unknown key “\(name)”\(hint)"))
      return nil
    }
    guard values[name] == nil else {
      findings.append(place.error("“\(name)” stands here twice"))
      return nil
    }
    values[name] = value.text.isEmpty ? [] : [value]
    return name
  }

  private mutating func readNested(
    _ content: Substring, at place: SourcePlace, under key: String
  ) {
    if content.hasPrefix("- ") {
      var place = place
      place.column += 2
      values[key, default: []].append(Self.unquoted(content.dropFirst(2), at: place))
    } else if var (name, value) = Self.pair(content, at: place) {
      name = Self.unquoted(Substring(name), at: place).text
      value.key = name
      values[key, default: []].append(value)
    } else {
      findings.append(place.error("“key: value” or “- value” is expected here"))
    }
  }

  private static func pair(_ content: Substring, at place: SourcePlace) -> (String, Value)? {
    guard let colon = content.firstIndex(of: ":") else { return nil }
    let name = content[..<colon]
    var place = place
    place.column += name.count + 1
    return (String(name), unquoted(content[content.index(after: colon)...], at: place))
  }

  private static func unquoted(_ text: Substring, at place: SourcePlace) -> Value {
    var rest = text
    var place = place
    while let first = rest.first, first.isWhitespace {
      rest.removeFirst()
      place.column += 1
    }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    if rest.count >= 2, let quote = rest.first, quote == "\"" || quote == "'", rest.last == quote {
      rest = rest.dropFirst().dropLast()
      place.column += 1
    }
    return Value(key: nil, text: String(rest), place: place)
  }
}
