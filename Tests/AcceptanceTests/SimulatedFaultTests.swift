import FifthcallTestSupport
import Foundation
import Testing

/// Trouble on a virtual clock: each kind, and all together, gives the same bytes each time, loses
/// nothing and sends nothing twice.
@Suite(.fewAtATime) struct SimulatedFaultTests {
  static let span = ["--from", "2026-03-02", "--days", "12"]

  /// A kind of trouble by its options.
  static let faults: [(name: String, faults: [String])] = [
    ("relay down", ["relay-down:2026-03-03..2026-03-04"]),
    ("relay refusing", ["relay-refusing:2026-03-03..2026-03-04"]),
    ("relay slow", ["relay-slow:2026-03-03..2026-03-06"]),
    ("gateway down", ["gateway-down:2026-03-03..2026-03-04"]),
    ("gateway refusing", ["gateway-refusing:2026-03-05..2026-03-05"]),
    ("gateway slow", ["gateway-slow:2026-03-03..2026-03-06"]),
    ("kills", ["crash:2026-03-03T08:00", "crash:2026-03-05T09:31", "crash:2026-03-06T14:00"]),
    ("two hours ahead", ["clock-jump:2026-03-04T09:00+2h", "clock-jump:2026-03-05T12:00-2h"]),
    ("a day behind", ["clock-jump:2026-03-04T13:00-1d", "clock-jump:2026-03-05T12:00+1d"]),
    (
      "all",
      [
        "relay-down:2026-03-03..2026-03-03", "gateway-slow:2026-03-04..2026-03-06",
        "gateway-refusing:2026-03-09..2026-03-09", "crash:2026-03-04T09:30",
        "clock-jump:2026-03-06T10:00+2h", "clock-jump:2026-03-06T15:00-2h",
        "crash:2026-03-09T09:35",
      ]
    ),
  ]

  /// Customers by mail and by SMS in turn; `isReversed` writes the same ones the other way round.
  private func site(isReversed: Bool) throws -> TestSite {
    let rows = (1...60).map { number in
      let day = String(format: "19%02d-03-%02d", 50 + number % 50, 2 + number % 12)
      return TestSite.customer(number, birthday: day, email: number % 2 == 0)
    }
    return try TestSite(customers: isReversed ? rows.reversed() : rows)
  }

  @Test(arguments: faults.indices)
  func `the same bytes from rows in any order, nothing twice, nothing forgotten`(_ row: Int) throws
  {
    let options = Self.span + Self.faults[row].faults.flatMap { ["--fault", $0] }
    let sites = try [false, true].map { try site(isReversed: $0) }
    let world = try SimulatedWorld(sites[0], "out", options)
    let other = try SimulatedWorld(sites[1], "out", options)
    // A site's folder is gone with it.
    defer { withExtendedLifetime(sites) {} }
    // The config's hash differs with the file, so its line does and the chain with it.
    for file in try world.files("outbox") where !file.hasSuffix(".eml") {
      #expect(try world.bytes(file) == other.bytes(file), "\(file)")
    }
    #expect(try world.bytes("load.csv") == other.bytes("load.csv"))
    #expect(try world.deeds() == other.deeds())

    let trails = TouchTrail.read(try world.journal())
    for (touch, copies) in try world.messages() {
      #expect(copies.count == 1, "\(touch)")
      let isKill = Self.faults[row].faults.contains { $0.hasPrefix("crash") }
      let results = trails[touch]?.results ?? []
      #expect(results.last == "accepted" || isKill && results.last == "uncertain", "\(touch)")
    }
    for (touch, trail) in trails where trail.intent != nil {
      #expect(trail.isEnded || trail.results.last == "deferred", "\(touch) is forgotten")
    }
  }

  @Test func `the same seed gives the same bytes whatever goes wrong`() throws {
    let site = try site(isReversed: false)
    let options = Self.span + (Self.faults.last?.faults ?? []).flatMap { ["--fault", $0] }
    let worlds = try (0..<2).map { try SimulatedWorld(site, "out\($0)", options) }
    for folder in ["outbox", "journal"] {
      let files = try worlds[0].files(folder)
      #expect(try !files.isEmpty && worlds[1].files(folder) == files)
      for file in files { #expect(try worlds[0].bytes(file) == worlds[1].bytes(file), "\(file)") }
    }
    #expect(try worlds[0].bytes("load.csv") == worlds[1].bytes("load.csv"))
  }

  @Test func `birthdays that a leap of the clock passed over are told, not forgotten`() throws {
    let site = try site(isReversed: false)
    defer { withExtendedLifetime(site) {} }
    let world = try SimulatedWorld(
      site, "out",
      Self.span + ["--outcomes", "none", "--fault", "clock-jump:2026-03-03T21:00+3d"])
    let trails = TouchTrail.read(try world.journal())
    let birthdays = trails.filter { $0.key.contains("/birthday/") }
    // Whom nobody can call, on 4 and 6 March; the others of these days have a call instead.
    let told = birthdays.filter { !$0.value.reasons.isEmpty }
    #expect(told.count == 10, "\(told.keys.sorted())")
    #expect(try Set(world.messages().keys).isDisjoint(with: told.keys))
  }

  @Test func `after an hour in 2105 the service holds until somebody vouches for the clock`() throws
  {
    let site = try site(isReversed: false)
    defer { withExtendedLifetime(site) {} }
    let jumps = ["2026-03-04T13:00+29000d", "2026-03-04T14:00-29000d"]
    let script = site.home.appendingPathComponent("script.jsonl")
    try Data("{\"at\":\"2026-03-05T08:30:00+08:00\",\"record\":\"release\"}\n".utf8).write(
      to: script)
    let world = try SimulatedWorld(
      site, "out",
      Self.span + ["--outcomes", "script.jsonl"]
        + jumps.flatMap { ["--fault", "clock-jump:\($0)"] })
    let journal = try world.journal()
    let holds = journal.filter { $0["kind"] as? String == "hold" }.map {
      $0["cause"] as? String ?? ""
    }
    #expect(holds == ["clock-implausible", "clock-behind"])
    let release = try #require(
      journal.firstIndex { $0["kind"] as? String == "release" && $0["wall"] != nil })
    let days = journal[release...].filter { $0["kind"] as? String == "intent" }
      .compactMap { $0["day"] as? String }
    #expect(!days.isEmpty && days.allSatisfy { $0.hasPrefix("2026-03") }, "\(days)")
    // Alerts to the admin carry the day that the clock showed.
    let later = journal.filter { line in
      line["kind"] as? String == "intent"
        && (line["day"] as? String)?.hasPrefix("2026-03") == false
        && (line["touch"] as? String)?.hasPrefix("house%3A") == false
    }
    #expect(later.isEmpty, "\(later)")
  }

  @Test(arguments: [
    ("clock-jump:2026-03-04T13:00-1d", "clock-behind"),
    ("clock-jump:2026-03-04T13:00+2h", "clock-jumped"),
    ("clock-jump:2026-03-04T13:00-20000d", "clock-implausible"),
  ])
  func `a clock that is wrong holds, nothing goes meanwhile, and the hold is left`(
    fault: String, cause: String
  ) throws {
    let sign = fault.contains("+") ? "+" : "-"
    let size = fault.split(separator: Character(sign)).last.map(String.init) ?? ""
    let back = "clock-jump:2026-03-05T08:00\(sign == "+" ? "-" : "+")\(size)"
    let site = try site(isReversed: false)
    defer { withExtendedLifetime(site) {} }
    let world = try SimulatedWorld(
      site, "out",
      Self.span + ["--outcomes", "none", "--fault", fault, "--fault", back])
    let journal = try world.journal()
    let hold = try #require(
      journal.firstIndex { $0["kind"] as? String == "hold" && $0["cause"] as? String == cause })
    let release = try #require(
      journal[hold...].firstIndex {
        $0["kind"] as? String == "release" && $0["cause"] as? String == cause
      })
    for line in journal[hold..<release] where line["kind"] as? String == "cross" {
      #expect((line["touch"] as? String)?.hasPrefix("house%3A") == true, "\(line)")
    }
    #expect(journal[release...].contains { $0["kind"] as? String == "cross" })
    for (touch, copies) in try world.messages() { #expect(copies.count == 1, "\(touch)") }
  }
}

extension SimulatedWorld {
  /// The journal without what names the very files: moments, kinds, touches, results in order.
  fileprivate func deeds() throws -> [String] {
    try journal().map { line in
      ["at", "kind", "touch", "try", "result", "reason", "cause", "customer"]
        .map { "\(line[$0] ?? "")" }.joined(separator: " ")
    }
  }
}
