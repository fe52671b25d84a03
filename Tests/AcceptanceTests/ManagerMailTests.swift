import FifthcallTestSupport
import Foundation
import Testing

/// The manager's mails by the service, on a clock of the test's own.
@Suite(.fewAtATime) struct ManagerMailTests {
  private func site() throws -> TestSite {
    try TestSite(
      customers: [1, 2].map {
        TestSite.customer($0, birthday: "", email: false, stage: "潜在线索")
      }, managed: true)
  }

  private func once(_ site: TestSite, at now: String) throws {
    let ended = try site.program.run("run", "--once", "--now", now)
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// The manager's mails that were taken, by touch.
  private func mails(_ site: TestSite) throws -> [String] {
    try site.journal().filter { $0["kind"] as? String == "outcome" }
      .filter { $0["result"] as? String == "accepted" }
      .compactMap { $0["touch"] as? String }
      .filter { $0.hasPrefix("house%3Amanager/") }
      .map { String($0.dropFirst("house%3Amanager/manager-mail/".count)) }
  }

  @Test func `C7: the manager hears within the hour of a complaint past its minute, and once`()
    async throws
  {
    let site = try site()
    let service = try await site.startReady(["run", "--now", "2027-03-01T08:05:00+08:00"])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    #expect(try await site.await { try self.mails(site) == ["2027-03-01/1"] ? true : nil } == true)
    let complaint = try site.program.run(
      "record", "complaint", "T0001", "--promise", "2027-03-01T10:00:00+08:00", "--about", "门响")
    #expect(complaint.code == 0, "\(complaint.errors)")
    service.terminate()
    service.waitUntilExit()
    try once(site, at: "2027-03-01T09:59:00+08:00")
    #expect(try mails(site) == ["2027-03-01/1"], "not before its time")
    // Nobody was there at ten; the next look tells it.
    try once(site, at: "2027-03-01T10:20:00+08:00")
    #expect(try mails(site) == ["2027-03-01/1", "2027-03-01T10/2"])
    try once(site, at: "2027-03-01T10:40:00+08:00")
    try once(site, at: "2027-03-01T11:01:00+08:00")
    try once(site, at: "2027-03-02T08:01:00+08:00")
    #expect(try mails(site) == ["2027-03-01/1", "2027-03-01T10/2"], "each matter once")
    let log = site.lines("service.log").joined()
    #expect(!log.contains("门响") && !log.contains("王女士"), "no names in the log")
    let journal = site.lines("var/journal/journal-000000000001.jsonl").joined()
    #expect(!journal.contains("门响") && !journal.contains("王女士"), "mails are sealed")
  }

  @Test(arguments: [("complaint", "--promise"), ("promise", "--by")])
  func `C7: a running service tells at the hour itself`(kind: String, option: String) async throws {
    let site = try site()
    let service = try await site.startReady(["run", "--now", "2027-03-02T09:59:30+08:00"])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    let recorded = try site.program.run(
      "record", kind, "T0001", option, "2027-03-02T10:00:00+08:00")
    #expect(recorded.code == 0, "\(recorded.errors)")
    let week = "2027-03-01/1"
    let told = try await site.await {
      try self.mails(site) == [week, "2027-03-02T10/2"] ? true : nil
    }
    let found = try mails(site)
    #expect(told == true, "\(found)")
    let box = site.home.appendingPathComponent("var/outbox/2027-03-02")
    let mail = try FileManager.default.contentsOfDirectory(atPath: box.path).sorted().last
    let text = try String(
      contentsOf: box.appendingPathComponent(#require(mail)), encoding: .utf8)
    #expect(text.contains("manager@example.com"))
  }

  @Test func `the weekly mail that downtime kept back goes once, within three days`() throws {
    let site = try site()
    try once(site, at: "2027-02-26T12:00:00+08:00")
    try once(site, at: "2027-03-03T09:00:00+08:00")
    try once(site, at: "2027-03-03T09:30:00+08:00")
    #expect(try mails(site) == ["2027-03-01/1"])
    // The next one is missed altogether.
    try once(site, at: "2027-03-12T09:00:00+08:00")
    try once(site, at: "2027-03-15T08:00:00+08:00")
    #expect(try mails(site) == ["2027-03-01/1", "2027-03-15/1"])
  }

  @Test func `without an address there are none`() throws {
    let site = try site()
    try site.editConfig { $0 = $0.replacing("  email: manager@example.com\n", with: "") }
    try once(site, at: "2027-03-01T08:05:00+08:00")
    #expect(try mails(site).isEmpty)
  }

  @Test func `the command shows the mails, and says why there is none`() throws {
    let site = try site()
    #expect(try site.program.run("record", "--init").code == 0)
    let week = try site.program.run("digest", "--manager")
    #expect(week.code == 0 && week.output.hasPrefix("一周小结"), "\(week)")
    let late = try site.program.run("digest", "--late")
    #expect(late.code == 0 && late.output.isEmpty)
    #expect(late.errors.contains("nothing has become too late"))
    let file = site.home.appendingPathComponent("late.eml").path
    #expect(try site.program.run("digest", "--late", "--eml", file).code == 1)
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(try site.program.run("digest").code == 64)
    #expect(try site.program.run("digest", "zhou", "--manager").code == 64)
    #expect(try site.program.run("digest", "--manager", "--evening").code == 64)
  }
}
