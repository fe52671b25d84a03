import CadenceModel
import CurlTransport
import FifthcallTestSupport
import Testing
import TouchDelivery

/// Row 117: a name that suddenly resolves to where no relay or gateway can be leads nowhere.
@Suite struct AddressVettingTests {
  @Test(arguments: [
    ("127.0.0.1", true), ("10.0.0.5", true), ("192.0.2.7", true), ("172.16.0.1", true),
    ("169.253.255.255", true), ("169.254.169.254", false), ("169.254.0.1", false),
    ("0.0.0.0", false), ("0.1.2.3", false), ("224.0.0.1", false), ("255.255.255.255", false),
    ("::1", true), ("2001:db8::1", true), ("fd00::1", true), ("::", false), ("fe80::1", false),
    ("febf::1", false), ("ff02::1", false), ("::ffff:127.0.0.1", true),
    ("::ffff:169.254.169.254", false), ("::ffff:0.0.0.0", false),
  ])
  func `an address is one of a relay or it is not`(_ address: String, _ expected: Bool) {
    #expect(CurlLibrary.mayConnect(to: address) == expected)
  }

  @Test func `what is no address is neither`() {
    for text in ["", "localhost", "127.1", "1.2.3.4.5", "[::1]"] {
      #expect(CurlLibrary.mayConnect(to: text) == nil, "\(text)")
    }
  }
}

/// On Linux a connection to 0.0.0.0 reaches this very machine, so that a server hears whether the
/// address was vetted.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct AddressVettingServerTests {
  @Test func `no mail leaves for an address that is not one`() async throws {
    let server = try RigServer("hostile")
    try server.folder.write("0 none ok", to: "scenario")
    for (host, expected) in [("0.0.0.0", "unsent fault"), ("127.0.0.1", "accepted")] {
      var endpoint = SMTPEndpoint(host: host, port: server.port, security: .none)
      endpoint.connectTimeout = 10
      let deliverer = SMTPDeliverer(endpoint: endpoint)
      #expect(await deliverer.report(of: mail()).summary == expected, "\(host)")
      #expect(deliverer.close(within: 5))
    }
  }

  private func mail() -> OutgoingMessage {
    var message = OutgoingMessage(
      touch: "T1/birthday/2026/1", channel: .email, recipient: "k@example.com",
      at: "2026-11-24T19:00:00+08:00")
    message.sender = "service@example.com"
    message.bytes = Array("Subject: x\r\n\r\nx\r\n".utf8)
    return message
  }
}
