import FifthcallTestSupport
import Foundation
import JournalFile
import Testing

/// A journal that has lost what the projection saw: no command writes to it, and each says so.
@Suite(.fewAtATime) struct RolledBackTests {
  /// What is done to the journal's only file.
  enum Loss: CaseIterable { case gone, emptied, linesCut, halfLineCut }

  /// A site that has sent its birthday mails once, and lost something since.
  private func site(_ loss: Loss) throws -> TestSite {
    let site = try TestSite(
      customers: (1...3).map { TestSite.customer($0, birthday: "1987-11-24", email: true) })
    let ended = try site.program.run("run", "--once", "--now", "2026-11-24T19:25:00+08:00")
    try #require(ended.code == 0, "\(ended.errors)")
    let file = journal(site)
    let bytes = try Data(contentsOf: file)
    // The projection need not have the very last lines.
    let ends = bytes.indices.filter { bytes[$0] == 10 }
    let last = ends[ends.count / 3] + 1
    switch loss {
    case .gone: try FileManager.default.removeItem(at: file)
    case .emptied: try Data().write(to: file)
    case .linesCut: try bytes[..<last].write(to: file)
    case .halfLineCut: try bytes[..<(last + 40)].write(to: file)
    }
    return site
  }

  private func journal(_ site: TestSite) -> URL {
    site.home.appendingPathComponent("var/journal/journal-000000000001.jsonl")
  }

  @Test(arguments: Loss.allCases)
  func `nothing is recorded or erased on it, and the next start still refuses it`(_ loss: Loss)
    throws
  {
    let site = try site(loss)
    let before = try? Data(contentsOf: journal(site))
    for words in [
      ["record", "note", "T0001", "--note", "爱喝茶"], ["journal", "erase", "T0001"],
      ["run", "--once", "--now", "2026-11-24T19:28:00+08:00"],
    ] {
      let ended = try site.program.run(words)
      #expect(ended.code == 74, "\(words): \(ended.errors)")
      #expect((try? Data(contentsOf: journal(site))) == before)
    }
  }

  @Test(arguments: Loss.allCases)
  func `verify says the same as the start`(_ loss: Loss) throws {
    let site = try site(loss)
    let ended = try site.program.run("journal", "verify")
    #expect(ended.code == 1)
    let verdict = loss == .halfLineCut ? "corrupt" : "rolled-back"
    #expect((ended.output + ended.errors).contains(verdict), "\(ended.output) \(ended.errors)")
  }

  @Test func `without the projection nobody can know`() throws {
    let site = try site(.linesCut)
    try StateFolder(existing: site.home.appendingPathComponent("var").path).removeLedger()
    #expect(try site.program.run("journal", "verify").code == 0)
    #expect(try site.program.run("record", "note", "T0001", "--note", "爱喝茶").code == 0)
  }

  @Test func `an answer about a person from a damaged journal says that it is not all`() throws {
    let site = try TestSite(
      customers: [TestSite.customer(1, birthday: "1987-11-24", email: true)])
    #expect(try site.program.run("run", "--once", "--now", "2026-11-24T19:25:00+08:00").code == 0)
    for command in [["journal", "export", "T0001"], ["journal", "stats"]] {
      let ended = try site.program.run(command)
      #expect(ended.code == 0 && !ended.errors.contains("damage"), "\(command) \(ended.errors)")
    }
    var bytes = try Data(contentsOf: journal(site))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: journal(site))
    for command in [["journal", "export", "T0001"], ["journal", "stats"]] {
      let ended = try site.program.run(command)
      #expect(
        ended.code == 1 && ended.errors.contains("missing here"), "\(command) \(ended.errors)")
    }
  }
}
