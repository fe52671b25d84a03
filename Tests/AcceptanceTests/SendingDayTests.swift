import FifthcallTestSupport
import Foundation
import Testing

/// A day's plan against what real servers received: Postfix with STARTTLS and AUTH, and Kannel.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct SendingDayTests {
  /// Six birthdays on 24 November 2026, two of them lunar; odd numbers by mail, even ones by SMS.
  private static let customers = [
    TestSite.customer(1, birthday: "1987-11-24", email: true),
    TestSite.customer(2, birthday: "1990-11-24", email: false),
    TestSite.customer(3, birthday: "L1968-10-16", email: true),
    TestSite.customer(4, birthday: "L--10-16", email: false),
    TestSite.customer(5, birthday: "--11-24", email: true),
    TestSite.customer(6, birthday: "1955-11-24", email: false),
    TestSite.customer(7, birthday: "1955-11-25", email: true),
  ]
  private let evening = "2026-11-24T19:29:00+08:00"

  @Test func `Postfix and Kannel receive what the day's plan says, once each, in right Chinese`()
    async throws
  {
    let postfix = try RigServer("postfix")
    let kannel = try RigServer("kannel")
    let (site, planned) = try site(postfix, kannel)
    #expect(planned.count == 6)
    let ended = try site.program.run("run", "--once", "--now", evening)
    #expect(ended.code == 0, "\(ended.errors)")

    let mails = try await postfix.await { try postfix.mails(atLeast: 3) } ?? []
    let messages = try await kannel.await { try kannel.handset(atLeast: 3) } ?? []
    let addresses = planned.filter { $0["channel"] as? String == "email" }
      .compactMap { $0["customer"] as? String }.map { "k\($0.dropFirst())@example.com" }
    let customerMails = mails.filter { !$0.to.hasPrefix("zhou@") }
    #expect(customerMails.map(\.to).sorted() == addresses.sorted())
    let subjects = try texts(site, "T0001", "email", \.subject)
    for mail in customerMails {
      #expect(subjects.contains(mail.subject), "\(mail.subject) is none of \(subjects)")
    }
    let wanted = planned.filter { $0["channel"] as? String == "sms" }
      .compactMap { $0["customer"] as? String }.map { "+861540001\($0.dropFirst())" }
    #expect(messages.map(\.to).sorted() == wanted.sorted())
    let bodies = try texts(site, "T0002", "sms", \.text)
    for message in messages {
      #expect(bodies.contains(message.text), "\(message.text) is none of \(bodies)")
    }

    // A second pass the same evening finds everything settled.
    #expect(try site.program.run("run", "--once", "--now", "2026-11-24T19:29:30+08:00").code == 0)
    #expect(try postfix.mails(atLeast: 1)?.count == mails.count)
    #expect(try kannel.handset(atLeast: 1)?.count == 3)
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `a relay that is down costs nothing: all is deferred, and the next start sends it`()
    async throws
  {
    let kannel = try RigServer("kannel")
    let postfix = try RigServer("postfix")
    let (site, _) = try site(postfix, kannel)
    try postfix.stop()
    let first = try site.program.run("run", "--once", "--now", evening)
    #expect(first.code == 0, "\(first.errors)")
    let outcomes = try site.journal().filter { $0["kind"] as? String == "outcome" }
    let mailOutcomes = outcomes.filter { $0["channel"] as? String == "email" }
    #expect(!mailOutcomes.isEmpty)
    #expect(mailOutcomes.allSatisfy { $0["result"] as? String == "deferred" })
    let crossed = try site.journal().filter {
      $0["kind"] as? String == "cross" && $0["channel"] as? String == "email"
    }
    #expect(crossed.isEmpty, "nothing crossed the point of no return")

    try postfix.startAgain()
    let second = try site.program.run("run", "--once", "--now", "2026-11-24T19:29:50+08:00")
    #expect(second.code == 0, "\(second.errors)")
    let mails = try await postfix.await { try postfix.mails(atLeast: 3) } ?? []
    #expect(
      mails.map(\.to).filter { $0.hasPrefix("k") }.sorted()
        == ["k0001@example.com", "k0003@example.com", "k0005@example.com"])
  }

  /// A site that sends through the two servers, and the birthdays its plan lists.
  private func site(_ postfix: RigServer, _ kannel: RigServer) throws
    -> (TestSite, [[String: Any]])
  {
    let relay = try postfix.account()
    let gateway = try kannel.account()
    var site = try TestSite(customers: Self.customers) { text in
      text.setChannels(
        """
          smtp:
            host: localhost
            port: \(postfix.port)
            security: starttls
            user: \(relay.user)
            credential: relay-password
            ca_file: \(postfix.folder.path)/ca.pem
            connections: 2
          sms:
            preset: kannel
            url: http://127.0.0.1:\(kannel.port)/cgi-bin/sendsms
            key: \(gateway.user)
            credential: gateway-password
            sender: "10690000"
            signature: 福临木门
        """)
    }
    site.program.environment = [
      "FIFTHCALL_CREDENTIAL_RELAY_PASSWORD": relay.password,
      "FIFTHCALL_CREDENTIAL_GATEWAY_PASSWORD": gateway.password,
    ]
    let planned = try site.program.run(
      "plan", "--from", "2026-11-24", "--days", "1", "--cadence", "birthday", "--format", "json"
    ).objects()
    return (site, planned)
  }

  /// What the shipped birthday texts look like for one customer, all variants.
  private func texts(
    _ site: TestSite, _ customer: String, _ channel: String, _ field: KeyPath<Preview, String>
  ) throws -> Set<String> {
    let folder = site.home.appendingPathComponent("templates/birthday")
    let variants = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("zh-CN.") && $0.hasSuffix(".\(channel).mustache") }
      .map { $0.split(separator: ".")[1] }
    return try Set(
      variants.map { variant in
        let row = try #require(
          try site.program.run(
            "render", "birthday", "--customer", customer, "--channel", channel, "--variant",
            String(variant), "--format", "json"
          ).objects().first)
        return Preview(
          subject: row["subject"] as? String ?? "", text: row["text"] as? String ?? "")[
            keyPath: field]
      })
  }

  private struct Preview {
    var subject: String
    var text: String
  }
}
