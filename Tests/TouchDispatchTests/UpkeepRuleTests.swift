import CivilTime
import Testing
import TouchDispatch

@Suite struct UpkeepRuleTests {
  private let mebi: UInt64 = 1 << 20

  @Test(arguments: [
    (3 as UInt64, 3 as UInt64, DiskRule.Verdict.ample), (3, 0, .hold), (100, 30, .ample),
    (100, 24, .hold), (1_000, 63, .hold), (1_000, 65, .warn), (1_000, 101, .ample),
    (250_000, 4_999, .hold), (250_000, 5_001, .warn), (250_000, 25_001, .ample),
  ])
  func `a disk is held at 2 percent or 64 MiB, at a quarter where it is small`(
    total: UInt64, free: UInt64, verdict: DiskRule.Verdict
  ) {
    let space = DiskSpace(total: total * mebi, free: free * mebi)
    #expect(DiskRule.verdict(space, isHeld: false) == verdict)
  }

  @Test func `what was held goes on only with a quarter more than the least`() {
    let space = DiskSpace(total: 1_000 * mebi, free: 70 * mebi)
    #expect(DiskRule.verdict(space, isHeld: false) == .warn)
    #expect(DiskRule.verdict(space, isHeld: true) == .hold)
    let more = DiskSpace(total: 1_000 * mebi, free: 81 * mebi)
    #expect(DiskRule.verdict(more, isHeld: true) == .warn)
  }

  @Test func `inodes run out, too, but not where there is no number of them`() {
    let full = DiskSpace(total: 1 << 40, free: 1 << 39, inodes: 1_000_000, freeInodes: 9_999)
    #expect(DiskRule.verdict(full, isHeld: false) == .hold)
    let few = DiskSpace(total: 1 << 40, free: 1 << 39, inodes: 1_000_000, freeInodes: 49_999)
    #expect(DiskRule.verdict(few, isHeld: false) == .warn)
    let without = DiskSpace(total: 1 << 40, free: 1 << 39, inodes: 0, freeInodes: 0)
    #expect(DiskRule.verdict(without, isHeld: false) == .ample)
  }

  @Test func `next year's holidays are missed once November is past`() throws {
    #expect(StaleCalendarRule.years(try #require(Day(iso: "2026-11-30"))) == [2026])
    #expect(StaleCalendarRule.years(try #require(Day(iso: "2026-12-01"))) == [2026, 2027])
  }

  @Test func `zone data are too old a year after the year of their release`() throws {
    let day = try #require(Day(iso: "2026-12-31"))
    #expect(!ZoneDataRule.isStale(year: 2025, today: day))
    #expect(ZoneDataRule.isStale(year: 2025, today: day + 1))
  }

  @Test func `cadences that write to too many are held each, all when the day is too large`() {
    var fuse = BlastFuse(
      due: ["a": 60, "b": 55, "c": 3], base: 100, past: [Int](repeating: 100, count: 28),
      forecast: nil)
    #expect(
      fuse.verdicts == [
        .cadence(name: "a", due: 60, most: 50), .cadence(name: "b", due: 55, most: 50),
      ])
    fuse.due["d"] = 300
    #expect(fuse.verdicts == [.total(due: 418, most: 300)])
  }
}
