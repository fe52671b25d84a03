import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import Testing
import TouchDelivery

/// Where the stand-in listens; nil when there is none.
private enum ProviderPort {
  static let value = ProcessInfo.processInfo.environment["FIFTHCALL_PROVIDER_PORT"]
    .flatMap { Int($0) }
}

/// By hand: a stand-in on `FIFTHCALL_PROVIDER_PORT` that checks every signature with the providers'
/// own SDK code (key `AKRIG`, secret `SKRIG`; Twilio `ACrig`, `TOKENRIG`).
@Suite(.fewAtATime, .enabled(if: ProviderPort.value != nil)) struct ProviderTests {
  @Test(arguments: [
    ("aliyun", "/", "AKRIG", "SKRIG"), ("tencent", "/", "AKRIG", "SKRIG"),
    ("twilio", "/2010-04-01/Accounts/{{key}}/Messages.json", "ACrig", "TOKENRIG"),
  ])
  func `a provider takes a signed message and refuses a wrong secret`(
    _ preset: String, _ path: String, _ key: String, _ secret: String
  ) async throws {
    var definition = try GatewaySample.definition(preset)
    definition.url = "http://127.0.0.1:\(try #require(ProviderPort.value))\(path)"
    definition.key = key
    for (secret, expected) in [(secret, "accepted"), ("wrong", "unsent fault now")] {
      let credentials = [Credential(name: "main", secret: secret)]
      let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: credentials) {
        Instant(seconds: Int64(Date().timeIntervalSince1970))
      }
      let report = await deliverer.report(of: GatewaySample.message())
      #expect(report.summary == expected, "\(report.result.reason)")
      #expect(deliverer.close(within: 5))
    }
  }
}
