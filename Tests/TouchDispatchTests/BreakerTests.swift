import CivilTime
import Testing
import TouchDispatch

private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

@Suite struct BreakerTests {
  /// A breaker after five failures in a row at 0.
  private func opened() -> Breaker {
    var breaker = Breaker()
    for number in 1...5 {
      breaker.start()
      let hasOpened = breaker.failed(at: at(0), atOnce: false)
      #expect(hasOpened == (number == 5))
    }
    return breaker
  }

  @Test func `five failures in a row open it for a minute, whatever is still under way`() {
    var breaker = opened()
    #expect(breaker.openUntil == at(60))
    for _ in 0..<3 { _ = breaker.failed(at: at(1), atOnce: false) }
    #expect(breaker.openUntil == at(61), "late failures say nothing new")
    #expect(!breaker.admits(at: at(59)) && breaker.admits(at: at(61)))
  }

  @Test
  func `while it is open one probe at a time is tried, after pauses that double to half an hour`() {
    var breaker = opened()
    var moment: Int64 = 60
    for pause: Int64 in [120, 240, 480, 960, 1800, 1800] {
      #expect(breaker.admits(at: at(moment)))
      breaker.start()
      #expect(!breaker.admits(at: at(moment + 9999)), "one at a time")
      let hasOpened = breaker.failed(at: at(moment), atOnce: false)
      #expect(!hasOpened, "told once")
      moment += pause
      #expect(breaker.openUntil == at(moment))
    }
  }

  @Test func `three probes that succeed close it, a failure between begins anew`() {
    var breaker = opened()
    for success in [true, true, false] {
      breaker.start()
      let hasChanged = success ? breaker.succeeded() : breaker.failed(at: at(60), atOnce: false)
      #expect(!hasChanged)
    }
    #expect(breaker.openUntil == at(180))
    for isLast in [false, false, true] {
      breaker.start()
      let hasClosed = breaker.succeeded()
      #expect(hasClosed == isLast)
    }
    #expect(breaker == Breaker())
  }

  @Test func `more than half of the last twenty open it, though none came five times in a row`() {
    var breaker = Breaker()
    var opened: [Int] = []
    for number in 1...40 {
      // Eleven of twenty, never more than four in a row.
      if [0, 1, 2, 4, 5, 7, 8, 10, 12, 14, 16].contains(number % 20) {
        if breaker.failed(at: at(Int64(number)), atOnce: false) { opened.append(number) }
      } else {
        _ = breaker.succeeded()
      }
      if breaker.openUntil != nil { break }
    }
    #expect(opened.count == 1 && (opened.first ?? 0) >= 20)
  }

  @Test func `ten of the last twenty do not`() {
    var breaker = Breaker()
    for number in 1...200 {
      let isFailure = number % 2 == 0
      let hasChanged = isFailure ? breaker.failed(at: at(0), atOnce: false) : breaker.succeeded()
      #expect(!hasChanged)
    }
    #expect(breaker.openUntil == nil)
  }

  @Test func `a refused login opens it at once, for half an hour`() {
    var breaker = Breaker()
    breaker.start()
    let hasOpened = breaker.failed(at: at(0), atOnce: true)
    #expect(hasOpened)
    #expect(breaker.openUntil == at(1800))
  }

  @Test func `a probe that never left gives its place back`() {
    var breaker = opened()
    breaker.start()
    #expect(breaker.awaitsProbe)
    breaker.released()
    #expect(breaker.admits(at: at(60)))
  }
}
