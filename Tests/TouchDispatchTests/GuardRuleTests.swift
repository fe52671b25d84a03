import Testing
import TouchDispatch

@Suite struct BlastFuseTests {
  /// 28 days, yesterday first, with so many messages each.
  private func days(_ count: Int) -> [Int] { [Int](repeating: count, count: 28) }

  @Test(arguments: [(50, nil), (51, BlastFuse.Verdict.total(due: 51, most: 50))])
  func `fifty messages never are too many`(due: Int, verdict: BlastFuse.Verdict?) {
    let fuse = BlastFuse(due: ["greeting": due], base: 9000, past: days(0), forecast: nil)
    #expect(fuse.verdict == verdict)
  }

  @Test(arguments: [(300, nil), (301, BlastFuse.Verdict.total(due: 301, most: 300))])
  func `three times the usual day is the most`(due: Int, verdict: BlastFuse.Verdict?) {
    let fuse = BlastFuse(due: ["greeting": due], base: 9000, past: days(100), forecast: 0)
    #expect(fuse.verdict == verdict)
  }

  @Test func `the usual day is the median of the same weekday`() {
    var past = days(10)
    for week in 0..<4 { past[7 * week + 6] = 200 }
    let fuse = BlastFuse(due: ["greeting": 600], base: 9000, past: past, forecast: nil)
    #expect(fuse.verdict == nil)
    past[6] = 10_000
    #expect(
      BlastFuse(due: ["greeting": 601], base: 9000, past: past, forecast: nil).verdict
        == .total(due: 601, most: 600))
  }

  @Test func `a Sunday that is worked for once is compared with days that had messages`() {
    var past = days(100)
    for week in 0..<4 { past[7 * week + 6] = 0 }
    let fuse = BlastFuse(due: ["greeting": 120], base: 9000, past: past, forecast: nil)
    #expect(fuse.verdict == nil)
  }

  @Test(arguments: [(80, nil), (81, BlastFuse.Verdict.cadence(name: "a", due: 81, most: 80))])
  func `one cadence must not write to two fifths of the base`(
    due: Int, verdict: BlastFuse.Verdict?
  ) {
    let fuse = BlastFuse(due: ["a": due, "b": 3], base: 200, past: days(100), forecast: nil)
    #expect(fuse.verdict == verdict)
  }

  @Test(arguments: [(120, nil), (121, BlastFuse.Verdict.total(due: 121, most: 120))])
  func `until there is a history the forecast counts`(due: Int, verdict: BlastFuse.Verdict?) {
    let fuse = BlastFuse(due: ["birthday": due], base: 130, past: nil, forecast: 60)
    #expect(fuse.verdict == verdict)
  }

  @Test(arguments: [
    (140, 175, nil), (140, 176, BlastFuse.Verdict.total(due: 176, most: 175)),
    // Known or not: six times the usual day is the end.
    (5000, 288, nil), (5000, 289, .total(due: 289, most: 288)),
    // Less than the usual limit was known: that limit stays.
    (20, 144, nil), (20, 145, .total(due: 145, most: 144)),
  ])
  func `a full day that was known for a week goes out, but not one for the whole base`(
    known: Int, due: Int, verdict: BlastFuse.Verdict?
  ) {
    let fuse = BlastFuse(
      due: ["greeting": due], base: 9000, past: days(48), forecast: 0, known: known)
    #expect(fuse.verdict == verdict)
  }

  @Test func `what was known a week ago lets no single cadence write to the base`() {
    let fuse = BlastFuse(
      due: ["greeting": 250], base: 600, past: days(48), forecast: nil, known: 250)
    #expect(fuse.verdict == .cadence(name: "greeting", due: 250, most: 240))
  }

  @Test func `a first day, as forecast, goes out whatever its size`() {
    let fuse = BlastFuse(due: ["birthday": 2000], base: 2000, past: nil, forecast: 2000)
    #expect(fuse.verdict == nil)
    #expect(BlastFuse(due: ["a": 2000], base: 2000, past: nil, forecast: nil).verdict == nil)
  }
}

@Suite struct RosterSketchTests {
  private func base(_ numbers: Range<Int>, sample: Bool = false) -> RosterSketch {
    RosterSketch(ids: numbers.map { "KH\($0)" }, isSample: sample)
  }

  @Test(arguments: [
    (1000, nil), (900, nil), (899, RosterSketch.Change.shrunk(from: 1000, to: 899)),
    (0, .shrunk(from: 1000, to: 0)),
  ])
  func `a base may lose a tenth, not more`(left: Int, change: RosterSketch.Change?) {
    #expect(base(0..<left).change(from: base(0..<1000)) == change)
  }

  @Test(arguments: [(4, nil), (3, RosterSketch.Change.shrunk(from: 6, to: 3))])
  func `two of a handful may go`(left: Int, change: RosterSketch.Change?) {
    #expect(base(0..<left).change(from: base(0..<6)) == change)
  }

  @Test(arguments: [20, 1000, 50_000])
  func `other ids in the same number are noticed`(count: Int) {
    let old = base(0..<count)
    #expect(base(100_000..<100_000 + count).change(from: old) == .strangers(of: count))
    #expect(base(count / 2..<count + count / 2).change(from: old) == nil)
  }

  @Test func `a base that grows is no stranger`() {
    for factor in 2...8 {
      #expect(base(0..<1000 * factor).change(from: base(0..<1000)) == nil)
    }
    // Ten times as many: of the lowest hashes few are left, and more than few is not expected.
    for count in [100, 200, 300, 500] {
      #expect(base(0..<10 * count).change(from: base(0..<count)) == nil, "\(count)")
    }
  }

  @Test func `a base of less than ten may change its ids`() {
    #expect(base(100..<109).change(from: base(0..<9)) == nil)
    #expect(base(100..<110).change(from: base(0..<10)) == .strangers(of: 10))
  }

  @Test func `from samples to customers everything may change, not back`() {
    #expect(base(5000..<5020).change(from: base(0..<1000, sample: true)) == nil)
    #expect(base(0..<500, sample: true).change(from: base(0..<1000, sample: true)) != nil)
    #expect(base(0..<500, sample: true).change(from: base(0..<1000)) != nil)
  }

  @Test func `the order of the rows means nothing, and text keeps the sketch`() {
    let sketch = base(0..<500)
    #expect(RosterSketch(ids: (0..<500).reversed().map { "KH\($0)" }, isSample: false) == sketch)
    #expect(sketch.hashes.count == 32)
    #expect(RosterSketch.hashes(sketch.text) == sketch.hashes)
    #expect(RosterSketch.hashes("12345678zz345678") == nil)
    #expect(RosterSketch.hashes("123") == nil)
  }
}

@Suite struct LookAheadRuleTests {
  @Test(arguments: [
    (0, 50, false), (0, 51, true), (100, 200, false), (100, 201, true), (40, 85, false),
  ])
  func `more than twice and more than fifty more`(before: Int, after: Int, isBlast: Bool) {
    #expect(LookAheadRule.isBlast(before: before, after: after) == isBlast)
  }
}
