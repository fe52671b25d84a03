import CadenceModel

/// Parts of printed rows that many touches share, each built once: greetings and birthdays of a
/// year come in a handful of kinds.
struct PlanPieces {
  /// What the shared parts of a row depend on.
  struct Key: Hashable {
    let cadence: UInt16
    let step: UInt8
    let channel: Channel
    let occurrence: Occurrence

    init(_ touch: PlannedTouch) {
      cadence = touch.cadence
      step = touch.step
      channel = touch.channel
      occurrence = touch.occurrence
    }
  }

  /// Where a row's parts stand in ``bytes``.
  struct Places {
    /// After the customer's id in the touch's identity.
    let step: Range<Int>
    /// Between the rep and the day.
    let middle: Range<Int>
    /// After the moment.
    let end: Range<Int>
  }

  /// The parts, one after the other.
  private(set) var bytes: [UInt8] = []
  private var places: [Key: Places] = [:]

  /// Beyond this all is forgotten: rows come by day, and old openings do not return.
  private static let mostBytes = 1 << 20

  /// Parts built before; nil when there are none.
  func pieces(_ key: Key) -> Places? { places[key] }

  /// Remembers three parts.
  mutating func keep(_ key: Key, _ parts: [[UInt8]]) -> Places {
    if bytes.count > Self.mostBytes {
      bytes.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
    }
    let ranges = parts.map { part in
      let start = bytes.count
      bytes += part
      return start..<bytes.count
    }
    let kept = Places(step: ranges[0], middle: ranges[1], end: ranges[2])
    places[key] = kept
    return kept
  }
}
