/// Why a message cannot be made for one customer; the touch is held and a human is told.
package enum RenderFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The template prints a variable that has no value here, outside a section that asks for it.
  case missingValue(TemplateVariable)
  /// The text came out longer than the gateway's limit allows.
  case tooManySegments(Int, most: Int)
  /// The text holds 【 or 】, which Chinese platforms keep for the signature.
  case signatureBracket
  /// Nothing but white space came out.
  case emptyText

  /// A sentence for digest and log; it holds no value of the customer.
  package var description: String {
    switch self {
    case .missingValue(let variable): "no value for “\(variable.rawValue)”"
    case .tooManySegments(let count, let most):
      "the text takes \(count) SMS segments, \(most) are allowed"
    case .signatureBracket: "the text holds 【 or 】, which belong to the signature"
    case .emptyText: "the text is empty"
    }
  }
}
