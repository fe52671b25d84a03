import CadenceModel
import CivilTime
import Testing
import TouchDispatch

private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

/// How fast a channel goes: rates, restarts, the way back to full speed.
@Suite struct PaceTests {
  @Test func `a bucket gives its burst and then one try an interval`() {
    var pace = Pace(perMinute: 60)
    var sent: [Int64] = []
    for second in Int64(0)..<60 {
      while sent.count < 200, pace.opens(after: at(second), share: 100) == nil {
        pace.spend(at: at(second), share: 100)
        sent.append(second)
      }
    }
    #expect(sent.prefix(6) == [0, 0, 0, 0, 0, 1])
    #expect(sent.count == 64)
    #expect(pace.opens(after: at(59), share: 100) == at(60))
  }

  @Test func `a restart does not fill the bucket`() {
    let tries = (0..<5).map { Instant(milliseconds: 100 * $0) }
    let anew = Pace(perMinute: 60, tries: tries)
    #expect(anew.opens(after: at(0), share: 100) == at(1))
    #expect(Pace(perMinute: 60).opens(after: at(0), share: 100) == nil)
    #expect(anew.opens(after: at(600), share: 100) == nil, "time fills it")
  }

  @Test(arguments: 0..<40)
  func `however often it is restarted, a minute never has more than rate and burst`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let rate = Int(random.next() % 300) + 1
    var pace = Pace(perMinute: rate)
    var tries: [Instant] = []
    var moment: Int64 = 0
    while moment < 300_000 {
      moment += Int64(random.next() % 400)
      if random.next() % 50 == 0 { pace = Pace(perMinute: rate, tries: Array(tries.suffix(1024))) }
      let now = Instant(milliseconds: moment)
      guard pace.opens(after: now, share: 100) == nil else { continue }
      pace.spend(at: now, share: 100)
      tries.append(now)
    }
    let burst = max(1, rate * Pace.burstSeconds / 60)
    var end = 0
    var most = 0
    for (index, first) in tries.enumerated() {
      while end < tries.count, tries[end] - first < 60_000 { end += 1 }
      most = max(most, end - index)
    }
    #expect(most <= rate + burst, "seed \(seed)")
  }

  @Test func `without a rate nothing waits`() {
    var pace = Pace(perMinute: nil)
    for _ in 0..<100 { pace.spend(at: at(0), share: 20) }
    #expect(pace.opens(after: at(0), share: 20) == nil)
  }

  @Test(arguments: [(0, 20), (119, 20), (120, 40), (240, 60), (360, 80), (480, 100), (9999, 100)])
  func `after two minutes each a fifth more`(second: Int64, share: Int) {
    #expect(RampUp(since: at(0)).share(at: at(second)) == share)
  }
}

/// SplitMix64.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
