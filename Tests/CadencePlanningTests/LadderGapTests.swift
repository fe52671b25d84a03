import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Follow-up calls that fell into a time without the service, or without anybody who called
/// (reliability notes 2.8): only the latest step remains, and later ones keep their spacing from the
/// day on which it is really made.
@Suite struct LadderGapTests {
  private let cadences = [Cadence.followUp(then: "nurture"), .nurture()]

  /// The next touches as of a day, with what was recorded before.
  private func next(_ known: [(String, FactDetail)], from: String, days: Int = 90) -> [String] {
    let planner = Planner(
      settings: Settings.forTests(cadences), roster: one { $0.stage = .suspect },
      history: facts(known, firstStart: "2026-01-05T08:00"))
    return lines(planner.plan(from: day(from), days: days), planner)
  }

  private func steps(_ lines: [String]) -> [String] {
    lines.compactMap { $0.split(separator: "/").last.map(String.init) }
  }

  @Test(arguments: ["2026-03-03", "2026-03-05", "2026-03-20", "2026-04-20", "2026-06-30"])
  func `however long the gap, one call of a ladder is listed, and it is the one not yet made`(
    _ today: String
  ) {
    let known = [
      ("2026-03-02T10:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-02T10:30", .call(CallReport(outcome: .noAnswer))),
    ]
    let listed = next(known, from: today).filter { $0.contains("follow-up/") }
    #expect(listed.count == 1, "\(listed)")
    #expect(steps(listed) == ["2 call"])
  }

  @Test func `after a gap the spacing counts from the day on which a call is really made`() throws {
    let inquiry = ("2026-03-02T10:00", FactDetail.inquiry(DealFacts()))
    let first = ("2026-03-02T10:30", FactDetail.call(CallReport(outcome: .noAnswer)))
    /// The days from the making of the second call to the due day of the third.
    func spacing(_ made: String) throws -> Int {
      let second = (made, FactDetail.call(CallReport(outcome: .noAnswer)))
      let day = day(String(made.prefix(10)))
      let listed = next([inquiry, first, second], from: "\(day + 1)")
        .filter { $0.contains("follow-up/") }
      #expect(steps(listed) == ["3 call"], "\(listed)")
      let due = try #require(listed.first.flatMap { Day(iso: String($0.prefix(10))) })
      return due - day
    }
    // Mondays, so that weekends lie alike: in time, and after two gaps.
    let inTime = try spacing("2026-03-09T10:30")
    #expect(try spacing("2026-03-16T10:30") == inTime)
    #expect(try spacing("2026-03-23T10:30") == inTime)
    #expect(inTime >= 1)
  }

  @Test func `of several ladders that opened in the gap each lists its next call only`() {
    let known = [
      ("2026-03-02T10:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-10T10:00", FactDetail.inquiry(DealFacts())),
      ("2026-03-18T10:00", FactDetail.inquiry(DealFacts())),
    ]
    let listed = next(known, from: "2026-04-15").filter { $0.contains("follow-up/") }
    #expect(
      listed == ["2026-04-15 follow-up/inquiry-2026-03-18/1 call"],
      "only the latest remains")
  }

  @Test(arguments: 0..<200)
  func `whatever was called and whenever the service comes back, steps go up one by one`(
    seed: UInt64
  ) {
    var numbers = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func below(_ limit: UInt64) -> Int {
      numbers ^= numbers << 13
      numbers ^= numbers >> 7
      numbers ^= numbers << 17
      return Int(numbers % limit)
    }
    var today = day("2026-03-02")
    var known = [("\(today)T10:00", FactDetail.inquiry(DealFacts()))]
    var lastStep = 0
    for _ in 0..<8 {
      // A gap, then a look; sometimes the call is made on that day.
      today = today + 1 + below(25)
      let listed = next(known, from: "\(today)").filter { $0.contains("follow-up/") }
      guard let line = listed.first else { break }
      #expect(listed.count == 1, "seed \(seed): \(listed)")
      let step = Int(line.split(separator: "/").last?.prefix { $0 != " " } ?? "") ?? 0
      #expect(step == lastStep + 1, "seed \(seed): \(line)")
      let due = Day(iso: String(line.prefix(10))) ?? Day(0)
      #expect(due >= today)
      guard due == today else { continue }
      known.append(("\(today)T10:30", .call(CallReport(outcome: .noAnswer))))
      lastStep = step
    }
  }
}
