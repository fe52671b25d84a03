import CadenceModel
import CadencePlanning
import CivilTime

/// Gathers the profile sheet of a visit task.
extension DigestReader {
  /// So much of each list is shown: a sheet is read on a phone before a door.
  private static let most = 3
  private static let mostNotes = 200

  /// Everything that matters at a customer's door; `facts` are theirs with opened texts.
  func visitSheet(_ index: Int, _ facts: [Fact]) -> VisitSheet {
    let customer = input.customer(index)
    let profile = input.roster.profile(at: index)
    var sheet = VisitSheet()
    sheet.age = customer.birthday?.age(on: input.day)
    readFamily(customer, profile, facts, &sheet)
    sheet.housemates = input.household(index).filter { $0 != index }
    sheet.employer = profile[.employer]
    sheet.interests = profile.list(.interests)
    sheet.things = things(customer, profile, facts)
    sheet.purchases = purchases(customer, facts)
    readVisits(facts, &sheet)
    sheet.open = OpenMatters(facts, ours: zone, theirs: zone(of: customer)).open
    sheet.need = need(facts)
    sheet.gifts = gifts(facts)
    let optOuts = OptOuts(customer, facts)
    sheet.shunned = customer.refused.union(optOuts.channels).channels
    sheet.unwanted = optOuts.occasions.map { occasion in
      let cadence = input.settings.cadences.first { $0.name == occasion.cadence }
      return VisitSheet.Unwanted(
        title: cadence?.title ?? occasion.cadence.text, channel: occasion.channel)
    }
    let notes = profile[.notes].replacing("\u{2028}", with: " ")
    sheet.notes = notes.count > Self.mostNotes ? notes.prefix(Self.mostNotes - 1) + "…" : notes
    return sheet
  }

  private func readFamily(
    _ customer: Customer, _ profile: CustomerProfile, _ facts: [Fact], _ sheet: inout VisitSheet
  ) {
    var relations: [Relation] = profile[.spouseName].isEmpty ? [] : [.spouse]
    func add(_ field: ProfileField, _ make: (UInt8) -> Relation) {
      let count = profile[field].split(separator: ";", omittingEmptySubsequences: false).count
      guard !profile[field].isEmpty else { return }
      relations += (1...count).map { make(UInt8(clamping: $0)) }
    }
    add(.childNames) { .child($0) }
    add(.parentNames) { .parent($0) }
    for member in customer.family where !relations.contains(member.relation) {
      relations.append(member.relation)
    }
    let dead = facts.compactMap { $0.detail.kind == .deceased ? $0.marks.relation : nil }
    for relation in relations {
      let date = customer.family.first { $0.relation == relation }?.date
      let isDead = dead.contains(relation)
      let relative = VisitSheet.Relative(
        relation: relation, name: name(of: relation, profile),
        age: isDead ? nil : date?.age(on: input.day))
      if isDead { sheet.dead.append(relative) } else { sheet.family.append(relative) }
    }
    for relation in dead where !relations.contains(relation) {
      sheet.dead.append(VisitSheet.Relative(relation: relation, name: "", age: nil))
    }
  }

  private func things(
    _ customer: Customer, _ profile: CustomerProfile, _ facts: [Fact]
  ) -> [VisitSheet.Thing] {
    customer.installations.sorted { ($0.day, $0.which) < ($1.day, $1.which) }.map { installation in
      var name = product(
        installed: installation.day, which: installation.which, customer, profile)
      // What was recorded only is named in the record.
      let recorded = facts.compactMap { fact -> String? in
        guard case .purchase(let purchase) = fact.detail, purchase.installed == installation.day
        else { return nil }
        return fact.texts[FactOption.product.rawValue] ?? ""
      }
      let place = Int(installation.which) - 1
      if installation.products == .max, recorded.indices.contains(place), !recorded[place].isEmpty {
        name = recorded[place]
      }
      return VisitSheet.Thing(
        product: name, installed: installation.day, warrantyUntil: installation.warrantyUntil)
    }
  }

  private func purchases(_ customer: Customer, _ facts: [Fact]) -> [VisitSheet.Bought] {
    var bought = input.roster.purchaseRange(customer).map { place in
      let purchase = input.roster.purchases[place]
      return VisitSheet.Bought(
        day: purchase.day, product: input.roster.products[Int(purchase.product)],
        amount: purchase.amount == 0 ? nil : Amount(hundredths: purchase.amount))
    }
    for fact in facts {
      guard case .purchase(let purchase) = fact.detail else { continue }
      bought.append(
        VisitSheet.Bought(
          day: zone.local(at: fact.at).day, product: fact.texts[FactOption.product.rawValue] ?? "",
          amount: purchase.amount))
    }
    let sorted = bought.enumerated().sorted {
      ($0.element.day, $0.offset) > ($1.element.day, $1.offset)
    }
    return sorted.prefix(Self.most).map(\.element)
  }

  /// The last visit, and the last marks that were given after it.
  private func readVisits(_ facts: [Fact], _ sheet: inout VisitSheet) {
    for fact in facts {
      let day = zone.local(at: fact.at).day
      switch fact.detail {
      case .visit(let report):
        sheet.lastVisit = VisitSheet.Visited(
          day: day, usage: fact.texts[FactOption.usage.rawValue] ?? "",
          condition: report.condition, satisfaction: report.satisfaction,
          note: fact.texts[FactOption.note.rawValue] ?? "")
        sheet.survey = nil
      case .survey(let marks): sheet.survey = VisitSheet.Marks(day: day, satisfaction: marks)
      case .resolved(let marks?): sheet.survey = VisitSheet.Marks(day: day, satisfaction: marks)
      default: break
      }
    }
  }

  /// The need that is still open, with the words of the record that told of it.
  private func need(_ facts: [Fact]) -> VisitSheet.Needed? {
    guard let need = Need.last(in: facts), need != .none else { return nil }
    let source = facts.last { fact in
      switch fact.detail {
      case .call(let report): report.need != nil
      case .visit(let report): report.need != nil
      default: false
      }
    }
    guard let source else { return nil }
    return VisitSheet.Needed(
      need: need, day: zone.local(at: source.at).day,
      words: source.texts[FactOption.note.rawValue] ?? "")
  }

  private func gifts(_ facts: [Fact]) -> [VisitSheet.Given] {
    let given = facts.compactMap { fact -> VisitSheet.Given? in
      let kind = fact.detail.kind
      guard [.gift, .card, .letter].contains(kind) else { return nil }
      return VisitSheet.Given(
        day: zone.local(at: fact.at).day, kind: kind, item: fact.marks.item,
        what: fact.texts[FactOption.what.rawValue] ?? "")
    }
    return given.reversed().prefix(Self.most).map { $0 }
  }
}
