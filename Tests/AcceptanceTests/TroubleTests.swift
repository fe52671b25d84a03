import FifthcallTestSupport
import Foundation
import Testing

/// What goes wrong around the service, and who is told.
@Suite(.fewAtATime) struct TroubleTests {
  /// A gateway on a port where nobody listens.
  private static let deadGateway = """
      sms:
        preset: json
        url: http://127.0.0.1:1/send
    """

  /// Birthdays of today, reached by SMS.
  private func site(_ count: Int, channels: String = "") throws -> TestSite {
    let customers = (1...count).map {
      TestSite.customer($0, birthday: "1987-11-24", email: false)
    }
    return try TestSite(customers: customers) { text in
      if !channels.isEmpty { text.setChannels(channels) }
    }
  }

  @Test func `what is recorded counts at once, even after a release of a clock behind the journal`()
    async throws
  {
    let site = try site(3)
    let first = try site.program.run("run", "--once", "--now", "2026-11-24T09:10:00+08:00")
    #expect(first.code == 0, "\(first.errors)")
    let service = try await site.startReady(["run", "--now", "2026-11-24T08:00:00+08:00"])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    #expect(try site.program.run("status").output.contains("hold: clock-behind"))
    #expect(try site.program.run("release").code == 0)
    #expect(try site.program.run("status").output.contains("3 messages planned"))
    #expect(try site.program.run("record", "opt-out", "T0002").code == 0)
    let status = try site.program.run("status").output
    #expect(status.contains("2 messages planned"))
  }

  @Test func `a birthday during downtime is told to the rep where nobody can call`() throws {
    let customers = [TestSite.customer(1, birthday: "1987-11-24", email: true)]
    let site = try TestSite(customers: customers)
    for now in ["2026-11-23T12:00:00+08:00", "2026-11-25T07:05:00+08:00"] {
      let ended = try site.program.run("run", "--once", "--now", now)
      #expect(ended.code == 0, "\(ended.errors)")
    }
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("王0001（王女士） T0001"))
    let journal = try site.program.run("journal", "show", "--format", "json").output
    #expect(journal.components(separatedBy: #""result":"expired","reason":"expired""#).count == 2)
  }

  @Test func `a birthday that could not be sent all day is told to the rep`() throws {
    let site = try site(2, channels: Self.deadGateway)
    for now in [
      "2026-11-23T12:00:00+08:00", "2026-11-24T19:00:00+08:00", "2026-11-25T07:05:00+08:00",
    ] {
      let ended = try site.program.run("run", "--once", "--now", now)
      #expect(ended.code == 0, "\(ended.errors)")
    }
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25").output
    #expect(digest.contains("王0001（王女士） T0001"))
    #expect(digest.contains("王0002（王女士） T0002"))
  }

  @Test func `the admin is told once a day that a gateway is down`() throws {
    let site = try site(12, channels: Self.deadGateway)
    for now in ["2026-11-24T19:00:00+08:00", "2026-11-24T19:20:00+08:00"] {
      _ = try site.program.run("run", "--once", "--now", now)
    }
    let alerts = site.outbox("2026-11-24").filter { $0.contains("To: admin@example.com") }
    #expect(alerts.count == 1)
  }

  @Test func `a refused reload is mailed to the admin with its findings`() async throws {
    let site = try site(1)
    let service = try await site.startReady(["run", "--now", "2026-11-24T12:00:00+08:00"])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    try site.editConfig { $0 += "\nnonsense: 1\n" }
    #expect(try site.program.run("reload").code == 1)
    #expect(try site.program.run("reload").code == 1)
    let isMailed = try await site.await {
      site.outbox("2026-11-24").contains { $0.contains("To: admin@example.com") } ? true : nil
    }
    #expect(isMailed == true)
    #expect(site.outbox("2026-11-24").count == 1)
  }
}

extension TestSite {
  /// The mails of a day in the outbox, as they stand there.
  fileprivate func outbox(_ day: String) -> [String] {
    let folder = home.appendingPathComponent("var/outbox/\(day)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".eml") }.map { lines("var/outbox/\(day)/\($0)") }
      .map { $0.joined(separator: "\n") }
  }
}
