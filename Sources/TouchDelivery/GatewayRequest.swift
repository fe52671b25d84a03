internal import CadenceModel
internal import CivilTime
internal import CurlTransport

/// Makes a gateway's request out of a message: templates filled, then signed.
struct GatewayRequest {
  let definition: GatewayDefinition
  let credentials: [Credential]
  /// Where receipts go; nil: none are asked for.
  var hook: String?

  /// The request for a message.
  func request(
    for message: OutgoingMessage, now: Instant, nonce: String
  ) throws(GatewayRenderFailure) -> HTTPRequest {
    if definition.needsTemplateID && (message.templateID ?? "").isEmpty {
      throw .missingTemplateID
    }
    for name in definition.credentialNames where credential(name) == nil {
      throw .missingCredential(name)
    }
    var draft = try draft(for: message)
    let signer = GatewaySigner(
      definition: definition,
      secret: credential(definition.signingCredential ?? definition.credential), now: now,
      nonce: nonce)
    try signer.sign(&draft)
    return try draft.finished(for: definition)
  }

  private func draft(for message: OutgoingMessage) throws(GatewayRenderFailure) -> RequestDraft {
    let renderer = GatewayRenderer(
      context: GatewayContext(
        definition: definition, message: message, secret: credential(definition.credential),
        hook: hook))
    let url: OutgoingURL
    let address = try renderer.address(definition.url)
    do { url = try OutgoingURL(address) } catch { throw .badAddress(error.text) }
    var draft = RequestDraft(method: definition.method.rawValue, url: url)
    draft.headers = try renderer.fields(definition.headers)
    draft.query = try renderer.fields(definition.query)
    switch definition.body {
    case .none: break
    case .form(let fields): draft.form = try renderer.fields(fields)
    case .json(let template): draft.json = try renderer.json(template)
    }
    guard hook != nil, !definition.receiptFields.isEmpty else { return draft }
    let wanted = try renderer.fields(definition.receiptFields)
    if case .form = definition.body {
      draft.form = (draft.form ?? []) + wanted
    } else {
      draft.query += wanted
    }
    return draft
  }

  private func credential(_ name: String?) -> Credential? {
    guard let name else { return nil }
    return credentials.first { $0.name == name }
  }
}
