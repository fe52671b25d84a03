import CivilTime
import Testing

/// The golden lines were made with Python's `zoneinfo` (fold 0) from the same TZif files: a zone, a
/// wall-clock time 15 minutes before, at and after both sides of each change, and its instant.
@Suite struct ZoneRulesTests {
  @Test func `a dozen tricky zones agree at every change`() throws {
    var zones: [Substring: ZoneRules] = [:]
    var wrong = 0
    var compared = 0
    for line in try GoldenFolder.lines("zone-changes.txt") {
      let words = line.split(separator: " ")
      if zones[words[0]] == nil { zones[words[0]] = try Self.golden(words[0]) }
      let local = try #require(LocalTime(words[1]))
      compared += 1
      if zones[words[0]]?.instant(of: local).utcText != String(words[2]) {
        wrong += 1
        if wrong < 20 { Issue.record("\(line)") }
      }
    }
    #expect(wrong == 0)
    #expect(compared > 4000)
    #expect(zones.count == 13)
  }

  @Test func `footer rules alone agree at every change`() throws {
    var zones: [Substring: ZoneRules] = [:]
    var wrong = 0
    for line in try GoldenFolder.lines("footer-changes.txt") {
      let words = line.split(separator: " ")
      if zones[words[0]] == nil {
        zones[words[0]] = try ZoneRules(name: "test", tzif: slimTZif(footer: String(words[0])))
      }
      let local = try #require(LocalTime(words[1]))
      // Python leaves times after the footer's own start to the footer; so do we from 1970 on.
      if zones[words[0]]?.instant(of: local).utcText != String(words[2]) {
        wrong += 1
        if wrong < 20 { Issue.record("\(line)") }
      }
    }
    #expect(wrong == 0)
    #expect(zones.count == 12)
  }

  @Test func `days of a footer counted from zero count 29 February`() throws {
    // Python takes day 0 for the last of December; these moments are glibc's.
    let zone = try ZoneRules(name: "test", tzif: slimTZif(footer: "XXX-3YYY,59/1,300/2"))
    let before = Instant(seconds: 320_623_199)
    #expect(zone.text(before) == "1980-02-29T00:59:59+03:00")
    #expect(zone.text(before.adding(seconds: 1)) == "1980-02-29T02:00:00+04:00")
  }

  @Test func `instants come back from the wall clock unless a gap moved them`() throws {
    var random = SeededGenerator(seed: 4)
    for name in ["America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Apia"] {
      let zone = try Self.golden(name[...])
      for _ in 0..<4000 {
        let local = LocalTime(
          day: Day(.random(in: -3000...60_000, using: &random)),
          minute: try #require(MinuteOfDay(.random(in: 0..<1440, using: &random))))
        let instant = zone.instant(of: local)
        let back = zone.local(at: instant)
        let before = zone.utcOffset(at: instant.adding(seconds: -86_400))
        // In a gap the clock jumps over `local`, by at most a day (Apia, 2011-12-30).
        #expect(back >= local, "\(name) \(local)")
        if back != local {
          #expect(zone.utcOffset(at: instant) > before, "\(name) \(local) is no gap")
        }
        // Of two instants it is the first.
        let earlier = zone.local(at: instant.adding(seconds: -1800))
        #expect(earlier != local, "\(name) \(local)")
      }
    }
  }

  @Test func `gaps and overlaps go by the contract`() throws {
    let zone = try Self.golden("America/New_York")
    func utc(_ text: String) throws -> String {
      zone.instant(of: try #require(LocalTime(text))).utcText
    }
    #expect(try utc("2026-03-08T02:30") == "2026-03-08T07:30:00Z")
    #expect(try utc("2026-11-01T01:30") == "2026-11-01T05:30:00Z")
    let gap = try #require(Instant(rfc3339: "2026-03-08T07:30:00Z"))
    #expect(zone.local(at: gap).description == "2026-03-08T03:30")
    #expect(zone.text(gap) == "2026-03-08T03:30:00-04:00")
  }

  @Test func `a cut file is refused at every length`() throws {
    let whole = try GoldenFolder.bytes("zones/Asia_Shanghai.tzif")
    for length in 0..<whole.count {
      #expect(throws: ZoneFailure.self) {
        try ZoneRules(name: "cut", tzif: Array(whole[..<length]))
      }
    }
  }

  @Test func `damaged files never stop the program`() throws {
    let whole = try GoldenFolder.bytes("zones/America_Nuuk.tzif")
    var random = SeededGenerator(seed: 8536)
    var accepted = 0
    for _ in 0..<1000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      guard let zone = try? ZoneRules(name: "damaged", tzif: bytes) else { continue }
      accepted += 1
      for number in [-1_000_000, 0, 20_000, 60_000, 1_000_000] {
        let local = LocalTime(day: Day(number), minute: .midnight)
        _ = zone.local(at: zone.instant(of: local))
      }
    }
    #expect(accepted > 0)
  }

  @Test(arguments: [
    "EST5EDT", "EST", "E5", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.7,M11.1.0",
    "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,J0,J365", "EST25", "<EST5",
    "EST5 ", "EST5EDT,366,365", "5", "EST5:60",
  ])
  func `a footer that is no rule is refused`(footer: String) {
    #expect(throws: ZoneFailure.footer(footer)) {
      try ZoneRules(name: "test", tzif: slimTZif(footer: footer))
    }
  }

  @Test func `version 1 and leap seconds are refused`() {
    #expect(throws: ZoneFailure.oldVersion) {
      try ZoneRules(name: "old", tzif: slimTZif(footer: "UTC0", version: 0))
    }
    #expect(throws: ZoneFailure.leapSeconds) {
      try ZoneRules(name: "right", tzif: slimTZif(footer: "UTC0", leaps: 1))
    }
  }

  private static func golden(_ name: Substring) throws -> ZoneRules {
    let file = name.replacing("/", with: "_")
    return try ZoneRules(name: String(name), tzif: GoldenFolder.bytes("zones/\(file).tzif"))
  }
}

/// The smallest file: no changes, one type (UTC), a footer.
private func slimTZif(
  footer: String, version: UInt8 = UInt8(ascii: "3"), leaps: UInt8 = 0
) -> [UInt8] {
  func header(types: UInt8, characters: UInt8, leaps: UInt8) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, leaps, 0, types, characters] { bytes += [0, 0, 0, count] }
    return bytes
  }
  let type: [UInt8] = [0, 0, 0, 0, 0, 0]
  return header(types: 0, characters: 0, leaps: 0) + header(types: 1, characters: 4, leaps: leaps)
    + type + Array("UTC\0".utf8) + [UInt8](repeating: 0, count: Int(leaps) * 12)
    + Array("\n\(footer)\n".utf8)
}
