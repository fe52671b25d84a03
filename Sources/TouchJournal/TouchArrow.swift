package import CadenceModel

/// How far a touch has come, as the journal tells it.
package enum TouchStage: String, CaseIterable, Sendable {
  /// The journal has nothing of it.
  case unknown
  /// The intent stands, or the next try is awaited after a deferral.
  case intended, deferred
  /// A try has begun and not crossed.
  case attempting
  /// The point of no return is behind it and the outcome is not known.
  case crossed
  /// Ended, by result.
  case accepted, rejected, uncertain, expired, suppressed, cancelled, done, dead

  /// Where a touch that is not under way stands by its last result.
  init(ended result: OutcomeResult?) {
    self = result.flatMap { Self(rawValue: $0.rawValue) } ?? .unknown
  }

  /// Whether the customer may have, or soon has, the message.
  var mayHaveReached: Bool {
    switch self {
    case .crossed, .accepted, .uncertain, .done: true
    default: false
    }
  }
}

/// What a record does to a touch.
package enum TouchStep: Hashable, CaseIterable, Sendable {
  /// A first intent, or one after a rejection, on another channel.
  case intent
  /// The intent to send once more what may not have arrived.
  case again
  case attempt, cross
  case outcome(OutcomeResult)
  /// A human's word.
  case settled
  /// A human's wish to try anew what was refused or given up.
  case retry
  /// The relay's or gateway's later word.
  case receipt
  /// The customer's answer.
  case reply

  /// Every step there is.
  package static var allCases: [TouchStep] {
    [.intent, .again, .attempt, .cross, .settled, .retry, .receipt, .reply]
      + OutcomeResult.allCases.map { .outcome($0) }
  }

  /// The step of a record of this kind with these fields; nil for kinds that are about no touch, and
  /// for results that this program does not know.
  init?(_ kind: JournalKind, _ fields: [JournalField]) {
    func text(_ key: String) -> String? {
      guard case .string(let text) = fields.first(where: { $0.key == key })?.value else {
        return nil
      }
      return text
    }
    switch kind {
    case .intent: self = fields.contains { $0.key == "again" } ? .again : .intent
    case .attempt: self = .attempt
    case .cross: self = .cross
    case .outcome:
      guard let result = text("result").flatMap(OutcomeResult.init(rawValue:)) else { return nil }
      self = .outcome(result)
    case .settled: self = .settled
    case .retry: self = .retry
    case .receipt: self = .receipt
    case .reply: self = .reply
    default: return nil
    }
  }

  /// In words: `cross`, `outcome accepted`.
  package var name: String {
    switch self {
    case .outcome(let result): "outcome \(result.rawValue)"
    case .again: "intent again"
    default: "\(self)"
    }
  }
}

extension TouchStage {
  /// The table of arrows: whether a record may follow in this stage.
  ///
  /// What has ended goes on only by a human's word, except that a rejected touch may be tried on
  /// another channel, and what may not have arrived may be sent again where its kind allows it. A
  /// message that has crossed waits for its outcome before anybody settles it. Receipts and replies
  /// come whenever they come. Without a crossing nothing can have been accepted or be uncertain.
  package func allows(_ step: TouchStep) -> Bool {
    switch step {
    case .receipt, .reply: true
    case .settled: self != .crossed
    case .retry: self == .rejected || self == .dead
    case .intent: self == .unknown || self == .rejected
    case .again: self == .uncertain
    case .attempt: self == .intended || self == .deferred || self == .attempting
    case .cross: self == .attempting
    case .outcome(let result): mayEnd(result)
    }
  }

  private func mayEnd(_ result: OutcomeResult) -> Bool {
    switch (self, result) {
    // Never begun: too late, not allowed any more, or a task that a human did.
    case (.unknown, .expired), (.unknown, .suppressed), (.unknown, .done): true
    case (.intended, .accepted), (.intended, .uncertain), (.intended, .done): false
    case (.deferred, .accepted), (.deferred, .uncertain), (.deferred, .done): false
    case (.attempting, .accepted), (.attempting, .uncertain), (.attempting, .done): false
    case (.intended, _), (.deferred, _), (.attempting, _): true
    // A gateway that was not reached after all leaves it deferred, expired or dead.
    case (.crossed, .suppressed), (.crossed, .cancelled), (.crossed, .done): false
    case (.crossed, _): true
    default: false
    }
  }
}

/// A record that may not follow where its touch stands.
package struct IllegalArrow: Hashable, Sendable, CustomStringConvertible {
  /// The journal's number of the record; nil for one that was not written.
  package var number: Int64?
  /// The touch's text.
  package var touch: String
  /// Where it stood.
  package var stage: TouchStage
  /// What the record would do.
  package var step: TouchStep

  /// `n 41: cross does not follow accepted (KH1/greeting/2026-1/1)`.
  package var description: String {
    (number.map { "n \($0): " } ?? "") + "\(step.name) does not follow \(stage.rawValue) (\(touch))"
  }
}
