import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import Testing
import TouchDelivery

/// The two servers a dealer would really run: Postfix and Kannel, from Debian's packages.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct RealServerTests {
  private func mail(_ number: Int, to recipient: String) -> OutgoingMessage {
    let text = "From: door@example.com\r\nTo: \(recipient)\r\nSubject: n\(number)\r\n\r\n.dot\r\n"
    return OutgoingMessage(
      touch: "K/a/2026/\(number)", channel: .email, recipient: recipient,
      sender: "door@example.com", bytes: Array(text.utf8))
  }

  private func endpoint(_ server: RigServer) throws -> (SMTPEndpoint, Credential) {
    let account = try server.folder.text("account").split(separator: "\n").map(String.init)
    let endpoint = SMTPEndpoint(
      host: "localhost", port: server.port, security: .starttls, user: account[0],
      credential: "relay", ehloName: "door.example.com", connections: 2,
      caFile: "\(server.folder.path)/ca.pem", connectTimeout: 10, replyTimeout: 20)
    return (endpoint, Credential(name: "relay", secret: account[1]))
  }

  @Test func `Postfix takes mail over STARTTLS with AUTH, once each, and its refusals are read`()
    async throws
  {
    let server = try RigServer("postfix")
    let (endpoint, credential) = try endpoint(server)
    let deliverer = SMTPDeliverer(endpoint: endpoint, credential: credential)
    for number in 1...5 {
      let report = await deliverer.report(of: mail(number, to: "k\(number)@example.com"))
      #expect(report.summary == "accepted" && report.result.reason.contains("queued as"))
    }
    let refusals = [
      ("reject550", "rejected address"), ("defer450", "deferred"), ("full552", "deferred"),
      ("dot550", "rejected"), ("dot451", "deferred"),
    ]
    for (name, expected) in refusals {
      let report = await deliverer.report(of: mail(9, to: "\(name)@example.com"))
      #expect(report.summary == expected, "\(name): \(report.result.reason)")
    }
    let mails = try await server.await { try server.delivered(atLeast: 5) }
    let subjects = try #require(mails).map {
      $0.split(separator: "\n").first { $0.hasPrefix("Subject:") } ?? ""
    }
    #expect(subjects.sorted() == (1...5).map { "Subject: n\($0)" })
    #expect(mails?.allSatisfy { $0.contains("ESMTPSA") && $0.hasSuffix("\n\n.dot\n") } == true)
    #expect(deliverer.close(within: 5))
  }

  @Test func `a wrong password, a foreign certificate and missing STARTTLS send nothing`()
    async throws
  {
    let server = try RigServer("postfix")
    let (endpoint, credential) = try endpoint(server)
    var foreign = endpoint
    foreign.caFile = nil
    // Resolved to this machine (RFC 6761), but not a name of the certificate.
    var misnamed = endpoint
    misnamed.host = "other.localhost"
    var clear = endpoint
    clear.port += 1
    let wrong = Credential(name: "relay", secret: "wrong")
    let tries: [(SMTPEndpoint, Credential, String)] = [
      (endpoint, wrong, "unsent fault now"), (foreign, credential, "unsent fault"),
      (misnamed, credential, "unsent fault"), (clear, credential, "unsent fault"),
    ]
    for (endpoint, credential, expected) in tries {
      let deliverer = SMTPDeliverer(endpoint: endpoint, credential: credential)
      let report = await deliverer.report(of: mail(1, to: "lin@example.com"))
      #expect(report.summary == expected, "\(report.result.reason)")
      #expect(!report.result.reason.contains(credential.secret))
      #expect(deliverer.close(within: 5))
    }
    #expect(try server.delivered(atLeast: 0)?.isEmpty == true)
  }

  @Test func `Kannel delivers Chinese and English texts to the handset`() async throws {
    let server = try RigServer("kannel")
    var definition = try #require(GatewayDefinition.preset("kannel"))
    definition.url = "http://127.0.0.1:\(server.port)/cgi-bin/sendsms"
    definition.key = "fifthcall"
    definition.credential = "sms"
    #expect(definition.problems == [])
    func deliverer(_ secret: String) -> HTTPGatewayDeliverer {
      HTTPGatewayDeliverer(
        definition: definition, credentials: [Credential(name: "sms", secret: secret)]
      ) { Instant(seconds: 0) }
    }
    let right = deliverer("long-secret")
    let chinese = "【木门之家】林慧，生日快乐！愿您推门有喜、关门心安。" + String(repeating: "平安喜乐，", count: 14)
    let texts = [(chinese, true), ("Happy birthday & all the best, Li!", false)]
    for (text, isUCS2) in texts {
      let report = await right.report(
        of: OutgoingMessage(
          touch: "K/a/2026/1", channel: .sms, recipient: "+8615400000000", text: text,
          isUCS2: isUCS2))
      #expect(report.summary == "accepted", "\(report.result.reason)")
    }
    #expect(right.close(within: 5))
    let received = try await server.await {
      let log = try server.folder.text("handset.log")
      return texts.allSatisfy { log.contains("+8615400000000") && log.contains($0.0) } ? log : nil
    }
    #expect(received?.split(separator: "\n").count == 2)
    let wrong = deliverer("wrong-secret")
    let refused = await wrong.report(of: GatewaySample.message())
    #expect(refused.summary == "unsent fault now")
    #expect(!refused.result.reason.contains("wrong-secret"))
    #expect(wrong.close(within: 5))
  }
}

extension RigServer {
  /// The mails in Postfix's Maildir, once there are so many.
  func delivered(atLeast count: Int) throws -> [String]? {
    let folder = "\(self.folder.path)/Maildir/new"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count >= count else { return nil }
    return try names.map { try self.folder.text("Maildir/new/\($0)") }
  }
}
