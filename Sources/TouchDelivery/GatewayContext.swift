internal import CadenceModel

/// What the placeholders of a gateway's templates stand for, for one message.
struct GatewayContext {
  /// A placeholder's value: a text, or something that is JSON already.
  enum Value: Hashable {
    case text(String)
    case json(String)

    /// The value outside JSON.
    var plain: String {
      switch self {
      case .text(let text), .json(let text): text
      }
    }
  }

  let definition: GatewayDefinition
  let message: OutgoingMessage
  let secret: Credential?
  /// Where receipts go; nil: nowhere.
  var hook: String?

  /// The value of a placeholder; nil for a name that means nothing here.
  func value(of name: String) -> Value? {
    switch name {
    case "to": .text(message.recipient)
    case "to_digits": .text(message.recipient.filter { $0.isASCII && $0.isWholeNumber })
    case "text": .text(message.text)
    case "signature": .text(message.signature ?? definition.signature ?? "")
    case "template_id": .text(message.templateID ?? "")
    case "params": .json(JSONText.list(message.templateParameters.map(\.value)))
    case "params_object": .json(JSONText.object(message.templateParameters))
    case "touch": .text(message.touch)
    case "reference": .text(MessageReference.text(of: message.touch))
    case "hook": .text(hook ?? "")
    case "segments": .json(String(message.segments))
    case "coding": .json(message.isUCS2 ? "2" : "0")
    case "sender": .text(definition.sender ?? "")
    case "key": .text(definition.key ?? "")
    case "secret": secret.map { .text($0.secret) }
    default: siteValue(of: name)
    }
  }

  private func siteValue(of name: String) -> Value? {
    if name.hasPrefix("param.") {
      let wanted = name.dropFirst("param.".count)
      return message.templateParameters.first { $0.name == wanted }.map { .text($0.value) }
    }
    return definition.value(name).map { .text($0) }
  }
}
