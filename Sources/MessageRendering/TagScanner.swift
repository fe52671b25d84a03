import CadenceModel

/// Reads the `{{…}}` tags of a template with their places, which swift-mustache keeps to itself.
///
/// Only what a message needs is allowed: variables, sections, inverted sections and comments.
/// Includes, other delimiters, unescaped values and transforms are refused, so that no template can
/// loop, grow without bound or put raw data into HTML.
struct TagScanner {
  private var rest: ArraySlice<Character>
  private var place: SourcePlace
  private(set) var tags: [TemplateTag] = []
  private(set) var findings: [Diagnostic] = []

  /// Scans a source that begins at `place` and has only `\n` as line ends.
  init(_ source: String, at place: SourcePlace) {
    rest = Array(source)[...]
    self.place = place
    while let character = rest.first {
      if isNext("{{") {
        readTag()
      } else if isNext("}}") {
        findings.append(self.place.error("“}}” without “{{”"))
        skip(2)
      } else {
        if character == "{" { noticeSingleBraces() }
        skip(1)
      }
    }
  }

  private func isNext(_ text: String) -> Bool { rest.starts(with: text) }

  private mutating func skip(_ count: Int) {
    for character in rest.prefix(count) { place.advance(over: character) }
    rest = rest.dropFirst(count)
  }

  private mutating func readTag() {
    let start = place
    skip(2)
    var inner: [Character] = []
    while !rest.isEmpty, !isNext("}}"), !isNext("{{") {
      inner.append(rest[rest.startIndex])
      skip(1)
    }
    guard isNext("}}") else {
      findings.append(start.error("this “{{” is never closed by “}}”"))
      return
    }
    skip(2)
    guard let sigil = inner.first else {
      findings.append(start.error("“{{}}” names nothing"))
      return
    }
    switch sigil {
    case "!": return
    case "#": add(.section, inner.dropFirst(), start)
    case "^": add(.inverted, inner.dropFirst(), start)
    case "/": add(.close, inner.dropFirst(), start)
    case "{", "&":
      findings.append(start.error("unescaped values are not allowed; write {{name}}"))
      if sigil == "{", rest.first == "}" { skip(1) }
    case ">", "<", "$", "=", "%":
      findings.append(start.error("“{{\(sigil)” (includes, delimiters) is not supported"))
    default: add(.variable, inner[...], start)
    }
  }

  private mutating func add(
    _ kind: TemplateTag.Kind, _ inner: ArraySlice<Character>, _ start: SourcePlace
  ) {
    var name = inner
    while let first = name.first, first.isWhitespace { name.removeFirst() }
    while let last = name.last, last.isWhitespace { name.removeLast() }
    tags.append(TemplateTag(kind: kind, name: String(name), place: start))
  }

  /// `{name}` would reach the customer as it stands.
  private mutating func noticeSingleBraces() {
    let name = String(rest.dropFirst().prefix { $0.isLetter || $0 == "_" })
    guard TemplateVariable(rawValue: name) != nil,
      rest.dropFirst(name.count + 1).first == "}"
    else { return }
    findings.append(place.error("write {{\(name)}} with two braces on each side"))
  }
}
