import CadenceModel

/// Which of up to 64 cadences may concern a customer, as bits: a few table reads a customer instead
/// of a question to every cadence.
///
/// It never leaves out one that has something to say; the cadence's own audience still decides.
final class CadenceSieve: Sendable {
  /// What a customer must have for some kinds of cadences to say anything.
  private struct Traits: OptionSet {
    let rawValue: Int

    static let birthday = Traits(rawValue: 1)
    static let wedding = Traits(rawValue: 2)
    static let family = Traits(rawValue: 4)
    static let installation = Traits(rawValue: 8)
    /// Facts may bring installations.
    static let history = Traits(rawValue: 16)
    static let count = 32
  }

  /// Place of the first bit in the context's cadences.
  let first: Int
  private let stages: [UInt64]
  /// The same without ladders that the stage does not open.
  private let openStages: [UInt64]
  /// The same for those of whom the journal knows: without ladders that the stage opens neither
  /// itself nor by way of another.
  private let ledStages: [UInt64]
  /// Ladders that open on a kind of facts, by its raw value.
  private let kinds: [UInt64]
  /// Ladders that open on a signal, by its raw value.
  private let signals: [UInt64]
  /// Ladders that open on what is installed.
  private let dated: UInt64
  /// Cadences that ask, or one of whose steps asks, for what facts say of a customer.
  let segments: UInt64
  private let levels: [UInt64]
  private let languages: [UInt64]
  private let countries: [UInt64]
  private let sources: [UInt64]
  private let reps: [UInt64]
  private let traits: [UInt64]

  private static let width = 64

  /// The sieves of cadences in their order.
  ///
  /// - Parameters:
  ///   - cadences: All cadences.
  ///   - leaders: By place, the places of the ladders that lead to each.
  ///   - roster: Whose indices customers have.
  ///   - reps: How many reps there are.
  ///   - isIdle: Which have nothing to say to anybody on the days looked at.
  /// - Returns: One for every 64.
  static func sieves(
    of cadences: [PreparedCadence], leaders: [[Int]], roster: Roster, reps: Int,
    isIdle: (PreparedCadence) -> Bool
  ) -> [CadenceSieve] {
    let openers = cadences.indices.map {
      LadderOpeners(of: $0, among: cadences, leaders: leaders)
    }
    return stride(from: 0, to: cadences.count, by: width).map { first in
      let some = cadences[first..<min(first + width, cadences.count)]
      return CadenceSieve(some, openers, roster, reps: reps, isIdle: isIdle)
    }
  }

  private init(
    _ cadences: ArraySlice<PreparedCadence>, _ openers: [LadderOpeners], _ roster: Roster,
    reps repCount: Int, isIdle: (PreparedCadence) -> Bool
  ) {
    first = cadences.startIndex
    func bits(_ isMeant: (PreparedCadence) -> Bool) -> UInt64 {
      var bits: UInt64 = 0
      for place in cadences.indices where isMeant(cadences[place]) {
        bits |= 1 << UInt64(place - cadences.startIndex)
      }
      return bits
    }
    func ladders(_ isOpen: (LadderOpeners) -> Bool) -> UInt64 {
      var bits: UInt64 = 0
      for place in cadences.indices {
        guard case .ladder = cadences[place].trigger, isOpen(openers[place]) else { continue }
        bits |= 1 << UInt64(place - cadences.startIndex)
      }
      return bits
    }
    let others = bits { if case .ladder = $0.trigger { false } else { true } }
    func table(_ count: Int, _ allows: (AudienceTest, UInt16) -> Bool) -> [UInt64] {
      (0..<count).map { index in bits { allows($0.audience, UInt16(clamping: index)) } }
    }
    let stages = CustomerStage.allCases.map { stage in bits { $0.audience.allows(stage) } }
    self.stages = stages
    ledStages = CustomerStage.allCases.enumerated().map { place, stage in
      stages[place] & (others | ladders { $0.contain(stage) })
    }
    kinds = FactKind.allCases.map { kind in ladders { $0.contain(FactKindSet(kind)) } }
    signals = Signal.allCases.map { signal in ladders { $0.contain(SignalSet(signal)) } }
    dated = ladders(\.containDates)
    segments = bits(\.needsSegment)
    openStages = CustomerStage.allCases.map { stage in
      bits { $0.audience.allows(stage) && Self.isOpen($0, at: stage) }
    }
    levels = CustomerLevel.allCases.map { level in bits { $0.audience.allows(level) } }
    languages = table(roster.languages.count) { $0.allowsLanguage($1) }
    countries = table(roster.countries.count) { $0.allowsCountry($1) }
    sources = table(roster.sources.count) { $0.allowsSource($1) }
    reps = table(repCount) { $0.allowsRep($1) }
    traits = (0..<Traits.count).map { raw in
      bits { !isIdle($0) && Self.isPossible($0, with: Traits(rawValue: raw)) }
    }
  }

  private static func isOpen(_ cadence: PreparedCadence, at stage: CustomerStage) -> Bool {
    guard case .ladder(let ladder) = cadence.trigger else { return true }
    return ladder.isOpened(by: stage) || ladder.opensOnDates
  }

  private static func isPossible(_ cadence: PreparedCadence, with traits: Traits) -> Bool {
    switch cadence.trigger {
    case .greeting, .festival: return true
    case .ladder(let ladder):
      return !ladder.opensOnDates || !ladder.rule.stages.isEmpty
        || !traits.isDisjoint(with: [.installation, .history])
    case .maintenance: return !traits.isDisjoint(with: [.installation, .history])
    case .anniversary(let rule):
      switch rule.date {
      case .wedding: return traits.contains(.wedding)
      case .installation: return traits.contains(.installation)
      case .birthday:
        return rule.ofCustomer && traits.contains(.birthday)
          || rule.ofFamily && traits.contains(.family)
      }
    }
  }

  /// A bit for each cadence that may have something to say of a customer with this history.
  func places(_ customer: borrowing Customer, _ history: CustomerHistory?) -> UInt64 {
    var has: Traits = history == nil ? [] : .history
    if customer.birthday != nil { has.insert(.birthday) }
    if customer.wedding != nil { has.insert(.wedding) }
    if !customer.family.isEmpty { has.insert(.family) }
    if !customer.installations.isEmpty { has.insert(.installation) }
    return open(customer, kinds: history?.kinds, signals: history?.signals ?? [])
      & levels[Int(customer.level.rawValue)] & traits[has.rawValue]
      & Self.bits(languages, customer.language) & Self.bits(countries, customer.country)
      & Self.bits(sources, customer.source) & Self.bits(reps, customer.rep)
  }

  /// Those for the customer's stage, without ladders that nothing has opened; `kinds` is nil for
  /// somebody of whom the journal knows nothing.
  private func open(
    _ customer: borrowing Customer, kinds: FactKindSet?, signals: SignalSet
  ) -> UInt64 {
    let stage = Int(customer.stage.rawValue)
    guard let kinds else { return openStages[stage] }
    var ladders = customer.installations.isEmpty ? 0 : dated
    for kind in SetBits(UInt64(kinds.rawValue)) { ladders |= self.kinds[kind] }
    for signal in SetBits(UInt64(signals.rawValue)) { ladders |= self.signals[signal] }
    return ledStages[stage] | stages[stage] & ladders
  }

  /// What a table does not know, it does not keep back.
  private static func bits(_ table: [UInt64], _ index: UInt16) -> UInt64 {
    Int(index) < table.count ? table[Int(index)] : .max
  }
}
