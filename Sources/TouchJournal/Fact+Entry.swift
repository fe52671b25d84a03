package import CadenceModel

extension JournalEntry {
  /// The fact that the line records, without its texts; nil for other kinds, and for a line whose
  /// values this program does not know.
  package var fact: Fact? {
    guard let kind = FactKind(name: kind.name), let customer = text("customer"),
      let detail = detail(kind)
    else { return nil }
    var fact = Fact(
      customer: CustomerID(customer), at: instant("when") ?? at, rep: rep, touch: touch,
      detail: detail)
    fact.marks = marks
    return fact
  }

  private var marks: FactMarks {
    var marks = FactMarks()
    marks.minutes = integer("minutes").map { Int(clamping: $0) }
    marks.relation = text("relation").flatMap { Relation(name: $0) }
    marks.item = text("gift")
    marks.owner = text("owner").map { RepID($0) }
    marks.overlays = text("file")
    return marks
  }

  private func detail(_ kind: FactKind) -> FactDetail? {
    switch kind {
    case .inquiry: .inquiry(deal)
    case .offer: .offer(deal)
    case .won: .won(deal)
    case .lost: .lost(value("loss"), value("reason"))
    case .call: value("outcome").map { .call(callReport($0)) }
    case .visit: .visit(visitReport)
    case .purchase:
      .purchase(
        PurchaseFacts(
          quantity: integer("quantity").map { Int(clamping: $0) } ?? 1, amount: amount("amount"),
          margin: amount("margin"), installed: day("installed")))
    case .complaint: .complaint(promise: instant("promise"))
    case .resolved: .resolved(satisfaction)
    case .promise: instant("by").map { .promise(by: $0) }
    case .kept: .kept
    case .optOut: .optOut(channel, occasion: text("occasion").map { CadenceName($0) })
    // A channel that this program does not know must not become "all of them".
    case .optIn where self["channel"] != nil && channel == nil: nil
    case .optIn: .optIn(channel, occasion: text("occasion").map { CadenceName($0) })
    case .occasion: occasion
    case .snooze: day("until").map { .snooze(until: $0) }
    case .gift: .gift(cost: amount("cost"))
    case .card: .card(cost: amount("cost"))
    case .letter: .letter(cost: amount("cost"))
    case .survey: satisfaction.map { .survey($0) }
    case .deceased: .deceased
    case .bereaved: .bereaved
    case .note: .note
    case .contact: .contact
    case .referral: text("of").map { .referral(of: CustomerID($0)) }
    case .assigned: text("to").map { .assigned(to: RepID($0)) }
    }
  }

  /// A closed value by its text.
  private func value<Value: RawRepresentable<String>>(_ key: String) -> Value? {
    text(key).flatMap { Value(rawValue: $0) }
  }

  private var deal: DealFacts { DealFacts(amount: amount("amount"), source: text("source")) }

  private var occasion: FactDetail? {
    guard let name: OccasionName = value("name"), let day = day("day") else { return nil }
    return .occasion(name, day: day)
  }

  private func callReport(_ outcome: CallOutcome) -> CallReport {
    var report = CallReport(outcome: outcome)
    report.callBack = instant("call_back")
    report.need = value("need")
    report.attitude = value("attitude")
    report.visitWelcome = flag("visit")
    report.visitOn = day("visit_on")
    report.reason = value("reason")
    report.promise = instant("promise")
    return report
  }

  private var visitReport: VisitReport {
    VisitReport(
      installation: text("installation").map { InstallationID($0) }, condition: value("condition"),
      satisfaction: satisfaction, need: value("need"), isPartial: flag("partly") ?? false)
  }

  private var satisfaction: Satisfaction? {
    guard let perceived = integer("perceived"), let expected = integer("expected"),
      (1...5).contains(perceived), (1...5).contains(expected)
    else { return nil }
    return Satisfaction(perceived: Int(perceived), expected: Int(expected))
  }
}
