import CadenceModel
import FifthcallTestSupport
import Testing

@testable import CadenceService

/// What log and alerts say of an endpoint's words.
@Suite struct EndpointWordsTests {
  @Test(arguments: [
    (Channel.sms, "HTTP 403 Forbidden: 王小明 15400000001", "HTTP 403"),
    (.sms, "HTTP 401 NOPE {\"to\":\"15400000001\"}", "HTTP 401"),
    (.sms, "HTTP 200 no_funds 王小明", "HTTP 200 no_funds"),
    (.chat, "HTTP 200 no_funds 王小明", "HTTP 200"),
    (.sms, "HTTP 302", "HTTP 302"),
    (.sms, "Failed to connect to 127.0.0.1 port 1", "Failed to connect to 127.0.0.1 port 1"),
    (.email, "535 5.7.8 authentication failed", "535 5.7.8 authentication failed"),
    (.email, "550 5.7.1 your mail to 王小明 is spam", "550 5.7.1"),
    (.email, "421 busy with 王小明", "421"), (.email, "554", "554"),
    (.email, "Couldn't connect to server", "Couldn't connect to server"),
  ])
  func `what may name a customer is left out`(_ channel: Channel, _ said: String, _ told: String) {
    var settings = Settings.forTests([])
    var gateway = GatewayDefinition(name: "own", url: "https://sms.example.com/")
    gateway.codes = [GatewayDefinition.CodeRule("no_funds", .fault)]
    settings.channels.sms = gateway
    #expect(EndpointWords.plain(said, channel, settings) == told)
  }
}
