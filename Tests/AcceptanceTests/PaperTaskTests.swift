import FifthcallTestSupport
import Foundation
import Testing

/// Cards and letters come with words to copy, and no customer gets the same words twice.
@Suite(.fewAtATime) struct PaperTaskTests {
  private let site: TestSite

  init() throws {
    site = try TestSite(
      customers: [TestSite.customer(1, birthday: "", email: false)])
    // Who is written to has an address.
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacingOccurrences(of: ",城市,", with: ",城市,地址,")
      .replacingOccurrences(of: ",永康,", with: ",永康,望春路1号,")
    try Data(text.utf8).write(to: file)
    #expect(try site.program.run("record", "--init").code == 0)
  }

  private func record(_ words: String...) throws {
    let ended = try site.program.run(["record"] + words)
    #expect(ended.code == 0, "\(words): \(ended.errors)")
  }

  /// The lines to be copied in a rep's digest of a day.
  private func words(on day: String) throws -> [String] {
    let digest = try site.program.run("digest", "zhou", "--day", day)
    #expect(digest.code == 0, "\(digest.errors)")
    return digest.lines.filter { $0.hasPrefix("    | ") }.map { String($0.dropFirst(6)) }
  }

  @Test func `D3, D4: a card's words are recorded with it, and the next card has others`() throws {
    try record("opt-out", "T0001", "--channel", "call", "--at", "2026-11-23T09:00:00+08:00")
    try record(
      "occasion", "T0001", "--name", "illness", "--day", "2026-11-25", "--at",
      "2026-11-24T09:00:00+08:00")
    let first = try words(on: "2026-11-25")
    #expect(first.first == "王女士：" && first.last == "周丽萍", "\(first)")
    #expect(try words(on: "2026-11-25") == first, "it is the same as long as nothing happens")
    try record(
      "card", "T0001", "--touch", "T0001/occasion-illness/occasion-2026-11-24/1", "--at",
      "2026-11-25T11:00:00+08:00")
    let settled = try site.journal().first { $0["kind"] as? String == "settled" }
    #expect(settled?["template"] as? String == "card-illness")
    let variant = try #require(settled?["variant"] as? String)
    #expect(variant.hasPrefix("zh-CN."))
    // Next day a gift is due; with it goes a card with other words.
    let second = try words(on: "2026-11-26")
    #expect(second.first == "王女士：" && second.last == "周丽萍", "\(second)")
    #expect(first != second)
    let text = try site.program.run(
      "render", "card-illness", "--customer", "T0001", "--channel", "card", "--variant",
      String(variant.dropFirst(6)))
    #expect(first.allSatisfy(text.output.contains), "\(text.output)")
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `D3: who takes a record back may get its words again`() throws {
    try record("opt-out", "T0001", "--channel", "call", "--at", "2026-11-23T09:00:00+08:00")
    try record(
      "occasion", "T0001", "--name", "illness", "--day", "2026-11-25", "--at",
      "2026-11-24T09:00:00+08:00")
    let first = try words(on: "2026-11-25")
    #expect(!first.isEmpty)
    try record(
      "card", "T0001", "--touch", "T0001/occasion-illness/occasion-2026-11-24/1", "--at",
      "2026-11-25T07:00:00+08:00")
    #expect(try words(on: "2026-11-25").isEmpty)
    let number = try site.journal().first { $0["kind"] as? String == "card" }?["n"] as? Int
    try record("retract", "\(try #require(number))")
    #expect(try words(on: "2026-11-25") == first)
  }

  @Test func `check demands the text that a step names`() throws {
    let folder = site.home.appendingPathComponent("templates/card-illness")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("zh-CN") {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    let check = try site.program.run("check")
    #expect(check.code == 1)
    #expect(
      check.output.contains(
        "occasion-illness.yaml:12:15: error: template card-illness has no card text in zh-CN: add "
          + "card-illness/zh-CN.a.card.mustache"), "\(check.output)")
  }
}
