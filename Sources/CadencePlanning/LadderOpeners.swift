import CadenceModel

/// What must be on file or on record for a ladder to have a run at all: its own openings, and those of
/// the ladders that lead to it.
///
/// Most customers have neither for most ladders, and are then not asked about them.
struct LadderOpeners {
  private var kinds = FactKindSet()
  private var signals = SignalSet()
  private var stages: UInt8 = 0
  private var opensOnDates = false

  /// The openers of the ladder at a place; `leaders` are by place the ladders that lead to each.
  init(of place: Int, among cadences: [PreparedCadence], leaders: [[Int]]) {
    var seen: Set<Int> = []
    var left = [place]
    while let next = left.popLast() {
      guard seen.insert(next).inserted, case .ladder(let ladder) = cadences[next].trigger else {
        continue
      }
      add(ladder)
      left += leaders[next]
    }
  }

  private mutating func add(_ ladder: PreparedLadder) {
    for kind in ladder.rule.opens { kinds.insert(FactKindSet(kind)) }
    signals.formUnion(ladder.rule.signals)
    // This one is told by what somebody else did, not by the fact.
    if ladder.rule.signals.contains(.referralBought) { kinds.insert(FactKindSet(.referral)) }
    for stage in CustomerStage.allCases where ladder.isOpened(by: stage) {
      stages |= 1 << stage.rawValue
    }
    opensOnDates = opensOnDates || ladder.opensOnDates
  }

  /// Whether a stage opens it.
  func contain(_ stage: CustomerStage) -> Bool { stages & (1 << stage.rawValue) != 0 }

  /// Whether one of these kinds of facts opens it.
  func contain(_ kinds: FactKindSet) -> Bool { !self.kinds.isDisjoint(with: kinds) }

  /// Whether one of these signals opens it.
  func contain(_ signals: SignalSet) -> Bool { !self.signals.isDisjoint(with: signals) }

  /// Whether what is installed opens it.
  var containDates: Bool { opensOnDates }

  /// By place of a cadence, the places of the ladders that lead to it, in their order.
  static func leaders(_ cadences: [PreparedCadence]) -> [[Int]] {
    cadences.map { cadence in
      cadences.indices.filter { place in
        guard cadences[place].index != cadence.index,
          case .ladder(let ladder) = cadences[place].trigger
        else { return false }
        return ladder.rule.then == cadence.cadence.name
      }
    }
  }
}
