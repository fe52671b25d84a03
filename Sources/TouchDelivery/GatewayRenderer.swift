internal import CadenceModel

/// Why a message cannot be put into a gateway's request.
enum GatewayRenderFailure: Error, Hashable {
  case unknownPlaceholder(String)
  case missingTemplateID
  case badAddress(String)
  case missingCredential(String)

  /// One sentence, without any value of the message.
  var text: String {
    switch self {
    case .unknownPlaceholder(let name): "the gateway wants {{\(name)}}, which the message lacks"
    case .missingTemplateID: "the gateway sends registered templates only, and none is mapped"
    case .badAddress(let problem): "the gateway's address cannot be used: \(problem)"
    case .missingCredential(let name): "the credential \(name) is missing"
    }
  }
}

/// Fills templates, each value encoded for the place it stands in.
struct GatewayRenderer {
  let context: GatewayContext

  /// The address: values in the path and behind the `?` are percent-encoded; only the site's own
  /// secret may bring slashes, as the addresses of some chat robots have them.
  func address(_ template: String) throws(GatewayRenderFailure) -> String {
    try fill(template) { name, value in
      PercentEncoding.encode(value.plain, keepingSlashes: name == "secret")
    }
  }

  /// A header, query or form value, not yet encoded; nil for a lone placeholder without a value,
  /// which leaves its field out.
  func plain(_ template: String) throws(GatewayRenderFailure) -> String? {
    let text = try fill(template) { _, value in value.plain }
    return text.isEmpty && !template.isEmpty ? nil : text
  }

  /// Fields with their values.
  func fields(
    _ fields: [GatewayDefinition.Field]
  ) throws(GatewayRenderFailure) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for field in fields {
      if let value = try plain(field.value) { result.append((field.name, value)) }
    }
    return result
  }

  /// JSON text: inside quotes a value is escaped, outside it becomes a whole JSON value.
  func json(_ template: String) throws(GatewayRenderFailure) -> String {
    var result = ""
    var quotes = QuoteTracker()
    for piece in GatewayTemplate(template).pieces {
      switch piece {
      case .literal(let text):
        quotes.read(text)
        result += text
      case .placeholder(let name):
        guard let value = context.value(of: name) else { throw .unknownPlaceholder(name) }
        switch value {
        case .json(let text) where !quotes.isInside: result += text
        case .text(let text) where !quotes.isInside: result += JSONText.quoted(text)
        default: result += JSONText.escaped(value.plain)
        }
      }
    }
    return result
  }

  private func fill(
    _ template: String, encode: (String, GatewayContext.Value) -> String
  ) throws(GatewayRenderFailure) -> String {
    var result = ""
    for piece in GatewayTemplate(template).pieces {
      switch piece {
      case .literal(let text): result += text
      case .placeholder(let name):
        guard let value = context.value(of: name) else { throw .unknownPlaceholder(name) }
        result += encode(name, value)
      }
    }
    return result
  }
}

/// Knows whether the end of a piece of JSON is inside a string.
private struct QuoteTracker {
  private(set) var isInside = false
  private var isEscaped = false

  mutating func read(_ text: String) {
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if isInside && byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInside.toggle()
      }
    }
  }
}
