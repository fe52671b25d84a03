import CivilTime
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-22T09:30:00.120Z", 1_795_339_800_120),
    ("2026-11-22T17:30:00.120+08:00", 1_795_339_800_120), ("1969-12-31T23:59:59.999Z", -1),
    ("2026-11-22t09:30:00z", 1_795_339_800_000),
    ("2026-11-22T09:30:00.1239999Z", 1_795_339_800_123),
    ("2026-11-22T09:30:00.5Z", 1_795_339_800_500), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ("2026-11-22T05:30:00-04:00", 1_795_339_800_000),
    ("2026-11-22T09:30:00-00:00", 1_795_339_800_000),
  ])
  func `RFC 3339 reads to the millisecond`(text: String, milliseconds: Int64) {
    #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-22", "2026-11-22T09:30Z", "2026-11-22 09:30:00Z", "2026-11-22T09:30:00",
    "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:30:61Z",
    "2026-02-30T09:30:00Z", "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00+8:00",
    "2026-11-22T09:30:00+24:00", "2026-11-22T09:30:00Z\r\n", "2026-11-22T09:30:00,5Z",
  ])
  func `anything else is refused`(text: String) { #expect(Instant(rfc3339: text) == nil) }

  @Test func `random instants read back from every text`() {
    var random = SeededGenerator(seed: 3339)
    for _ in 0..<5000 {
      let instant = Instant(
        milliseconds: .random(in: -60_000_000_000_000...250_000_000_000_000, using: &random))
      #expect(Instant(rfc3339: instant.rfc3339) == instant)
      let whole = Instant(seconds: instant.seconds)
      #expect(Instant(rfc3339: instant.utcText) == whole)
      let offset = Int.random(in: -86_399...86_399, using: &random)
      #expect(Instant(rfc3339: instant.text(offsetSeconds: offset)) == whole)
    }
  }

  @Test func `an instant prints with an offset`() throws {
    let instant = try #require(Instant(rfc3339: "2026-01-29T01:30:00.999Z"))
    #expect(instant.text(offsetSeconds: 28_800) == "2026-01-29T09:30:00+08:00")
    #expect(instant.text(offsetSeconds: -12_600) == "2026-01-28T22:00:00-03:30")
    #expect(instant.text(offsetSeconds: 0) == "2026-01-29T01:30:00+00:00")
    #expect(instant.description == "2026-01-29T01:30:00.999Z")
    #expect(instant.adding(seconds: 1) - instant == 1000)
  }
}
