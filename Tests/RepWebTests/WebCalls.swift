import RepWeb

/// A call as the server hands it over, with these header fields.
func call(
  _ method: String, _ target: String, _ body: String = "", client: String = "192.0.2.1",
  _ fields: [String: String] = [:]
) -> WebRouter.Call {
  WebRouter.Call(
    method: method, target: target, body: Array(body.utf8), client: client, field: { fields[$0] })
}
