/// Numbers drawn from a seed, the same on every machine (SplitMix64, Steele and others 2014).
struct SimulatedNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// Starts from a seed and a stream: each use draws from one of its own.
  init(seed: UInt64, stream: UInt64) {
    state = seed
    state = next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A whole number below `limit`, which is at least 1.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

  /// A whole number of a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Whether something happens that does so in so many of a thousand cases.
  mutating func happens(perMille: Int) -> Bool { below(1000) < perMille }

  /// One of several, by their weights; nil when there is none.
  mutating func pick<Value>(_ choices: [(Value, weight: Int)]) -> Value? {
    var rest = below(choices.reduce(0) { $0 + $1.weight })
    for (value, weight) in choices {
      rest -= weight
      if rest < 0 { return value }
    }
    return nil
  }

  /// How often something happens today that happens `perMillion` times in a million cases a day.
  mutating func count(perMillion: Int, of cases: Int) -> Int {
    let expected = perMillion * cases
    return expected / 1_000_000 + (below(1_000_000) < expected % 1_000_000 ? 1 : 0)
  }
}
