/// What `check` says about a gateway before anything is sent.
extension GatewayDefinition {
  /// The placeholders that a message fills, besides `param.NAME`.
  package static let messagePlaceholders: Set<String> = [
    "to", "to_digits", "text", "signature", "template_id", "params", "params_object", "touch",
    "segments", "coding", "sender", "key", "secret", "reference", "hook",
  ]

  /// What stops this gateway from being used, one sentence each; empty when it can be.
  package var problems: [String] {
    var found = required.filter { !isGiven($0) }.map { "\(name) needs \($0)" }
    found += placeholderProblems
    if url.isEmpty {
      found.append("\(name) needs a url")
    } else {
      // "=" in a host is refused, so a placeholder is only let through behind it.
      let sample = GatewayTemplate(url).pieces.map(\.sample).joined()
      do { _ = try OutgoingURL(sample) } catch { found.append("url: \(error.text)") }
    }
    if signing != .none, signing != .dingtalk, signing != .feishu, credential == nil,
      signingCredential == nil
    {
      found.append("signing: \(signing.rawValue) needs a credential")
    }
    if !(1...64).contains(concurrency) {
      found.append("concurrency must be 1 to 64, not \(concurrency)")
    }
    return found
  }

  /// Every template of the definition with a name to call it by.
  package var templates: [Field] {
    var all = [Field("url", url)]
    all += headers.map { Field("header \($0.name)", $0.value) }
    all += query.map { Field("query \($0.name)", $0.value) }
    all += receiptFields.map { Field("receipt_fields \($0.name)", $0.value) }
    switch body {
    case .none: break
    case .form(let fields): all += fields.map { Field("form \($0.name)", $0.value) }
    case .json(let text): all.append(Field("json", text))
    }
    return all
  }

  private var placeholderProblems: [String] {
    templates.flatMap { template in
      let pieces = GatewayTemplate(template.value).pieces
      return pieces.compactMap { piece -> String? in
        guard case .placeholder(let name) = piece, !isKnown(name) else { return nil }
        return "\(template.name): {{\(name)}} is no placeholder and not in values"
      }
    }
  }

  private func isKnown(_ name: String) -> Bool {
    Self.messagePlaceholders.contains(name) || name.hasPrefix("param.") || value(name) != nil
      || required.contains(name)
  }

  private func isGiven(_ name: String) -> Bool {
    switch name {
    case "key": key != nil
    case "credential": credential != nil
    case "signature": signature != nil
    case "sender": sender != nil
    default: value(name) != nil
    }
  }
}
