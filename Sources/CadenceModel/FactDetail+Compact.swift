import CivilTime

extension CompactWriter {
  /// What happened, with its closed values.
  mutating func add(_ detail: FactDetail) {
    add(detail.kind.name)
    switch detail {
    case .inquiry(let deal), .offer(let deal), .won(let deal): add(deal)
    case .lost(let loss, let reason):
      add(name: loss)
      add(name: reason)
    case .call(let report): add(report)
    case .visit(let report): add(report)
    case .purchase(let purchase):
      add(purchase.quantity)
      add(purchase.amount)
      add(purchase.margin)
      add(purchase.installed) { $0.add($1) }
    case .complaint(let promise): add(promise) { $0.add($1) }
    case .resolved(let answer): add(answer) { $0.add($1) }
    case .promise(let moment): add(moment)
    case .optOut(let channel, let occasion), .optIn(let channel, let occasion):
      add(channel) { $0.add($1.name) }
      add(occasion) { $0.add($1.text) }
    case .occasion(let name, let day):
      add(name.rawValue)
      add(day)
    case .snooze(let day): add(day)
    case .gift(let cost), .card(let cost), .letter(let cost): add(cost)
    case .survey(let answer): add(answer)
    case .referral(let other): add(other.text)
    case .assigned(let rep): add(rep.text)
    case .kept, .deceased, .bereaved, .note, .contact: break
    }
  }

  private mutating func add(_ deal: DealFacts) {
    add(deal.amount)
    add(deal.source) { $0.add($1) }
  }

  private mutating func add(_ amount: Amount?) { add(amount) { $0.add($1.hundredths) } }

  private mutating func add(_ answer: Satisfaction) {
    add(answer.perceived)
    add(answer.expected)
  }

  private mutating func add(_ report: CallReport) {
    add(report.outcome.rawValue)
    add(report.callBack) { $0.add($1) }
    add(name: report.need)
    add(name: report.attitude)
    add(report.visitWelcome) { $0.add($1) }
    add(report.visitOn) { $0.add($1) }
    add(name: report.reason)
    add(report.promise) { $0.add($1) }
  }

  private mutating func add(_ report: VisitReport) {
    add(report.installation) { $0.add($1.text) }
    add(name: report.condition)
    add(report.satisfaction) { $0.add($1) }
    add(name: report.need)
    add(report.isPartial)
  }
}

extension CompactReader {
  /// What happened, with its closed values.
  mutating func detail() throws(UnreadableBytes) -> FactDetail {
    guard let kind = FactKind(name: try text()) else { throw UnreadableBytes() }
    switch kind {
    case .inquiry: return .inquiry(try deal())
    case .offer: return .offer(try deal())
    case .won: return .won(try deal())
    case .lost: return .lost(try name(), try name())
    case .call: return .call(try callReport())
    case .visit: return .visit(try visitReport())
    case .purchase:
      return .purchase(
        PurchaseFacts(
          quantity: try int(), amount: try amount(), margin: try amount(),
          installed: try flag() ? try day() : nil))
    case .complaint: return .complaint(promise: try flag() ? try instant() : nil)
    case .resolved: return .resolved(try flag() ? try satisfaction() : nil)
    case .promise: return .promise(by: try instant())
    case .optOut: return .optOut(try channelOrAll(), occasion: try occasion())
    case .optIn: return .optIn(try channelOrAll(), occasion: try occasion())
    case .occasion: return .occasion(try named(), day: try day())
    case .snooze: return .snooze(until: try day())
    case .gift: return .gift(cost: try amount())
    case .card: return .card(cost: try amount())
    case .letter: return .letter(cost: try amount())
    case .survey: return .survey(try satisfaction())
    case .referral: return .referral(of: CustomerID(try text()))
    case .assigned: return .assigned(to: RepID(try text()))
    case .kept: return .kept
    case .deceased: return .deceased
    case .bereaved: return .bereaved
    case .note: return .note
    case .contact: return .contact
    }
  }

  private mutating func deal() throws(UnreadableBytes) -> DealFacts {
    DealFacts(amount: try amount(), source: try flag() ? try text() : nil)
  }

  private mutating func amount() throws(UnreadableBytes) -> Amount? {
    try flag() ? Amount(hundredths: try integer()) : nil
  }

  private mutating func satisfaction() throws(UnreadableBytes) -> Satisfaction {
    Satisfaction(perceived: try int(), expected: try int())
  }

  private mutating func channelOrAll() throws(UnreadableBytes) -> Channel? {
    try flag() ? try channel() : nil
  }

  private mutating func occasion() throws(UnreadableBytes) -> CadenceName? {
    try flag() ? CadenceName(try text()) : nil
  }

  private mutating func callReport() throws(UnreadableBytes) -> CallReport {
    var report = CallReport(outcome: try named())
    report.callBack = try flag() ? try instant() : nil
    report.need = try name()
    report.attitude = try name()
    report.visitWelcome = try flag() ? try flag() : nil
    report.visitOn = try flag() ? try day() : nil
    report.reason = try name()
    report.promise = try flag() ? try instant() : nil
    return report
  }

  private mutating func visitReport() throws(UnreadableBytes) -> VisitReport {
    VisitReport(
      installation: try flag() ? InstallationID(try text()) : nil, condition: try name(),
      satisfaction: try flag() ? try satisfaction() : nil, need: try name(),
      isPartial: try flag())
  }
}
