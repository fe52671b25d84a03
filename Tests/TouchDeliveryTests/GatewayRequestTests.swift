import CadenceModel
import CurlTransport
import Foundation
import Testing

@testable import TouchDelivery

@Suite struct GatewayRequestTests {
  /// The golden files are written anew with `FIFTHCALL_GOLDEN=write`.
  @Test(arguments: GatewayDefinition.presetNames)
  func `a preset's request is the golden one`(_ preset: String) throws {
    let text = GatewaySample.text(of: try GatewaySample.request(GatewaySample.definition(preset)))
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(preset).txt")
    if ProcessInfo.processInfo.environment["FIFTHCALL_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8))
  }

  @Test(arguments: GatewayDefinition.presetNames)
  func `a preset with its settings has no problems, and without them has some`(
    _ preset: String
  ) throws {
    #expect(try GatewaySample.definition(preset).problems == [])
    let bare = try #require(GatewayDefinition.preset(preset))
    #expect(!bare.problems.isEmpty)
  }

  @Test(arguments: [
    ("https://{{to}}/x", "{\"a\":1}", "host"), ("https://example.com/", "{{nonsense}}", "nonsense"),
    ("http://example.com/", "{}", "http"), ("", "{}", "url"),
  ])
  func `a definition that cannot work is told before anything is sent`(
    _ url: String, _ body: String, _ hint: String
  ) {
    var definition = GatewayDefinition(name: "own", url: url)
    definition.body = .json(body)
    #expect(definition.problems.contains { $0.contains(hint) })
  }

  static let hostile = "\",\"to\":\"+1\",\"x\":\"\\\r\n&to=1#?/%{{secret}}\u{2028}"

  @Test func `a text cannot break out of a JSON body`() throws {
    var definition = GatewayDefinition(name: "own", url: "https://example.com/")
    definition.body = .json(
      #"{"quoted":"{{text}}","bare":{{text}},"list":{{params}},"in":"{{params_object}}"}"#)
    var message = GatewaySample.message(Self.hostile)
    message.templateParameters = [(name: Self.hostile, value: Self.hostile)]
    let request = try GatewaySample.request(definition, message)
    let value = try GatewaySample.json(of: request)
    #expect(value.value(at: "quoted")?.text == Self.hostile)
    #expect(value.value(at: "bare")?.text == Self.hostile)
    #expect(value.value(at: "list.0")?.text == Self.hostile)
    let inner = try #require(value.value(at: "in")?.text)
    #expect(JSONValue(bytes: Array(inner.utf8)) == .object([Self.hostile: .string(Self.hostile)]))
  }

  @Test func `a text cannot break out of an address or a form`() throws {
    var definition = GatewayDefinition(
      name: "own", method: .post, url: "https://example.com/{{text}}/a?fixed=1")
    definition.query = [GatewayDefinition.Field("q", "{{text}}")]
    definition.body = .form([GatewayDefinition.Field("f", "{{text}}")])
    let request = try GatewaySample.request(definition, GatewaySample.message("a/b&c=d?#\r\nü %"))
    let encoded = "a%2Fb%26c%3Dd%3F%23%0D%0A%C3%BC%20%25"
    #expect(request.url.text == "https://example.com/\(encoded)/a?fixed=1&q=\(encoded)")
    #expect(request.body == Array("f=\(encoded)".utf8))
  }

  @Test func `a header with a line break is never sent`() async throws {
    var definition = GatewayDefinition(name: "own", url: "http://127.0.0.1:9/")
    definition.headers = [GatewayDefinition.Field("X-Text", "{{text}}")]
    let request = try GatewaySample.request(definition, GatewaySample.message("a\r\nX: y"))
    #expect(!request.hasSafeHeaders)
    let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
      GatewaySample.now
    }
    let report = await deliverer.report(of: GatewaySample.message("a\r\nX: y"))
    #expect(report.summary == "rejected")
    #expect(deliverer.close(within: 5))
  }

  @Test func `what the gateway needs and the message lacks is a rejection, not a request`()
    async
    throws
  {
    let definition = try GatewaySample.definition("tencent")
    var message = GatewaySample.message()
    message.templateID = nil
    #expect(throws: GatewayRenderFailure.missingTemplateID) {
      try GatewaySample.request(definition, message)
    }
    var own = GatewayDefinition(name: "own", url: "https://example.com/")
    own.body = .json(#"{"a":"{{param.colour}}"}"#)
    #expect(throws: GatewayRenderFailure.unknownPlaceholder("param.colour")) {
      try GatewaySample.request(own)
    }
    own.credential = "nobody"
    #expect(throws: GatewayRenderFailure.missingCredential("nobody")) {
      try GatewaySample.request(own)
    }
  }

  @Test func `a lone placeholder without a value leaves its field out`() throws {
    var definition = try GatewaySample.definition("kannel")
    definition.sender = nil
    #expect(try !GatewaySample.request(definition).url.query.contains("from="))
  }

  @Test func `a credential prints as its name`() {
    let credential = Credential(name: "sms", secret: "S3CRET")
    var dumped = ""
    dump([credential], to: &dumped)
    #expect(!"\(credential) \(String(reflecting: credential)) \(dumped)".contains("S3CRET"))
  }
}
