import CivilTime

/// What belongs to each kind, and which of it contradicts.
extension FactParser {
  /// The detail of the kind; nil when something that it cannot do without is missing or wrong.
  mutating func detail() -> FactDetail? {
    switch kind {
    case .inquiry: .inquiry(deal())
    case .offer: .offer(deal())
    case .won: .won(deal())
    case .lost: .lost(choice(.loss), choice(.reason))
    case .call: call().map { .call($0) }
    case .visit: .visit(visit())
    case .purchase: .purchase(purchase())
    case .complaint: .complaint(promise: instantAhead(.promise))
    case .resolved: .resolved(satisfaction())
    case .promise: instantAhead(.by).map { .promise(by: $0) }
    case .kept: .kept
    case .optOut: .optOut(channel(), occasion: cadence())
    case .optIn: .optIn(channel(), occasion: cadence())
    case .occasion: occasion()
    case .snooze: dayAhead(.until).map { .snooze(until: $0) }
    case .gift: .gift(cost: amount(.cost))
    case .card: .card(cost: amount(.cost))
    case .letter: .letter(cost: amount(.cost))
    case .survey: satisfaction().map { .survey($0) }
    case .deceased: .deceased
    case .bereaved: .bereaved
    case .note: .note
    case .contact: .contact
    case .referral: referral()
    case .assigned: assigned()
    }
  }

  private mutating func deal() -> DealFacts {
    DealFacts(amount: amount(.amount), source: source())
  }

  /// A lead source: any non-empty name, since estates and fairs come and go.
  private mutating func source() -> String? {
    guard let text = given[.source] else { return nil }
    guard !text.allSatisfy(\.isWhitespace) else {
      problems.append("--source is empty")
      return nil
    }
    return text
  }

  private mutating func call() -> CallReport? {
    let outcome: CallOutcome? = choice(.outcome)
    var report = CallReport(outcome: outcome ?? .reached)
    report.callBack = instantAhead(.callBack)
    report.need = choice(.need)
    report.attitude = choice(.attitude)
    report.visitWelcome = yesOrNo(.visit)
    report.visitOn = dayAhead(.visitOn)
    report.reason = choice(.reason)
    report.promise = instantAhead(.promise)
    guard let outcome else { return nil }
    if outcome != .callBack, given[.callBack] != nil {
      problems.append("--call-back goes only with --outcome call-back, not \(outcome.rawValue)")
    }
    if outcome != .reached, outcome != .callBack {
      let heard: [FactOption] = [.need, .attitude, .visit, .visitOn, .reason, .promise]
      for option in heard where given[option] != nil {
        problems.append("\(option.flag) contradicts --outcome \(outcome.rawValue): nobody spoke")
      }
    }
    if report.visitWelcome == false, given[.visitOn] != nil {
      problems.append("--visit-on contradicts --visit no")
    }
    if report.visitOn != nil { report.visitWelcome = true }
    return report
  }

  private mutating func visit() -> VisitReport {
    VisitReport(
      installation: installation(), condition: choice(.condition), satisfaction: satisfaction(),
      need: choice(.need), isPartial: given[.partly] != nil)
  }

  private mutating func installation() -> InstallationID? {
    guard let text = given[.installation] else { return nil }
    let known = context.installations(of: customer)
    if let found = known.first(where: { $0.text == text }) { return found }
    let listed = known.map(\.text).joined(separator: ", ")
    problems.append(
      "unknown installation \(text); "
        + (known.isEmpty ? "\(customer.id) has none on file" : "\(customer.id) has \(listed)"))
    return nil
  }

  private mutating func purchase() -> PurchaseFacts {
    PurchaseFacts(
      quantity: whole(.quantity, in: 1...1_000_000, "a number of pieces from 1") ?? 1,
      amount: amount(.amount, mayBeNegative: true),
      margin: amount(.margin, mayBeNegative: true), installed: day(.installed))
  }

  /// Both answers or none.
  private mutating func satisfaction() -> Satisfaction? {
    let perceived = whole(.perceived, in: 1...5, "1, 2, 3, 4 or 5")
    let expected = whole(.expected, in: 1...5, "1, 2, 3, 4 or 5")
    if (given[.perceived] == nil) != (given[.expected] == nil), kind != .survey {
      problems.append("--perceived and --expected go together: satisfaction is one by the other")
    }
    guard let perceived, let expected else { return nil }
    return Satisfaction(perceived: perceived, expected: expected)
  }

  private mutating func channel() -> Channel? {
    guard let text = given[.channel] else { return nil }
    if let found = Channel(name: text) { return found }
    refuse(.channel, text, among: Channel.allCases.map(\.name))
    return nil
  }

  private mutating func cadence() -> CadenceName? {
    guard let text = given[.occasion] else { return nil }
    let names = context.settings.cadences.map(\.name)
    if let found = names.first(where: { $0.text == text }) { return found }
    refuse(.occasion, text, among: names.map(\.text))
    return nil
  }

  private mutating func occasion() -> FactDetail? {
    let name: OccasionName? = choice(.name)
    let day = day(.day)
    guard let name, let day else { return nil }
    return .occasion(name, day: day)
  }

  private mutating func referral() -> FactDetail? {
    guard let text = given[.of] else { return nil }
    let introduced = CustomerID(text)
    guard context.roster.index(of: introduced) != nil else {
      let ids = context.roster.customers.lazy.map(\.id.text)
      problems.append("--of: unknown customer \(text)\(NearestName.hint(text, in: ids))")
      return nil
    }
    guard introduced != customer.id else {
      problems.append("--of \(text): nobody introduces themselves")
      return nil
    }
    return .referral(of: introduced)
  }
}
