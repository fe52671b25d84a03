import CadenceModel
import Yams

/// Reads the bytes of a YAML file into nodes with places.
///
/// Nothing is typed here: `no`, `1:30` and `010` stay the texts that they are, and each key's own
/// form judges them. Tags, anchors, aliases and keys that are no plain text are refused.
enum YAMLDocument {
  /// Bytes beyond which a file is refused unread.
  static let mostBytes = 1 << 20
  /// Values beyond which a file is refused.
  private static let mostNodes = 50_000
  /// Levels beyond which a file is refused.
  private static let mostLevels = 32

  /// The root of the only document; nil when a finding says why not.
  static func read(_ bytes: [UInt8], _ findings: inout ConfigFindings) -> ConfigNode? {
    guard let text = text(of: bytes, &findings), let marks = marks(text, &findings) else {
      return nil
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.nextRoot() else {
        findings.error("the file is empty", at: .start)
        return nil
      }
      if let second = try parser.nextRoot() {
        findings.error(
          "a second document begins here; write one per file", at: position(second))
        return nil
      }
      if let text = root.scalar?.string, ["", "~"].contains(text) {
        findings.error("the file is empty", at: .start)
        return nil
      }
      var count = 0
      return convert(root, level: 0, marks, &count, &findings)
    } catch let error as YamlError {
      report(error, &findings)
    } catch {
      findings.error("the file cannot be read as YAML", at: .start)
    }
    return nil
  }

  /// The file's text, if it is UTF-8 without characters that YAML or an editor would hide.
  private static func text(of bytes: [UInt8], _ findings: inout ConfigFindings) -> String? {
    guard bytes.count <= mostBytes else {
      findings.error("the file has more than 1 MiB; settings never do", at: .start)
      return nil
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      findings.error("the file is UTF-16; save it as UTF-8", at: .start)
      return nil
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
      findings.error("not UTF-8; save the file as UTF-8", at: badByte(in: body))
      return nil
    }
    return text
  }

  /// Where the first byte stands that is no UTF-8: lines and columns counted on what precedes it.
  private static func badByte(in bytes: ArraySlice<UInt8>) -> ConfigPosition {
    var position = ConfigPosition.start
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard String(validating: line, as: UTF8.self) != nil else {
        // Each prefix that ends inside a character is bad too, so the longest good one counts.
        let good = line.indices.last { String(validating: line[..<$0], as: UTF8.self) != nil }
        let head = String(validating: line[..<(good ?? line.startIndex)], as: UTF8.self) ?? ""
        position.column = head.unicodeScalars.count + 1
        return position
      }
      position.line += 1
    }
    return .start
  }

  /// Refuses characters that break lines unseen and aliases, before the parser sees either; answers
  /// where `!` begins a value or key, nil when something was refused.
  ///
  /// Yams gives a tag to every key, so that one that was written shows only in the text.
  /// Aliases must not reach it: as the key of a map they are hashed, and a few hundred bytes of
  /// nested ones take for ever.
  private static func marks(
    _ text: String, _ findings: inout ConfigFindings
  ) -> Set<ConfigPosition>? {
    var marks: Set<ConfigPosition> = []
    var position = ConfigPosition.start
    var before: Unicode.Scalar = "\n"
    var alias: ConfigPosition?
    var pending: ConfigPosition?
    var hasAnchor = false
    for scalar in text.unicodeScalars {
      if let mark = pending, isNameScalar(scalar) { alias = alias ?? mark }
      pending = nil
      switch scalar {
      case _ where HiddenCharacter.isHidden(scalar):
        findings.error(HiddenCharacter.complaint(scalar), at: position)
        return nil
      case "*" where "\n-?:,[{".unicodeScalars.contains(before): pending = position
      case "!" where "\n-?:,[{".unicodeScalars.contains(before): marks.insert(position)
      case "&": hasAnchor = true
      default: break
      }
      if scalar == "\n" {
        position = ConfigPosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
      if scalar != " ", scalar != "\t", scalar != "\r" { before = scalar }
    }
    guard let alias, hasAnchor else { return marks }
    findings.error("aliases (*name) are not read here; write the value out", at: alias)
    return nil
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }
}

extension YAMLDocument {
  /// Yams's node as ours; nil when it holds something that is refused.
  private static func convert(
    _ node: Node, level: Int, _ marks: Set<ConfigPosition>, _ count: inout Int,
    _ findings: inout ConfigFindings
  ) -> ConfigNode? {
    let place = position(node)
    count += 1
    guard level <= mostLevels, count <= mostNodes else {
      if count <= mostNodes + 1 { findings.error("too deep or too much for settings", at: place) }
      count = mostNodes + 2
      return nil
    }
    guard !hasForeignTag(node) else {
      findings.error("tags (!…) are not read here; leave it out", at: place)
      return nil
    }
    guard node.anchor == nil else {
      findings.error("anchors (&name) are not read here; leave it out", at: place)
      return nil
    }
    switch node {
    case .scalar(let scalar):
      // Written as an escape ("\u202e"), it got past the look at the file's own characters.
      if let hidden = scalar.string.unicodeScalars.first(where: HiddenCharacter.isHidden) {
        findings.error(HiddenCharacter.complaint(hidden), at: place)
        return nil
      }
      let isPlain = scalar.style == .plain || scalar.style == .any
      return ConfigNode(content: .scalar(scalar.string, isPlain: isPlain), position: place)
    case .sequence(let sequence):
      let items = sequence.compactMap { convert($0, level: level + 1, marks, &count, &findings) }
      guard items.count == sequence.count else { return nil }
      return ConfigNode(content: .list(items), position: place)
    case .mapping(let mapping):
      var entries: [ConfigNode.Entry] = []
      for (key, value) in mapping {
        guard !marks.contains(position(key)) else {
          findings.error("tags (!…) are not read here; leave it out", at: position(key))
          continue
        }
        guard let text = key.scalar?.string, isUntagged(key), key.anchor == nil,
          !text.unicodeScalars.contains(where: HiddenCharacter.isHidden)
        else {
          findings.error("a key must be a plain text", at: position(key))
          continue
        }
        guard let value = convert(value, level: level + 1, marks, &count, &findings) else {
          continue
        }
        entries.append(ConfigNode.Entry(key: text, position: position(key), value: value))
      }
      guard entries.count == mapping.count else { return nil }
      return ConfigNode(content: .map(entries), position: place)
    case .alias:
      findings.error("aliases (*name) are not read here; write the value out", at: place)
      return nil
    }
  }

  /// Whether a key has no tag but the one that Yams gives it when it looks for equal ones.
  private static func isUntagged(_ key: Node) -> Bool {
    let tag = key.scalar?.tag.rawValue
    return tag == Tag.Name.str.rawValue || tag == Tag.Name.implicit.rawValue
  }

  /// Whether a tag was written; Yams itself gives `str` to texts in quotation marks.
  private static func hasForeignTag(_ node: Node) -> Bool {
    switch node {
    case .scalar(let scalar):
      let isText = scalar.tag.rawValue == Tag.Name.str.rawValue && scalar.style != .plain
      return !isText && scalar.tag.rawValue != Tag.Name.implicit.rawValue
    case .sequence(let sequence): return sequence.tag.rawValue != Tag.Name.implicit.rawValue
    case .mapping(let mapping): return mapping.tag.rawValue != Tag.Name.implicit.rawValue
    case .alias: return false
    }
  }

  /// What to write instead, where the parser's words do not say it.
  private static func hint(_ problem: String) -> String {
    if problem.contains("found character that cannot start any token") {
      return "; indent with spaces, not tabs, and quote texts that begin with @ or %"
    }
    return problem.contains("tab character") ? "; indent with spaces, not tabs" : ""
  }

  /// Our words for what we would have refused as well, had the parser let it through.
  private static func ownWords(_ problem: String) -> String? {
    if problem.contains("nesting level") { return "too deep or too much for settings" }
    if problem.contains("undefined alias") {
      return "aliases (*name) are not read here; write the value out"
    }
    return problem.contains("undefined tag handle")
      ? "tags (!…) are not read here; leave it out" : nil
  }

  private static func position(_ node: Node) -> ConfigPosition {
    ConfigPosition(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// The parser's own complaint, without the excerpt that Yams adds.
  private static func report(_ error: YamlError, _ findings: inout ConfigFindings) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = ConfigPosition(line: mark.line, column: mark.column)
      let words = context.map { "\($0.text), \(problem)" } ?? problem
      findings.error(ownWords(problem) ?? "YAML: \(words)\(hint(problem))", at: place)
    case .duplicatedKeysInMapping(let keys, let context):
      let place = ConfigPosition(line: context.mark.line, column: context.mark.column)
      findings.error("“\(keys.joined(separator: "”, “"))” is given twice", at: place)
    case .reader(let problem, _, _, _): findings.error("YAML: \(problem)", at: .start)
    default: findings.error("the file cannot be read as YAML", at: .start)
    }
  }
}
