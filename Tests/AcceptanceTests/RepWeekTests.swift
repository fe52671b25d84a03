import FifthcallTestSupport
import Foundation
import Testing

/// A rep's week as it is recorded, and what the next days' plans and `explain` make of it, with the
/// shipped config.
@Suite(.fewAtATime) struct RepWeekTests {
  /// A row of a plan that matters here.
  private struct Row: Hashable, CustomStringConvertible {
    let touch: String
    let channel: String
    let at: String

    var description: String { "\(touch) \(channel) \(at)" }
  }

  private let site: TestSite

  init() throws {
    site = try TestSite(
      customers: (1...9).map { TestSite.customer($0, birthday: "", email: false, stage: "潜在线索") })
    #expect(try site.program.run("record", "--init").code == 0)
  }

  private func record(_ words: String...) throws {
    let ended = try site.program.run(["record"] + words)
    #expect(ended.code == 0, "\(words): \(ended.errors)")
  }

  /// What ladders other than nurture of suspects want of a customer.
  private func plan(_ customer: Int, from day: String, days: Int = 12) throws -> [Row] {
    try site.program.run(
      "plan", "--from", day, "--days", "\(days)", "--customer", "T000\(customer)", "--format",
      "json"
    ).objects().compactMap { row in
      guard row["kind"] as? String == "ladder", let touch = row["touch"] as? String,
        !touch.contains("/nurture/suspect"), let channel = row["channel"] as? String,
        let at = row["at"] as? String
      else { return nil }
      return Row(
        touch: touch.split(separator: "/", maxSplits: 1).last.map(String.init) ?? touch,
        channel: channel, at: String(at.prefix(16)))
    }
  }

  private func words(_ customer: Int) throws -> String {
    try site.program.run("explain", "T000\(customer)", "--format", "json").objects()
      .filter { $0["rule"] as? String == "next-step" }
      .compactMap { $0["text"] as? String }.joined(separator: "\n")
  }

  @Test func `E3, E6: a call decides on the next one`() throws {
    // No answer in the morning: tomorrow in the afternoon.
    try record("inquiry", "T0001", "--at", "2026-11-24T09:40:00+08:00")
    try record(
      "call", "T0001", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "no-answer", "--touch",
      "T0001/follow-up/inquiry-2026-11-24/1")
    let second = try plan(1, from: "2026-11-25")
    #expect(second.map(\.touch) == ["follow-up/inquiry-2026-11-24/2"])
    #expect(second.first?.at.hasPrefix("2026-11-25T1") == true)
    #expect((second.first?.at.suffix(5) ?? "") >= "14:00")
    // Asked to be called back: the same step, at that minute.
    try record(
      "call", "T0001", "--at", "2026-11-25T15:00:00+08:00", "--outcome", "call-back", "--call-back",
      "2026-12-02T15:00:00+08:00", "--touch", "T0001/follow-up/inquiry-2026-11-24/2")
    #expect(
      try plan(1, from: "2026-11-26") == [
        Row(touch: "follow-up/inquiry-2026-11-24/2", channel: "call", at: "2026-12-02T15:00")
      ])
    // A clear need: the next step on the next working day.
    try record(
      "call", "T0001", "--at", "2026-12-02T15:00:00+08:00", "--outcome", "reached", "--need",
      "clear",
      "--attitude", "warm", "--touch", "T0001/follow-up/inquiry-2026-11-24/2")
    let third = try plan(1, from: "2026-12-03")
    #expect(third.map(\.touch) == ["follow-up/inquiry-2026-11-24/3"])
    #expect(third.first?.at.hasPrefix("2026-12-03") == true)
    #expect(try site.program.run("journal", "verify").code == 0)
  }

  @Test func `E3, A2: call-backs, visits, refusals and wrong numbers outside a ladder`() throws {
    try record(
      "call", "T0002", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "call-back", "--call-back",
      "2026-11-28T16:20:00+08:00")
    #expect(
      try plan(2, from: "2026-11-25") == [
        Row(touch: "call-back/call-2026-11-24/1", channel: "call", at: "2026-11-28T16:20")
      ])
    try record(
      "call", "T0003", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "reached", "--visit",
      "yes",
      "--visit-on", "2026-11-27")
    let agreed = try plan(3, from: "2026-11-25")
    #expect(agreed.map(\.touch) == ["agreed-visit/call-2026-11-24/1"])
    #expect(agreed.first?.channel == "visit" && agreed.first?.at.hasPrefix("2026-11-27") == true)
    try record(
      "call", "T0004", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "reached", "--visit", "yes"
    )
    #expect(try plan(4, from: "2026-11-25").map(\.touch) == ["welcome-visit/call-2026-11-24/1"])
    try record("inquiry", "T0005", "--at", "2026-11-24T09:40:00+08:00")
    try record(
      "call", "T0005", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "reached", "--attitude",
      "cold", "--visit", "no", "--reason", "price")
    #expect(try plan(5, from: "2026-11-25", days: 59) == [])
    try record(
      "call", "T0006", "--at", "2026-11-24T10:00:00+08:00", "--outcome", "wrong-number")
    let search = try plan(6, from: "2026-11-25")
    #expect(search.map(\.touch) == ["wrong-number/call-2026-11-24/1"])
    #expect(search.first?.channel == "visit", "no address is on file")
    // The right number in the customer file, and everything is as before.
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "15400010006", with: "15400019006").utf8).write(to: file)
    #expect(try plan(6, from: "2026-11-25") == [])
  }

  @Test func `D9, D11, C7: promises and complaints are kept apart and to the minute`() throws {
    for (at, by) in [("10:00", "2026-11-26T11:00"), ("10:30", "2026-11-27T16:00")] {
      try record(
        "promise", "T0007", "--at", "2026-11-24T\(at):00+08:00", "--by", "\(by):00+08:00")
    }
    #expect(
      try plan(7, from: "2026-11-25") == [
        Row(touch: "promise/promise-2026-11-24/1", channel: "call", at: "2026-11-26T11:00"),
        Row(touch: "promise/promise-2026-11-24.2/1", channel: "call", at: "2026-11-27T16:00"),
      ])
    try record(
      "kept", "T0007", "--at", "2026-11-25T10:00:00+08:00", "--touch",
      "T0007/promise/promise-2026-11-24.2/1")
    #expect(try plan(7, from: "2026-11-26").map(\.touch) == ["promise/promise-2026-11-24/1"])
    // A complaint late in the morning is due two working hours later, in the afternoon.
    try record("complaint", "T0008", "--at", "2026-11-24T19:30:00+08:00", "--about", "门关不上")
    #expect(
      try plan(8, from: "2026-11-25") == [
        Row(touch: "complaint/complaint-2026-11-24/1", channel: "call", at: "2026-11-25T11:00")
      ])
    try record("opt-out", "T0008", "--at", "2026-11-24T19:40:00+08:00", "--channel", "call")
    #expect(try plan(8, from: "2026-11-25").map(\.channel) == ["visit"])
    try record(
      "resolved", "T0008", "--at", "2026-11-25T12:00:00+08:00", "--perceived", "2", "--expected",
      "4")
    #expect(
      try plan(8, from: "2026-11-26").map(\.touch) == [
        "recovery/resolved-2026-11-25/1", "after-complaint/resolved-2026-11-25/1",
      ])
  }

  @Test func `E3: explain says it in words that a rep understands`() throws {
    // In the future, since explain looks from today on.
    let now = Date()
    let format = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
    let later = now.addingTimeInterval(5 * 86_400)
    try record(
      "call", "T0009", "--outcome", "call-back", "--call-back",
      later.formatted(format).replacingOccurrences(of: "+0800", with: "+08:00"))
    let words = try words(9)
    #expect(words.contains("asked on ") && words.contains(" to be called back on "), "\(words)")
  }
}
