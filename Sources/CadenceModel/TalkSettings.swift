/// A talking point for some kind of customer or situation (product rows A3 and D12).
///
/// Every condition that is set must hold; an empty one always does.
package struct TalkPoint: Hashable, Sendable {
  /// What to say or to listen for, by language tag.
  package var texts: [String: String] = [:]
  /// Customer types.
  package var types: Set<CustomerType> = []
  /// The reason for not buying that was recorded last.
  package var reasons: Set<Reason> = []
  /// The need heard last.
  package var needs: Set<Need> = []
  /// The attitude heard last.
  package var attitudes: Set<Attitude> = []
  /// What the task is for, by its cadence's precedence.
  package var precedences: Set<Precedence> = []

  /// A point without words yet.
  package init() {}
}

/// Talking points beyond those of the steps: `talk.yaml`.
package struct TalkSettings: Hashable, Sendable {
  /// In the order of the file, which is their order of weight.
  package var points: [TalkPoint] = []
  /// How many of them a task shows at most.
  package var most = 2

  /// No points.
  package init() {}
}
