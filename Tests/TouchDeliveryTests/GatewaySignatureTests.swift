import CadenceModel
import CurlTransport
import Foundation
import Testing

@testable import TouchDelivery

/// Signatures against vectors made by the providers' own SDK code (`Golden/signatures.json`;
/// DingTalk and Feishu after the samples in their documentation).
@Suite struct GatewaySignatureTests {
  private func vector(_ name: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/signatures.json")
    let bytes = Array(try Data(contentsOf: file))
    let value = try #require(JSONValue(bytes: bytes))
    return try #require(value.value(at: name)?.text)
  }

  @Test func `Aliyun's RPC signature is the one of its SDK`() throws {
    let request = try GatewaySample.request(GatewaySample.definition("aliyun"))
    let body = String(decoding: try #require(request.body), as: UTF8.self)
    let signature = PercentEncoding.encode(try vector("aliyun"))
    #expect(body.hasSuffix("&Signature=\(signature)"))
  }

  @Test func `Tencent's TC3 signature is the one of its SDK`() throws {
    let request = try GatewaySample.request(GatewaySample.definition("tencent"))
    let header = request.headers.first { $0.name == "Authorization" }?.value
    #expect(header?.hasSuffix("Signature=\(try vector("tencent"))") == true)
  }

  @Test func `DingTalk's signature stands in the query`() throws {
    let request = try GatewaySample.request(GatewaySample.definition("dingtalk"))
    let signature = PercentEncoding.encode(try vector("dingtalk"))
    #expect(request.url.query.hasSuffix("&timestamp=1795336200000&sign=\(signature)"))
  }

  @Test func `Feishu's signature stands in the body`() throws {
    let request = try GatewaySample.request(GatewaySample.definition("feishu"))
    let value = try GatewaySample.json(of: request)
    #expect(value.value(at: "sign")?.text == (try vector("feishu")))
    #expect(value.value(at: "timestamp")?.text == "1795336200")
    #expect(value.value(at: "content.text")?.text == GatewaySample.message().text)
  }

  @Test func `a robot without a signing secret is not signed`() throws {
    var definition = try GatewaySample.definition("dingtalk")
    definition.signingCredential = nil
    #expect(try !GatewaySample.request(definition).url.query.contains("sign="))
  }
}
