package import CadenceModel
import FoundationEssentials
package import MessageRendering

/// Reads `templates/` from disk: every text, the files to attach, and what is wrong with them.
package enum TemplateFolder {
  /// The longest template that is read, 256 KiB.
  static let mostTemplateBytes = 256 * 1024
  /// The longest attachment that is read, 10 MiB: what mail servers take, base64 included.
  static let mostAttachmentBytes = 10 * 1024 * 1024

  /// What a folder gave.
  package struct Reading: Sendable {
    /// The valid texts.
    package var library: TemplateLibrary
    /// Findings with places, sorted; those of ``TemplateLint`` are not among them.
    package var findings: [Diagnostic]
    /// The bytes of texts and attachments.
    package var hash = GenerationHash()
  }

  /// Reads a folder; diagnostics call it `shownAs`.
  package static func read(_ path: String, shownAs: String = "templates") -> Reading {
    var findings: [Diagnostic] = []
    var hash = GenerationHash()
    var templates: [Template] = []
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      findings.append(
        Diagnostic(.error, file: shownAs, line: 1, column: 1, "this folder cannot be read"))
      return Reading(library: TemplateLibrary(), findings: findings)
    }
    for name in names.sorted() where !isIgnored(name) && name != "attachments" {
      guard let files = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
      else {
        findings.append(misplaced("\(shownAs)/\(name)", name))
        continue
      }
      for file in files.sorted() where !isIgnored(file) {
        let relative = "\(name)/\(file)"
        let shown = "\(shownAs)/\(relative)"
        guard let identity = identity(relative, shown, &findings),
          let source = source("\(path)/\(relative)", shown, &findings, &hash),
          let template = Template.parse(
            source, identity: identity, file: shown, findings: &findings)
        else { continue }
        // Tags mean the same in either case: `zh-cn` and `zh-CN`.
        if let other = templates.first(where: {
          $0.identity.name == identity.name
            && $0.identity.textID.lowercased() == identity.textID.lowercased()
        }) {
          findings.append(
            Diagnostic(.error, file: shown, "\(other.file) is the same text; remove one of them"))
          continue
        }
        templates.append(template)
      }
    }
    let files = attachments("\(path)/attachments", "\(shownAs)/attachments", &findings)
    for (name, bytes) in files { hash.add("templates/attachments/\(name)", bytes) }
    return Reading(
      library: TemplateLibrary(templates: templates, attachments: files),
      findings: findings.sorted(), hash: hash)
  }

  /// Editors' backups and hidden files are no templates.
  private static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasSuffix("~") || name.hasPrefix("#") || name.hasSuffix(".md")
  }

  private static func misplaced(_ shown: String, _ name: String) -> Diagnostic {
    if name.hasSuffix(".mustache") {
      return Diagnostic(
        .error, file: shown, "\(TemplateIdentity.PathProblem.notInAFolder)")
    }
    return Diagnostic(.warning, file: shown, "this file is not read: it is no template")
  }

  private static func identity(
    _ relative: String, _ shown: String, _ findings: inout [Diagnostic]
  ) -> TemplateIdentity? {
    switch TemplateIdentity.parse(path: relative) {
    case .success(let identity): return identity
    case .failure(let problem):
      findings.append(Diagnostic(.error, file: shown, "\(problem)"))
      return nil
    }
  }

  private static func source(
    _ path: String, _ shown: String, _ findings: inout [Diagnostic],
    _ hash: inout GenerationHash
  ) -> String? {
    guard let bytes = bytes(path, most: mostTemplateBytes, shown, &findings) else { return nil }
    hash.add("templates/" + path.split(separator: "/").suffix(2).joined(separator: "/"), bytes)
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let source = String(validating: text, as: UTF8.self) else {
      findings.append(
        Diagnostic(.error, file: shown, line: badLine(text), "this is not UTF-8; save it as UTF-8"))
      return nil
    }
    if let hidden = hidden(in: source, shown) {
      findings.append(hidden)
      return nil
    }
    return source
  }

  /// The first character that a customer would not see, or that would break a line unseen.
  private static func hidden(in source: String, _ shown: String) -> Diagnostic? {
    let lines = source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, scalars) in lines.enumerated() {
      for (column, scalar) in scalars.enumerated() where HiddenCharacter.isHidden(scalar) {
        return Diagnostic(
          .error, file: shown, line: line + 1, column: column + 1,
          HiddenCharacter.complaint(scalar))
      }
    }
    return nil
  }

  /// The first line that is not valid UTF-8.
  private static func badLine(_ bytes: ArraySlice<UInt8>) -> Int {
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return (index ?? 0) + 1
  }

  private static func attachments(
    _ path: String, _ shown: String, _ findings: inout [Diagnostic]
  ) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names.sorted() where !isIgnored(name) {
      files[name] = bytes(
        "\(path)/\(name)", most: mostAttachmentBytes, "\(shown)/\(name)", &findings)
    }
    return files
  }

  private static func bytes(
    _ path: String, most: Int, _ shown: String, _ findings: inout [Diagnostic]
  ) -> [UInt8]? {
    do throws(ConfigFileFailure) {
      return try ConfigFileReader.bytes(path, most: most)
    } catch {
      var text = error.text
      if case .tooLarge = error { text = "more than \(most) bytes are not allowed" }
      findings.append(Diagnostic(.error, file: shown, text))
      return nil
    }
  }
}
