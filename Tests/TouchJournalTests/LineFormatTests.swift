import CadenceModel
import CivilTime
import Foundation
import Testing
import TouchJournal

struct LineFormatTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/all-kinds.jsonl")

  /// The golden file is written by this test once and checked by `docs/journal-format.md`'s
  /// independent one-liner; see the test of its last `h` below.
  @Test func `every kind is written byte for byte as before`() throws {
    let bytes = SampleEntries.lines(SampleEntries.all).bytes
    if ProcessInfo.processInfo.environment["FIFTHCALL_WRITE_GOLDEN"] != nil {
      try Data(bytes).write(to: Self.golden)
    }
    #expect(try Array(Data(contentsOf: Self.golden)) == bytes)
  }

  @Test func `a line has the contract's order and a tail of 63 bytes`() throws {
    let text = String(decoding: SampleEntries.lines([.stop(reason: "signal")]).bytes, as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"v":1,"n":1,"d":0,"at":"2026-11-22T09:00:00.000Z","up":81234,"run":7,"kind":"stop","#
          + #""reason":"signal","c":""#))
    #expect(text.hasSuffix("\"}\n"))
    let tail = try #require(text.range(of: ",\"c\":\""))
    #expect(text[tail.lowerBound...].utf8.count == 64)
  }

  @Test func `what was written is read back the same, unknown kinds and fields included`() {
    let (bytes, entries) = SampleEntries.lines(SampleEntries.all)
    var checker = SegmentChecker(after: JournalTail())
    var read: [JournalEntry] = []
    checker.feed(bytes) { read.append($0) }
    checker.finish()
    #expect(checker.verdict(isLast: true, applied: 0) == .clean)
    #expect(read == entries)
    #expect(checker.goodLength == bytes.count)
  }

  @Test(arguments: [1, 2, 63, 1000])
  func `pieces of any size give the same entries`(size: Int) {
    let (bytes, entries) = SampleEntries.lines(SampleEntries.all)
    var checker = SegmentChecker(after: JournalTail())
    var read: [JournalEntry] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      checker.feed(Array(bytes[start..<min(bytes.count, start + size)])) { read.append($0) }
    }
    checker.finish()
    #expect(read == entries)
  }

  @Test func `every fact comes back as it was`() {
    for fact in SampleEntries.facts {
      let entry = SampleEntries.lines([.fact(fact)]).entries[0]
      #expect(entry.fact == fact)
    }
  }

  @Test func `an opt-in for a channel of the future does not open all channels`() {
    let draft = JournalDraft(
      kind: JournalKind(.optIn),
      fields: [
        JournalField("customer", .string("KH1")), JournalField("channel", .string("hologram")),
      ])
    #expect(SampleEntries.lines([draft]).entries[0].fact == nil)
  }

  @Test func `no text of a fact gets into its line`() {
    var fact = SampleEntries.call
    fact.texts = ["note": "asked about the oak door", "product": "oak door"]
    let text = String(
      decoding: SampleEntries.lines([.fact(fact, sealed: SampleEntries.sealed)]).bytes,
      as: UTF8.self)
    #expect(!text.contains("oak"))
    #expect(text.contains(#""sealed":"1:4096:2210""#))
  }

  @Test func `the clock of a line is never before the line before it`() {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    let later = JournalStamp(at: Instant(seconds: 2000), up: 1, run: 1)
    let earlier = JournalStamp(at: Instant(seconds: 1000), up: 2, run: 1)
    _ = tail.write(.stop(reason: "a"), stamp: later, durable: 0, to: &bytes)
    let entry = tail.write(.stop(reason: "b"), stamp: earlier, durable: 1, to: &bytes)
    #expect(entry.at == Instant(seconds: 2000))
  }

  @Test(arguments: [
    "1", "1:abc", "-1:" + String(repeating: "0", count: 32),
    "x:" + String(repeating: "0", count: 32), "1:" + String(repeating: "G", count: 32), ":",
  ])
  func `a witness that is no chain head is refused`(text: String) {
    #expect(ChainHead(text) == nil)
  }
}

/// What the journal asks before it takes a line.
struct LineLengthTests {
  @Test func `the quick bound is never below the length of a line`() {
    var drafts = SampleEntries.all
    for text in ["", "\u{1}\u{2}\"\\", "生日", String(repeating: "\u{0}", count: 500)] {
      drafts.append(
        JournalDraft(
          kind: .stop,
          fields: [
            JournalField(text, .string(text)), JournalField("n", .integer(.min)),
            JournalField("list", .array([.null, .bool(false), .number("1e400")])),
          ]))
    }
    for draft in drafts { #expect(draft.lengthBound >= draft.length) }
  }
}
