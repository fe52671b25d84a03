import ServiceRuntime
import Testing

@Suite struct QuietGateTests {
  @Test func `nothing happened, so nothing opens`() {
    #expect(QuietGate().opens == nil)
  }

  @Test func `every edit starts the wait anew, and all of them are one`() {
    var gate = QuietGate()
    for moment in stride(from: Int64(0), through: 10_000, by: 500) {
      gate.take(.changed("a.yaml"), at: moment)
    }
    #expect(gate.opens == 10_000 + QuietGate.quiet)
    gate.reset()
    #expect(gate.opens == nil)
  }

  @Test func `a file that is written and not closed is waited for`() {
    var gate = QuietGate()
    gate.take(.written("big.csv"), at: 0)
    #expect(gate.opens == QuietGate.patience)
    gate.take(.changed("other.yaml"), at: 1_000)
    #expect(gate.opens == 1_000 + QuietGate.patience, "closing another file ends nothing")
    gate.take(.changed("big.csv"), at: 2_000)
    #expect(gate.opens == 2_000 + QuietGate.quiet)
  }

  @Test func `edits without end do not put it off for ever`() {
    var gate = QuietGate()
    for moment in stride(from: Int64(0), through: QuietGate.longest, by: 1_000) {
      gate.take(.written("log.csv"), at: moment)
    }
    #expect(gate.opens == QuietGate.longest)
  }

  @Test func `lost notices count as an edit, and a change while reading waits anew`() {
    var gate = QuietGate()
    gate.take(.written("big.csv"), at: 0)
    gate.take(.overflowed, at: 100)
    #expect(gate.opens == 100 + QuietGate.quiet)
    gate.again(at: 5_000)
    #expect(gate.opens == 5_000 + QuietGate.quiet)
  }
}
