import CadenceModel
import CurlTransport
import Testing

@testable import TouchDelivery

/// How gateways are told where to report on a message.
@Suite struct ReceiptRequestTests {
  private func request(_ preset: String, hook: String?) throws -> HTTPRequest {
    try GatewayRequest(
      definition: GatewaySample.definition(preset), credentials: GatewaySample.credentials,
      hook: hook
    ).request(for: GatewaySample.message(), now: GatewaySample.now, nonce: "nonce-1")
  }

  @Test
  func `Kannel gets an address with our reference, escaped so that its own signs stay its own`()
    throws
  {
    let text = try request("kannel", hook: "http://127.0.0.1:8025/hooks/sms/kannel/T").url.text
    #expect(text.contains("&dlr-mask=19&dlr-url="))
    let reference = MessageReference.text(of: "KH0000003/birthday/2026/1")
    #expect(text.contains("%3Freference%3D\(reference)%26status%3D%25d%26smsc-id%3D%25F"))
    #expect(MessageReference.touch(in: reference) == TouchID(text: "KH0000003/birthday/2026/1"))
    #expect(!(try request("kannel", hook: nil).url.text.contains("dlr")))
  }

  @Test func `a form gets the address among its fields`() throws {
    let body = try #require(
      try request("twilio", hook: "https://a.example.com/hooks/sms/twilio/T").body)
    #expect(
      String(decoding: body, as: UTF8.self).contains("&StatusCallback=https%3A%2F%2Fa.example.com"))
    let without = try #require(try request("twilio", hook: nil).body)
    #expect(!String(decoding: without, as: UTF8.self).contains("StatusCallback"))
  }

  @Test func `a reference is read back, in one spelling only`() {
    for touch in ["K1/greeting/2026-1/1", "K%20%E4/birthday/L2026/1", "a/b/c/12"] {
      let reference = MessageReference.text(of: touch)
      #expect(MessageReference.touch(in: reference) == TouchID(text: touch))
      #expect(MessageReference.touch(in: touch) == TouchID(text: touch))
      #expect(MessageReference.touch(in: reference + "=") == nil)
    }
    #expect(MessageReference.touch(in: "") == nil)
    #expect(MessageReference.touch(in: "!!") == nil)
  }
}
