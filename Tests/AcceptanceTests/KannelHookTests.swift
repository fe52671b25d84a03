import FifthcallTestSupport
import Foundation
import Testing

/// A real Kannel on both ways: its delivery reports and its customers' messages come in as its user
/// guide says.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct KannelHookTests {
  @Test func `Kannel reports that a message arrived, and hands over who wants no more`()
    async throws
  {
    let port = RawConnection.freePort()
    let kannel = try RigServer(
      "kannel", "http://127.0.0.1:\(port)/hooks/sms/kannel/\(WebService.token)")
    let account = try kannel.account()
    var site = try TestSite(
      customers: [TestSite.customer(2, birthday: "1987-11-24", email: false)]
    ) { text in
      text += "\nweb:\n  listen: 127.0.0.1:\(port)\n"
      text.setChannels(
        """
          sms:
            preset: kannel
            url: http://127.0.0.1:\(kannel.port)/cgi-bin/sendsms
            key: \(account.user)
            credential: kannel-password
            sender: "10690"
            hook: { credential: sms-hook }
        """)
    }
    site.program.environment["FIFTHCALL_CREDENTIAL_KANNEL_PASSWORD"] = account.password
    let service = try await WebService(site, port: port, now: "2026-11-24T19:20:00+08:00")

    let receipt = try await service.site.await { () -> [String: Any]? in
      try service.journal("receipt").first
    }
    let touch = try #require(try service.journal("outcome").first?["touch"] as? String)
    #expect(receipt?["touch"] as? String == touch)
    #expect(receipt?["status"] as? String == "delivered")

    try kannel.ask("say", "+8615400010002", "10690", "請退訂🙏")
    let optOut = try await service.site.await { () -> [String: Any]? in
      try service.journal("opt-out").first
    }
    #expect(optOut?["customer"] as? String == "T0002")
    #expect(optOut?["channel"] as? String == "sms")
    #expect(
      try service.site.program.run("journal", "export", "T0002").output.contains("請退訂🙏"))
    #expect(!service.site.lines("run.log").joined().contains(WebService.token))
    #expect(service.stop() == 0)
  }
}
