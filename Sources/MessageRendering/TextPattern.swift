package import CadenceModel
import Mustache

/// A compiled text with variables: a subject, a body, or an HTML part.
package struct TextPattern: Sendable {
  /// Whether values are escaped for HTML.
  package enum Markup: Sendable {
    case text, html
  }

  /// The names as they nest, which swift-mustache keeps to itself.
  indirect enum Node: Sendable {
    case variable(TemplateVariable)
    case section(TemplateVariable, inverted: Bool, inner: [Node])
  }

  /// The source, with `\n` line ends.
  package let source: String
  /// Where the source begins.
  package let place: SourcePlace
  let nodes: [Node]
  private let engine: MustacheTemplate

  /// Compiles a source, or adds what is wrong with it to `findings` and gives nil.
  package static func compile(
    _ source: String, as markup: Markup, at place: SourcePlace, findings: inout [Diagnostic]
  ) -> TextPattern? {
    let scanner = TagScanner(source, at: place)
    var found = scanner.findings
    var tags = scanner.tags[...]
    let nodes = nest(&tags, inside: nil, findings: &found)
    findings += found
    guard found.isEmpty else { return nil }
    let pragma = markup == .text ? "{{% CONTENT_TYPE:TEXT}}\n" : ""
    do {
      let engine = try MustacheTemplate(string: pragma + source)
      return TextPattern(source: source, place: place, nodes: nodes, engine: engine)
    } catch {
      findings.append(place.error("this is not a valid Mustache template"))
      return nil
    }
  }

  /// Sections in one another; no text for people needs so many.
  private static let mostLevels = 8

  private static func nest(
    _ tags: inout ArraySlice<TemplateTag>, inside open: TemplateTag?, level: Int = 0,
    findings: inout [Diagnostic]
  ) -> [Node] {
    var nodes: [Node] = []
    if let open, level > mostLevels {
      // The rest would only repeat it, and thousands of levels would take the thread's stack.
      findings.append(open.place.error("sections stand in one another \(mostLevels) deep at most"))
      tags = []
      return nodes
    }
    while let tag = tags.popFirst() {
      if tag.kind == .close {
        if let open, open.name == tag.name { return nodes }
        let wanted = open.map { "; “{{/\($0.name)}}” is expected here" } ?? ""
        findings.append(tag.place.error("“{{/\(tag.name)}}” closes nothing\(wanted)"))
        if open != nil { return nodes }
        continue
      }
      let variable = TemplateVariable(rawValue: tag.name)
      if variable == nil {
        findings.append(tag.place.error(unknown(tag.name)))
      }
      switch tag.kind {
      case .variable: if let variable { nodes.append(.variable(variable)) }
      case .section, .inverted:
        let inner = nest(&tags, inside: tag, level: level + 1, findings: &findings)
        if let variable {
          nodes.append(.section(variable, inverted: tag.kind == .inverted, inner: inner))
        }
      case .close: break
      }
    }
    if let open, !findings.contains(where: { $0.text.contains("deep at most") }) {
      findings.append(open.place.error("this section is never closed by “{{/\(open.name)}}”"))
    }
    return nodes
  }

  private static func unknown(_ name: String) -> String {
    let names = TemplateVariable.allCases.map(\.rawValue)
    return "unknown variable “\(name)”\(NearestName.hint(name, in: names))"
  }

  /// Every variable that is printed somewhere, in order of first appearance.
  package var printedVariables: [TemplateVariable] {
    var found: [TemplateVariable] = []
    func walk(_ nodes: [Node]) {
      for node in nodes {
        switch node {
        case .variable(let variable): if !found.contains(variable) { found.append(variable) }
        case .section(_, _, let inner): walk(inner)
        }
      }
    }
    walk(nodes)
    return found
  }

  /// Every variable that is named at all, in sections too.
  var namedVariables: Set<TemplateVariable> {
    var found: Set<TemplateVariable> = []
    func walk(_ nodes: [Node]) {
      for node in nodes {
        switch node {
        case .variable(let variable): found.insert(variable)
        case .section(let variable, _, let inner):
          found.insert(variable)
          walk(inner)
        }
      }
    }
    walk(nodes)
    return found
  }

  /// The first variable that would be printed for these values although it has none.
  package func missingVariable(in context: MessageContext) -> TemplateVariable? {
    func walk(_ nodes: [Node]) -> TemplateVariable? {
      for node in nodes {
        switch node {
        case .variable(let variable): if context[variable] == nil { return variable }
        case .section(let variable, let inverted, let inner):
          if (context[variable] != nil) != inverted, let missing = walk(inner) { return missing }
        }
      }
      return nil
    }
    return walk(nodes)
  }

  /// The text for these values; never with a hole in it.
  package func render(_ context: MessageContext) throws(RenderFailure) -> String {
    if let missing = missingVariable(in: context) { throw .missingValue(missing) }
    return engine.render(Values(context: context))
  }

  /// Answers the engine's questions without reflection.
  private struct Values: MustacheParent {
    let context: MessageContext

    func child(named name: String) -> Any? {
      TemplateVariable(rawValue: name).flatMap { context[$0] }.map(Value.init)
    }
  }

  /// One value; as a section it is simply present.
  private struct Value: MustacheParent, MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }

    init(_ text: String) { renderText = text }

    func child(named: String) -> Any? { nil }
  }
}
