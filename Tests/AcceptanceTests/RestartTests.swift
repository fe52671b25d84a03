import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import JournalFile
import Testing
import TouchJournal

/// Starts from the projection: nothing is forgotten, nothing goes out twice, and damage in files that
/// the start did not read shuts the channels.
@Suite(.fewAtATime) struct RestartTests {
  private let evening = "2026-11-24T19:25:00+08:00"

  /// A site whose journal has several sealed files of old history.
  private func site() throws -> TestSite {
    let site = try TestSite(
      customers: (1...3).map { TestSite.customer($0, birthday: "1987-11-24", email: false) })
    var options = Journal.Options()
    options.segmentSize = 4000
    options.now = { Instant(seconds: 1_795_300_000) }
    let journal = try Journal.open(
      try StateFolder(creating: state(site)), role: .service, options: options
    ) { _ in }
    try journal.appendDurably([.start(program: "0.1.0", generation: "00", mode: "live")])
    for index in 0..<60 {
      let fact = Fact(
        customer: CustomerID("T000\(index % 3 + 1)"), at: Instant(seconds: 1_795_000_000),
        detail: .note)
      try journal.appendDurably([.fact(fact)])
    }
    try journal.appendDurably([.stop(reason: "test")])
    journal.close()
    return site
  }

  private func state(_ site: TestSite) -> String { site.home.appendingPathComponent("var").path }

  private func once(_ site: TestSite, at now: String) throws -> Program.Ended {
    let ended = try site.program.run("run", "--once", "--now", now)
    #expect(ended.code == 0, "\(ended.errors)")
    return ended
  }

  /// Runs the service until `look` gives something, and ends it.
  private func run<Value>(
    _ site: TestSite, at now: String, until look: () throws -> Value?
  ) async throws -> Value? {
    let log = site.home.appendingPathComponent("service.log")
    let service = try site.program.start(["run", "--now", now], output: log)
    defer {
      service.terminate()
      service.waitUntilExit()
    }
    return try await site.await {
      try site.program.run("status").code == 0 ? try look() : nil
    }
  }

  /// Whether a mail to the admin tells of the hold.
  private func isTold(_ site: TestSite) -> Bool {
    let outbox = site.home.appendingPathComponent("var/outbox")
    let names = FileManager.default.enumerator(atPath: outbox.path)?.compactMap { $0 as? String }
    return (names ?? []).contains { name in
      let mail = try? String(contentsOf: outbox.appendingPathComponent(name), encoding: .utf8)
      return mail?.contains("hold-journal-damaged") == true
    }
  }

  private func flip(_ file: Int, of site: TestSite) throws {
    let name = SegmentFile.list(in: try StateFolder(existing: state(site)))[file].name
    let url = URL(fileURLWithPath: state(site) + "/journal/" + name)
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    let known = try FileManager.default.attributesOfItem(atPath: url.path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: bytes)
    try handle.close()
    try FileManager.default.setAttributes(
      [.posixPermissions: known[.posixPermissions] ?? 0], ofItemAtPath: url.path)
  }

  @Test func `a second start reads only what the projection has not, and sends nothing twice`()
    throws
  {
    let site = try site()
    let first = try once(site, at: evening)
    #expect(first.errors.contains("the first entry"), "\(first.errors)")
    let sent = site.lines("var/outbox/sms.jsonl")
    #expect(sent.count == 3)
    let second = try once(site, at: "2026-11-24T19:26:00+08:00")
    #expect(second.errors.contains("the projection"), "\(second.errors)")
    #expect(second.errors.contains("the sealed files of the journal were verified"))
    #expect(site.lines("var/outbox/sms.jsonl") == sent)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: state(site) + "/ledger.sqlite" + suffix)
    }
    let third = try once(site, at: "2026-11-24T19:27:00+08:00")
    #expect(third.errors.contains("the first entry"), "\(third.errors)")
    #expect(site.lines("var/outbox/sms.jsonl") == sent)
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `damage in an early file is found beside the running service, holds and is told`()
    async throws
  {
    let site = try site()
    _ = try once(site, at: "2026-11-24T08:00:00+08:00")
    try flip(1, of: site)
    let held = try await run(site, at: evening) {
      let status = try site.program.run("status").output
      return status.contains("hold: journal-damaged") && isTold(site) ? status : nil
    }
    #expect(held != nil, "\(site.lines("service.log"))")
    #expect(site.lines("service.log").contains { $0.contains("the journal is damaged: journal-") })
    // The file is put back: the next start verifies it and goes on by itself.
    try flip(1, of: site)
    let isOpen = try await run(site, at: "2026-11-24T19:26:00+08:00") {
      try site.program.run("status").output.contains("hold:") ? nil : true
    }
    #expect(isOpen == true, "\(site.lines("service.log"))")
  }

  /// Rows 94, 96 and 98: whoever starts on nothing would greet everybody a second time.
  @Test(arguments: ["removed", "emptied", "old line ends"])
  func `a journal that lost everything is not begun anew beside its projection`(
    damage: String
  ) throws {
    let site = try site()
    _ = try once(site, at: evening)
    let sent = site.lines("var/outbox/sms.jsonl")
    let folder = try StateFolder(existing: state(site))
    for file in SegmentFile.list(in: folder) {
      let path = folder.journal + "/" + file.name
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      try FileManager.default.removeItem(atPath: path)
      guard damage != "removed" else { continue }
      let rest = damage == "emptied" ? [] : bytes.map { $0 == 10 ? 13 : $0 }
      try Data(rest).write(to: URL(fileURLWithPath: path))
    }
    for _ in 0..<2 {
      let ended = try site.program.run("run", "--once", "--now", "2026-11-24T19:28:00+08:00")
      #expect(ended.code == 74)
      #expect(ended.errors.contains("the journal is damaged"), "\(ended.errors)")
    }
    #expect(site.lines("var/outbox/sms.jsonl") == sent)
  }

  @Test func `damage in the file that a start reads is refused as ever`() throws {
    let site = try site()
    _ = try once(site, at: "2026-11-24T08:00:00+08:00")
    let count = SegmentFile.list(in: try StateFolder(existing: state(site))).count
    #expect(count > 3)
    try flip(count - 1, of: site)
    #expect(try site.program.run("run", "--once", "--now", evening).code == 74)
    try flip(count - 1, of: site)
    #expect(try site.program.run("run", "--once", "--now", evening).code == 0)
  }
}
