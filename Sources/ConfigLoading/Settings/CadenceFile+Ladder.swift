import CadenceModel
import CivilTime

extension CadenceFile {
  /// What only ladders have.
  static let ladderFields = ConfigField<CadenceFile>.list {
    ConfigField(
      "opens", \.opens, ConfigForm<LadderEvent>.event.list(),
      "Kinds of records, and signals in them, that open it: see docs/next-steps.md.")
    ConfigField(
      "stages", \.stages,
      ConfigForm<CustomerStage>.choice(
        CustomerStage.allCases.map { ($0.name, $0) }, what: "stage"
      ).list(),
      "Stages of the customer file that open it, counted from the file's last contact.")
    ConfigField(
      "ended_by", \.endedBy, ConfigForm<LadderEvent>.event.list(),
      "Kinds of records, and signals in them, that end it.")
    ConfigField(
      "each", \.isEach, .flag,
      "Whether each opening is a matter of its own, ended by its own record: two promises are two "
        + "tasks. Without it the last opening counts.")
    ConfigField(
      "counts_from", \.countsFrom, .choice(of: LadderRule.Origin.self, what: "origin"),
      "Whence the steps count: attempt, from the one before; opening, from what opened it.")
    ConfigField(
      "repeats", \.repeats, .period(positive: true),
      "How long after the last step it is made again, for years; without it the ladder ends.")
    ConfigField(
      "then", \.then, ConfigForm<String>.name("cadence name").located,
      "The ladder that follows when the last step brought no success, or after a refusal.")
    ConfigField(
      "rests", \.rests, .period(),
      "How long a customer is left alone after a refusal, before then: follows. Default: 60d.")
    ConfigField(
      "entry_spread", \.entrySpread, .integer(0...250, of: "of working days"),
      "On a first start older openings enter as one task each, spread over so many working days.")
  }

  /// The rule in the model's terms.
  var ladderRule: LadderRule {
    var rule = LadderRule(
      opens: Self.kinds(opens), stages: Set(stages), endedBy: Self.kinds(endedBy),
      then: then.map { CadenceName($0.value) }, entrySpread: entrySpread)
    rule.signals = Self.signals(opens)
    rule.endingSignals = Self.signals(endedBy)
    rule.isEach = isEach
    rule.countsFrom = countsFrom
    rule.repeats = repeats
    rule.rests = rests
    return rule
  }

  private static func kinds(_ events: [LadderEvent]) -> Set<FactKind> {
    Set(
      events.compactMap { event in
        if case .fact(let kind) = event { kind } else { nil }
      })
  }

  private static func signals(_ events: [LadderEvent]) -> SignalSet {
    SignalSet(
      events.compactMap { event in
        if case .signal(let signal) = event { signal } else { nil }
      })
  }
}
