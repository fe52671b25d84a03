package import CadenceModel

extension JournalDraft {
  /// A recorded fact; its texts are not written, only the place where they are sealed.
  package static func fact(_ fact: Fact, sealed: SealedReference? = nil) -> JournalDraft {
    var draft = JournalDraft(kind: JournalKind(fact.detail.kind))
    draft.add("customer", fact.customer.text)
    draft.add("when", fact.at)
    draft.add("rep", fact.rep?.text)
    draft.add("touch", fact.touch?.description)
    draft.add(fact.detail)
    draft.add(fact.marks)
    draft.add(sealed: sealed)
    return draft
  }

  private mutating func add(_ detail: FactDetail) {
    switch detail {
    case .inquiry(let deal), .offer(let deal), .won(let deal):
      add("amount", deal.amount)
      add("source", deal.source)
    case .lost(let loss, let reason):
      add("loss", loss?.rawValue)
      add("reason", reason?.rawValue)
    case .call(let report): add(report)
    case .visit(let report): add(report)
    case .purchase(let purchase):
      add("quantity", purchase.quantity)
      add("amount", purchase.amount)
      add("margin", purchase.margin)
      add("installed", purchase.installed)
    case .complaint(let promise): add("promise", promise)
    case .resolved(let satisfaction): add(satisfaction)
    case .promise(let by): add("by", by)
    case .optOut(let channel, let occasion), .optIn(let channel, let occasion):
      add("channel", channel?.name)
      add("occasion", occasion?.text)
    case .occasion(let name, let day):
      add("name", name.rawValue)
      add("day", day)
    case .snooze(let until): add("until", until)
    case .gift(let cost), .card(let cost), .letter(let cost): add("cost", cost)
    case .survey(let satisfaction): add(satisfaction)
    case .referral(let customer): add("of", customer.text)
    case .assigned(let rep): add("to", rep.text)
    case .kept, .deceased, .bereaved, .note, .contact: break
    }
  }

  private mutating func add(_ marks: FactMarks) {
    add("minutes", marks.minutes)
    add("relation", marks.relation?.name)
    add("gift", marks.item)
    add("owner", marks.owner?.text)
    add("file", marks.overlays)
  }

  private mutating func add(_ report: CallReport) {
    add("outcome", report.outcome.rawValue)
    add("call_back", report.callBack)
    add("need", report.need?.rawValue)
    add("attitude", report.attitude?.rawValue)
    add("visit", report.visitWelcome)
    add("visit_on", report.visitOn)
    add("reason", report.reason?.rawValue)
    add("promise", report.promise)
  }

  private mutating func add(_ report: VisitReport) {
    add("installation", report.installation?.text)
    add("condition", report.condition?.rawValue)
    add(report.satisfaction)
    add("need", report.need?.rawValue)
    if report.isPartial { add("partly", true) }
  }

  private mutating func add(_ satisfaction: Satisfaction?) {
    add("perceived", satisfaction?.perceived)
    add("expected", satisfaction?.expected)
  }
}
