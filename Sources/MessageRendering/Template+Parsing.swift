package import CadenceModel

extension Template {
  /// Reads a template's source; nil when `findings` got errors.
  ///
  /// The source may have any line ends, but no byte order mark; diagnostics name `file`.
  package static func parse(
    _ source: String, identity: TemplateIdentity, file: String, findings: inout [Diagnostic]
  ) -> Template? {
    let front = FrontMatter(SafeText.block(source), file: file)
    var found = front.findings
    let isMail = identity.channel == .email
    let subject = subject(of: front, isMail: isMail, file: file, findings: &found)
    let (textSource, htmlSource, htmlLine) = parts(of: front)
    if htmlSource != nil, !isMail {
      found.append(
        SourcePlace(file: file, line: htmlLine - 1).error("only an e-mail has an HTML part"))
    }
    if textSource.isEmpty {
      found.append(SourcePlace(file: file, line: front.bodyLine).error("the text is empty"))
    }
    let place = SourcePlace(file: file, line: front.bodyLine + leadingLines(front.body))
    let text = TextPattern.compile(textSource, as: .text, at: place, findings: &found)
    let html = htmlSource.flatMap {
      TextPattern.compile(
        $0, as: .html, at: SourcePlace(file: file, line: htmlLine), findings: &found)
    }
    let attachments = attachments(of: front, isMail: isMail, findings: &found)
    let templateIDs = templateIDs(of: front, findings: &found)
    findings += found
    guard let text, !found.contains(where: { $0.severity == .error }) else { return nil }
    return Template(
      identity: identity, file: file, subject: subject, text: text, html: html,
      attachments: attachments, templateIDs: templateIDs)
  }

  private static func subject(
    of front: FrontMatter, isMail: Bool, file: String, findings: inout [Diagnostic]
  ) -> TextPattern? {
    guard let value = front.values["subject"]?.first, value.key == nil else {
      if isMail {
        findings.append(
          SourcePlace(file: file).error("an e-mail needs a “subject:” between --- lines"))
      }
      return nil
    }
    guard isMail else {
      findings.append(value.place.error("only an e-mail has a subject"))
      return nil
    }
    return TextPattern.compile(value.text, as: .text, at: value.place, findings: &findings)
  }

  /// The text without blank lines around it, the HTML part, and the line where that begins.
  private static func parts(of front: FrontMatter) -> (String, String?, Int) {
    let lines = front.body.split(separator: "\n", omittingEmptySubsequences: false)
    let mark = lines.firstIndex { SafeText.line(String($0)) == htmlMark }
    let text = trimmed(lines[..<(mark ?? lines.endIndex)])
    guard let mark else { return (text, nil, 0) }
    return (
      text, lines[(mark + 1)...].joined(separator: "\n"), front.bodyLine + mark + 1
    )
  }

  private static func trimmed(_ lines: ArraySlice<Substring>) -> String {
    var lines = lines
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private static func leadingLines(_ body: String) -> Int {
    body.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.allSatisfy(\.isWhitespace) }.count
  }

  private static func attachments(
    of front: FrontMatter, isMail: Bool, findings: inout [Diagnostic]
  ) -> [AttachmentRule] {
    let values = front.values["attachments"] ?? []
    if let first = values.first, !isMail {
      findings.append(first.place.error("only an e-mail can carry attachments"))
    }
    return values.map { value in
      if value.text.isEmpty || value.text.contains("/") || value.text.hasPrefix(".") {
        findings.append(
          value.place.error("“\(value.text)” is not a file name in templates/attachments/"))
      }
      return AttachmentRule(
        interest: value.key == "any" ? nil : value.key, fileName: value.text, place: value.place)
    }
  }

  private static func templateIDs(
    of front: FrontMatter, findings: inout [Diagnostic]
  ) -> [String: String] {
    var ids: [String: String] = [:]
    for value in front.values["template_id"] ?? [] {
      if let gateway = value.key, !value.text.isEmpty {
        ids[gateway] = value.text
      } else {
        findings.append(
          value.place.error("write the gateway's name before the id: “aliyun: SMS_1”"))
      }
    }
    return ids
  }
}
