internal import CadenceModel
internal import CurlTransport

/// A request before it is signed: what signing schemes may still add to.
struct RequestDraft {
  var method: String
  var url: OutgoingURL
  var headers: [(name: String, value: String)] = []
  /// What comes behind the `?`, not yet encoded.
  var query: [(name: String, value: String)] = []
  /// Form fields, not yet encoded; nil when the body is not a form.
  var form: [(name: String, value: String)]?
  /// The JSON body; nil when the body is no JSON.
  var json: String?

  /// The body as it goes out.
  var body: [UInt8]? {
    if let form { return Array(PercentEncoding.encode(form).utf8) }
    return json.map { Array($0.utf8) }
  }

  /// What the body is called; nil without a body.
  ///
  /// Lower case throughout: Tencent signs the header's value as it stands.
  var contentType: String? {
    if form != nil { return "application/x-www-form-urlencoded; charset=utf-8" }
    return json == nil ? nil : "application/json; charset=utf-8"
  }

  /// The query of the finished address.
  var queryText: String {
    let added = PercentEncoding.encode(query)
    if url.query.isEmpty { return added }
    return added.isEmpty ? url.query : "\(url.query)&\(added)"
  }

  /// `HOST` or `HOST:PORT` as the `Host` header has it: the scheme's own port is left out.
  var hostHeader: String {
    let standard = url.isSecure ? ":443" : ":80"
    return url.authority.hasSuffix(standard)
      ? String(url.authority.dropLast(standard.count)) : url.authority
  }

  /// Adds a parameter where the message's own are.
  mutating func addParameter(_ name: String, _ value: String) {
    if form != nil { form?.append((name, value)) } else { query.append((name, value)) }
  }

  /// The request as it goes out.
  func finished(
    for definition: GatewayDefinition
  ) throws(GatewayRenderFailure) -> HTTPRequest {
    let base = url.text.prefix { $0 != "?" }
    let address = queryText.isEmpty ? String(base) : "\(base)?\(queryText)"
    var all = headers
    if let contentType, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      all.append(("Content-Type", contentType))
    }
    do {
      return HTTPRequest(
        method: method, url: try OutgoingURL(address), headers: all, body: body,
        connectTimeout: definition.connectTimeout, timeout: definition.timeout,
        caFile: definition.caFile)
    } catch { throw .badAddress(error.text) }
  }
}
