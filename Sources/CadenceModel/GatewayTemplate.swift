/// A text with `{{placeholders}}`, taken apart.
package struct GatewayTemplate: Hashable, Sendable {
  /// A stretch of a template.
  package enum Piece: Hashable, Sendable {
    case literal(String)
    case placeholder(String)

    /// The literal, or a harmless stand-in for a placeholder's value.
    package var sample: String {
      switch self {
      case .literal(let text): text
      case .placeholder: "="
      }
    }
  }

  /// The stretches in order, none of the literals empty.
  package let pieces: [Piece]

  /// Takes a text apart; `{{` without `}}` is literal text, blanks around a name are dropped.
  package init(_ text: String) {
    var pieces: [Piece] = []
    var literal = ""
    var rest = text[...]
    while let open = Self.index(of: "{{", in: rest) {
      let inner = rest[open...].dropFirst(2)
      guard let close = Self.index(of: "}}", in: inner) else { break }
      literal += rest[..<open]
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = ""
      pieces.append(.placeholder(inner[..<close].filter { $0 != " " }))
      rest = inner[close...].dropFirst(2)
    }
    literal += rest
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    self.pieces = pieces
  }

  private static func index(of pair: String, in text: Substring) -> Substring.Index? {
    guard let wanted = pair.first else { return nil }
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == wanted, text[index...].hasPrefix(pair) { return index }
      index = text.index(after: index)
    }
    return nil
  }
}
