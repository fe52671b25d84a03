/// An option of `fifthcall record` (contract section 7), and to which kinds it belongs.
package enum FactOption: String, CaseIterable, Sendable {
  case at, rep, touch, note
  case product, amount, source, material
  case loss, reason
  case outcome
  case callBack = "call-back"
  case need, attitude, visit
  case visitOn = "visit-on"
  case promise
  case installation, usage, condition, perceived, expected, partly
  case quantity, installed
  case about, by, channel, occasion, name, day, until, what, cost, of
  case margin, minutes, gift, owner, relation, to

  /// As it is typed: `--visit-on`.
  package var flag: String { "--\(rawValue)" }

  /// Options that every kind takes.
  package static let common: [FactOption] = [.at, .rep, .touch, .note]

  /// Options whose value is free text, kept sealed and never in the journal.
  package static let texts: [FactOption] = [.note, .product, .material, .usage, .about, .what]

  /// The options of a kind beside the common ones, in the contract's order.
  package static func own(of kind: FactKind) -> [FactOption] {
    switch kind {
    case .inquiry, .offer, .won: [.product, .amount, .source, .material]
    case .lost: [.loss, .reason]
    case .call:
      [.outcome, .callBack, .need, .attitude, .visit, .visitOn, .reason, .promise, .minutes]
    case .visit:
      [.installation, .usage, .condition, .perceived, .expected, .need, .partly, .minutes]
    case .purchase: [.product, .quantity, .amount, .margin, .installed]
    case .complaint: [.about, .promise, .owner]
    case .resolved, .survey: [.perceived, .expected]
    case .promise: [.by]
    case .optOut, .optIn: [.channel, .occasion]
    case .occasion: [.name, .day]
    case .snooze: [.until]
    case .gift: [.gift, .what, .cost]
    case .card, .letter: [.what, .cost]
    case .referral: [.of]
    case .deceased, .bereaved: [.relation]
    case .assigned: [.to]
    case .contact: [.minutes]
    case .kept, .note: []
    }
  }

  /// The options without which a kind says nothing.
  package static func required(of kind: FactKind) -> [FactOption] {
    switch kind {
    case .call: [.outcome]
    case .promise: [.by]
    case .kept: [.touch]
    case .occasion: [.name, .day]
    case .snooze: [.touch, .until]
    case .survey: [.perceived, .expected]
    case .referral: [.of]
    case .assigned: [.to]
    default: []
    }
  }
}
