package import CivilTime

/// Something that a rep, an admin or the customer told us: one `record` (contract section 7).
///
/// Free texts are personal data. They stand in ``texts`` only while a fact is being recorded or
/// shown; the journal keeps a reference to their sealed form instead.
package struct Fact: Hashable, Sendable {
  /// The customer it is about.
  package var customer: CustomerID
  /// When it happened, which may be before it was recorded.
  package var at: Instant
  /// Who reports it.
  package var rep: RepID?
  /// The touch that it answers.
  package var touch: TouchID?
  /// What happened.
  package var detail: FactDetail
  /// The free texts, by option name (`note`, `product`, `usage`, `about`, `what`, `material`).
  package var texts: [String: String]
  /// What stands beside it.
  package var marks = FactMarks()

  /// Describes one fact.
  package init(
    customer: CustomerID, at: Instant, rep: RepID? = nil, touch: TouchID? = nil,
    detail: FactDetail, texts: [String: String] = [:]
  ) {
    self.customer = customer
    self.at = at
    self.rep = rep
    self.touch = touch
    self.detail = detail
    self.texts = texts
  }

  /// Whether a human and the customer really met or spoke.
  package var isHumanContact: Bool {
    guard case .call(let report) = detail else { return detail.kind.mayBeHumanContact }
    return report.outcome == .reached || report.outcome == .callBack
  }
}

/// What happened, with its closed values; amounts are in the site's currency.
package enum FactDetail: Hashable, Sendable {
  case inquiry(DealFacts)
  case offer(DealFacts)
  case won(DealFacts)
  case lost(LossKind?, Reason?)
  case call(CallReport)
  case visit(VisitReport)
  case purchase(PurchaseFacts)
  case complaint(promise: Instant?)
  case resolved(Satisfaction?)
  case promise(by: Instant)
  case kept
  case optOut(Channel?, occasion: CadenceName?)
  case optIn(Channel?, occasion: CadenceName?)
  case occasion(OccasionName, day: Day)
  case snooze(until: Day)
  case gift(cost: Amount?)
  case card(cost: Amount?)
  case letter(cost: Amount?)
  case survey(Satisfaction)
  case deceased, bereaved, note, contact
  case referral(of: CustomerID)
  /// The customer was handed over to a rep.
  case assigned(to: RepID)

  /// The kind that this detail belongs to.
  package var kind: FactKind {
    switch self {
    case .inquiry: .inquiry
    case .offer: .offer
    case .won: .won
    case .lost: .lost
    case .call: .call
    case .visit: .visit
    case .purchase: .purchase
    case .complaint: .complaint
    case .resolved: .resolved
    case .promise: .promise
    case .kept: .kept
    case .optOut: .optOut
    case .optIn: .optIn
    case .occasion: .occasion
    case .snooze: .snooze
    case .gift: .gift
    case .card: .card
    case .letter: .letter
    case .survey: .survey
    case .deceased: .deceased
    case .bereaved: .bereaved
    case .note: .note
    case .contact: .contact
    case .referral: .referral
    case .assigned: .assigned
    }
  }
}
