import CadenceModel
import CivilTime

/// Why a touch is there, found from its occurrence and the facts behind it.
extension DigestReader {
  /// The reason of a touch.
  func reason(
    _ touch: PlannedTouch, _ cadence: Cadence, _ customer: Customer, _ facts: [Fact]
  ) -> TaskReason {
    switch touch.occurrence {
    case .opening, .stage:
      ladderReason(touch, cadence, facts)
    case .kept(let relation, let year, _):
      anniversary(cadence, relation, year: Int(year), customer, profile(of: touch))
    case .greeting: .greeting
    case .maintenance(let installed, let which, let number):
      .maintenance(
        number: Int(number), installed: installed,
        product: product(installed: installed, which: which, customer, profile(of: touch)))
    case .festival(let index, _):
      .festival(title: festivalTitle(Int(index)))
    }
  }

  /// The day on which a ladder began, and the fact that began it, if the journal has it.
  func opening(_ touch: PlannedTouch, _ facts: [Fact]) -> (day: Day, fact: Fact?)? {
    switch touch.occurrence {
    case .opening(let kind, let day, let number):
      let theirs = zone(of: input.roster.customers[Int(touch.customer)])
      let same = facts.filter { $0.detail.kind == kind && theirs.local(at: $0.at).day == day }
      let index = Int(number) - 1
      return (day, same.indices.contains(index) ? same[index] : nil)
    case .stage(_, let day): return (day, nil)
    default: return nil
    }
  }

  private func profile(of touch: PlannedTouch) -> CustomerProfile {
    input.roster.profile(at: Int(touch.customer))
  }

  private func ladderReason(
    _ touch: PlannedTouch, _ cadence: Cadence, _ facts: [Fact]
  ) -> TaskReason {
    let opening = opening(touch, facts)
    let since = opening?.day ?? touch.day
    switch opening?.fact?.detail {
    case .complaint(let promise) where cadence.precedence == .complaint:
      return .complaint(since: since, promised: promise.map { zone.local(at: $0) })
    case .promise(let by):
      return .promise(made: since, by: zone.local(at: by))
    case .call(let report) where cadence.precedence == .promise:
      // A moment to be called at was agreed, which is a promise, too.
      let by = cadence.opensOnCallBack ? report.callBack : report.promise
      if let by { return .promise(made: since, by: zone.local(at: by)) }
    case nil:
      if cadence.precedence == .complaint { return .complaint(since: since, promised: nil) }
      if cadence.precedence == .promise { return .promise(made: since, by: nil) }
    default: break
    }
    let began: LadderOpening
    switch touch.occurrence {
    case .opening(let kind, _, _): began = .fact(kind)
    case .stage(let stage, _): began = .stage(stage)
    default: return .greeting
    }
    return .followUp(step: Int(touch.step), of: cadence.steps.count, opening: began, since: since)
  }

  private func anniversary(
    _ cadence: Cadence, _ relation: Relation, year: Int, _ customer: Customer,
    _ profile: CustomerProfile
  ) -> TaskReason {
    var field = AnniversaryRule.DateField.birthday
    if case .anniversary(let rule) = cadence.trigger { field = rule.date }
    let date: PersonDate?
    switch field {
    case .wedding: date = customer.wedding
    case .birthday:
      date =
        relation == .customer
        ? customer.birthday : customer.family.first { $0.relation == relation }?.date
    case .installation:
      let day = customer.installations.map(\.day).min()
      date = day.flatMap { PersonDate.solar(year: $0.year, month: $0.month, day: $0.day) }
    }
    let years = date?.year.map { year - $0 }
    return .anniversary(
      field, relation, name: name(of: relation, profile), on: date?.occurrence(inYear: year),
      years: (years ?? 0) > 0 ? years : nil)
  }

  /// A family member's name, empty if not on file.
  func name(of relation: Relation, _ profile: CustomerProfile) -> String {
    func nth(_ number: UInt8, _ names: String) -> String {
      let list = names.split(separator: ";", omittingEmptySubsequences: false)
      let index = Int(number) - 1
      guard list.indices.contains(index) else { return "" }
      return String(list[index].drop { $0 == " " })
    }
    switch relation {
    case .customer, .couple: return ""
    case .spouse: return profile[.spouseName]
    case .parent(let number): return nth(number, profile[.parentNames])
    case .child(let number): return nth(number, profile[.childNames])
    }
  }

  /// What was installed on a day, by the places among the products on file.
  func product(
    installed: Day, which: UInt8, _ customer: Customer, _ profile: CustomerProfile
  ) -> String {
    let products = profile[.products].split(separator: ";", omittingEmptySubsequences: false)
    let installation = customer.installations.first { $0.day == installed && $0.which == which }
    guard let installation, products.count > 1 else {
      return products.count == 1 ? String(products[0]) : ""
    }
    return products.indices.filter(installation.has).map { place in
      String(products[place].drop { $0 == " " })
    }.filter { !$0.isEmpty }.joined(separator: " + ")
  }

  private func festivalTitle(_ index: Int) -> String {
    guard input.settings.festivals.indices.contains(index) else { return "" }
    let festival = input.settings.festivals[index]
    return LanguageTag.text(festival.titles, in: language) ?? festival.name
  }
}

extension Cadence {
  /// Whether a customer's wish to be called back opens it.
  fileprivate var opensOnCallBack: Bool {
    guard case .ladder(let rule) = trigger else { return false }
    return rule.signals.contains(.callBack)
  }
}
