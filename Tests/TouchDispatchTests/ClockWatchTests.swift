import CivilTime
import Testing
import TouchDispatch

private let built = Instant(seconds: 1_767_225_600)
private let start = Instant(seconds: 1_800_000_000)

@Suite struct ClockWatchTests {
  /// A reading: seconds on the wall and since boot, both counted from the start.
  private func read(_ watch: inout ClockWatch, _ wall: Int, _ boot: Int) -> ClockWatch.Verdict {
    watch.read(wall: start.adding(seconds: wall), boot: Int64(boot) * 1000)
  }

  private func running(last: Instant? = nil) -> ClockWatch {
    var watch = ClockWatch(built: built, last: last)
    _ = read(&watch, 0, 100)
    return watch
  }

  @Test(arguments: [
    (30, ClockWatch.Verdict.steady), (25, .steady), (0, .steady),
    (3629, .steady), (3630, .steady), (3631, .jumped(seconds: 3601)),
    (-5, .steady), (-6, .waits(until: start)), (-300, .waits(until: start)),
    (-301, .behind(seconds: 301)), (-31_536_000, .behind(seconds: 31_536_000)),
    (31_536_000, .jumped(seconds: 31_535_970)),
  ])
  func `half a minute later the wall clock shows so much more`(
    wall: Int, verdict: ClockWatch.Verdict
  ) {
    var watch = running()
    #expect(read(&watch, wall, 130) == verdict)
  }

  @Test func `time that passes on both clocks is no jump`() {
    var watch = running()
    #expect(read(&watch, 86_400 * 30, 100 + 86_400 * 30) == .steady)
  }

  @Test func `a small step back waits until the highest moment is reached again`() {
    var watch = running()
    #expect(read(&watch, -60, 101) == .waits(until: start))
    #expect(read(&watch, -2, 159) == .waits(until: start))
    #expect(read(&watch, 0, 161) == .steady)
    #expect(read(&watch, 30, 191) == .steady)
  }

  @Test func `far back stays far back until it has caught up, and then is no jump`() {
    var watch = running()
    #expect(read(&watch, -7200, 130) == .behind(seconds: 7200))
    #expect(read(&watch, -100, 7230) == .behind(seconds: 100))
    #expect(read(&watch, 0, 7330) == .steady)
  }

  @Test func `a leap is told once; back again is behind`() {
    var watch = running()
    #expect(read(&watch, 7230, 130) == .jumped(seconds: 7200))
    #expect(read(&watch, 7260, 160) == .steady)
    #expect(read(&watch, 90, 190) == .behind(seconds: 7170))
  }

  @Test func `at a start the journal's last entry counts as seen`() {
    var watch = ClockWatch(built: built, last: start.adding(seconds: 301))
    #expect(read(&watch, 0, 1) == .behind(seconds: 301))
    var near = ClockWatch(built: built, last: start.adding(seconds: 300))
    #expect(read(&near, 0, 1) == .waits(until: start.adding(seconds: 300)))
  }

  @Test func `whom the operator trusts is right from then on`() {
    var watch = running()
    #expect(read(&watch, -7200, 130) == .behind(seconds: 7200))
    watch.trust(wall: start.adding(seconds: -7200), boot: 130_000)
    #expect(read(&watch, -7170, 160) == .steady)
    #expect(read(&watch, -7290, 190) == .waits(until: start.adding(seconds: -7170)))
  }

  @Test(arguments: [
    (Int64(0), false), (1_767_225_599, false), (1_767_225_600, true), (2_240_000_000, true),
    (2_250_000_000, false), (4_291_747_200, false),
  ])
  func `1970 and 2106 cannot be right`(seconds: Int64, isPlausible: Bool) {
    var watch = ClockWatch(built: built, last: nil)
    let verdict = watch.read(wall: Instant(seconds: seconds), boot: 5)
    #expect((verdict == .steady) == isPlausible)
    #expect((verdict == .implausible) == !isPlausible)
  }

  @Test func `an implausible clock that the operator trusts is believed on`() {
    var watch = ClockWatch(built: built, last: nil)
    let wall = Instant(seconds: 4_291_747_200)
    #expect(watch.read(wall: wall, boot: 5) == .implausible)
    watch.trust(wall: wall, boot: 6)
    #expect(watch.read(wall: wall.adding(seconds: 30), boot: 30_006) == .steady)
  }

  @Test func `an implausible clock leaves no mark: set right, it is steady`() {
    var watch = ClockWatch(built: built, last: start)
    #expect(watch.read(wall: Instant(seconds: 4_291_747_200), boot: 5) == .implausible)
    #expect(read(&watch, 10, 20) == .steady)
  }
}

@Suite struct DowntimeRuleTests {
  @Test(arguments: [
    (Int64(-5), DowntimeRule.goOn), (86_400, .goOn), (86_401, .wait(seconds: 900)),
    (14 * 86_400, .wait(seconds: 900)), (14 * 86_400 + 1, .untilReleased),
  ])
  func `after a gap of so many seconds`(gap: Int64, rule: DowntimeRule) {
    #expect(DowntimeRule(gap: gap) == rule)
  }
}
