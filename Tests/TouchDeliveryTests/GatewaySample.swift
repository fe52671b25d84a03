import CadenceModel
import CivilTime
import CurlTransport
import Testing

@testable import TouchDelivery

/// A message and complete settings for every preset, with the moment and nonce of the vectors.
enum GatewaySample {
  static let now = Instant(seconds: 1_795_336_200)  // 2026-11-22T08:30:00Z
  static let credentials = [
    Credential(name: "main", secret: "SKRIG"), Credential(name: "sign", secret: "SECrig"),
  ]

  static func definition(_ preset: String) throws -> GatewayDefinition {
    var definition = try #require(GatewayDefinition.preset(preset))
    definition.key = "AKRIG"
    definition.credential = "main"
    definition.signature = "木门 之家"
    definition.sender = "10690"
    definition.values.append(GatewayDefinition.Field("app_id", "1400"))
    definition.templateIDs = ["birthday": "SMS_1"]
    if definition.url.isEmpty { definition.url = "https://sms.example.com/send" }
    if preset == "dingtalk" || preset == "feishu" { definition.signingCredential = "sign" }
    return definition
  }

  static func message(_ text: String = "林慧，生日快乐！\"♥\"") -> OutgoingMessage {
    OutgoingMessage(
      touch: "KH0000003/birthday/2026/1", channel: .sms, recipient: "+8615400000000", text: text,
      templateID: "SMS_1",
      templateParameters: [(name: "name", value: "林慧 *~"), (name: "day", value: "3月5日")])
  }

  static func request(
    _ definition: GatewayDefinition, _ message: OutgoingMessage = message()
  ) throws -> HTTPRequest {
    try GatewayRequest(definition: definition, credentials: credentials)
      .request(for: message, now: now, nonce: "nonce-1")
  }

  /// The request as text, for golden files.
  static func text(of request: HTTPRequest) -> String {
    let headers = request.headers.map { "\($0.name): \($0.value)\n" }.joined()
    let body = request.body.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return "\(request.method) \(request.url.text)\n\(headers)\n\(body)\n"
  }

  /// The request's body, read as JSON.
  static func json(of request: HTTPRequest) throws -> JSONValue {
    let body = try #require(request.body)
    return try #require(JSONValue(bytes: body))
  }
}
