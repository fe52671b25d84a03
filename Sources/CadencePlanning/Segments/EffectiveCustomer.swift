package import CadenceModel
package import CivilTime

/// The customer as the file and what was recorded since make them (docs/segments.md).
///
/// The file is never written to. What is recorded lies over it and holds until the file's value
/// differs from the one that it was laid over: then somebody has edited the file since.
package enum EffectiveCustomer {
  /// The customer with what was recorded before a moment.
  ///
  /// - Parameters:
  ///   - customer: What the file says.
  ///   - history: What the journal knows of the same customer.
  ///   - roster: The roster that the customer is of.
  ///   - settings: Whose reps the customer's index counts in.
  ///   - sources: Names of lead sources by index, ``sourceNames(_:_:)``.
  ///   - isIntroduced: Whether another customer introduced this one.
  ///   - now: The moment; nil: everything.
  ///   - day: The day whose rep is wanted; nil: the moment's, and without one nobody has left.
  /// - Returns: The customer that audiences and rules see.
  package static func of(
    _ customer: Customer, _ history: CustomerHistory?, roster: Roster, settings: Settings,
    sources: [String], isIntroduced: Bool = false, before now: Instant? = nil,
    on day: Day? = nil
  ) -> Customer {
    guard history != nil || isIntroduced || settings.mayLeave(customer.rep) else { return customer }
    var effective = customer
    let kinds = history?.kinds ?? []
    if let history, !kinds.isDisjoint(with: changing) {
      let facts = FactOrder.byTime(history.facts, before: now)
      effective.stage = stage(of: customer, facts, roster, zone(of: customer, roster, settings))
      if kinds.contains(FactKindSet(.assigned)) {
        effective.rep = rep(of: customer, facts, settings)
      }
      if kinds.contains(FactKindSet(.purchase)) {
        // Numbered as they were recorded, so that later ones never rename earlier ones.
        let recorded = history.facts.lazy.map(\.fact).filter { fact in
          now.map { fact.at < $0 } ?? true
        }
        effective.installations = customer.installations(with: recorded)
      }
      if isSourceUnknown(customer, roster), let name = source(in: facts) {
        effective.source = index(of: name, in: sources)
      }
    }
    if isIntroduced, isSourceUnknown(effective, roster) {
      effective.source = index(of: referral(roster), in: sources)
    }
    if settings.mayLeave(effective.rep), let day = day ?? now.map({ today(at: $0, settings) }) {
      effective.rep = settings.inCharge(effective.rep, on: day)
    }
    return effective
  }

  /// What the source of somebody is called whom a customer introduced: the customer file's word.
  package static func referral(_ roster: Roster) -> String {
    roster.sources.contains("转介绍") ? "转介绍" : "referral"
  }

  /// The roster's sources, then those that only audiences name, so that each has an index.
  package static func sourceNames(_ settings: Settings, _ roster: Roster) -> [String] {
    var names = roster.sources
    var audiences = settings.cadences.flatMap { [$0.audience] + $0.steps.map(\.audience) }
    audiences += settings.groups.values
    for name in audiences.flatMap(\.sources).sorted() + [referral(roster)]
    where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// The lead source by name, which a fact may have told in words that nothing else uses.
  package static func sourceName(
    _ customer: Customer, _ history: CustomerHistory?, roster: Roster, isIntroduced: Bool,
    before now: Instant? = nil
  ) -> String {
    if !isSourceUnknown(customer, roster) { return roster.sources[Int(customer.source)] }
    let facts = FactOrder.byTime(history?.facts ?? [], before: now)
    return source(in: facts) ?? (isIntroduced ? referral(roster) : "")
  }

  /// Kinds of facts that change what the file says.
  private static let changing = FactKindSet(
    .inquiry, .offer, .won, .lost, .purchase, .assigned)

  private static func index(of name: String, in names: [String]) -> UInt16 {
    names.firstIndex(of: name).map { UInt16(clamping: $0) } ?? .max
  }

  private static func isSourceUnknown(_ customer: borrowing Customer, _ roster: Roster) -> Bool {
    let index = Int(customer.source)
    return !roster.sources.indices.contains(index) || roster.sources[index].isEmpty
  }

  /// The first that a fact of a deal names.
  private static func source(in facts: [Fact]) -> String? {
    for fact in facts {
      switch fact.detail {
      case .inquiry(let deal), .offer(let deal), .won(let deal):
        if let source = deal.source { return source }
      default: continue
      }
    }
    return nil
  }

  /// The day at the site.
  private static func today(at now: Instant, _ settings: Settings) -> Day {
    (settings.zones[settings.site.zone] ?? .utc).local(at: now).day
  }

  /// Whom the last hand-over that still holds gave the customer to.
  private static func rep(of customer: Customer, _ facts: [Fact], _ settings: Settings) -> UInt16 {
    let reps = settings.reps
    let onFile = reps.indices.contains(Int(customer.rep)) ? reps[Int(customer.rep)].id.text : ""
    var rep = customer.rep
    for fact in facts {
      guard case .assigned(let to) = fact.detail, (fact.marks.overlays ?? onFile) == onFile,
        let index = reps.firstIndex(where: { $0.id == to })
      else { continue }
      rep = UInt16(clamping: index)
    }
    return rep
  }

  private static func stage(
    of customer: Customer, _ facts: [Fact], _ roster: Roster, _ zone: ZoneRules
  ) -> CustomerStage {
    var stage = customer.stage
    for fact in facts where holds(fact, over: customer.stage) {
      switch fact.detail {
      case .inquiry: if stage == .suspect || stage == .lost { stage = .prospect }
      case .offer:
        if [.suspect, .prospect, .lost].contains(stage) { stage = .opportunity }
      case .won: if !stage.hasBought { stage = .customer }
      case .purchase(let purchase) where (purchase.amount?.hundredths ?? 0) >= 0:
        if !stage.hasBought { stage = .customer }
        if stage == .customer, hasSecondDay(customer, facts, until: fact.at, roster, zone) {
          stage = .repeatCustomer
        }
      case .lost: stage = .lost
      default: break
      }
    }
    return stage
  }

  /// Whether the file still says what it said when the fact was recorded.
  private static func holds(_ fact: Fact, over stage: CustomerStage) -> Bool {
    guard let overlaid = fact.marks.overlays else { return true }
    return overlaid == stage.name
  }

  /// Whether the purchases of file and facts up to a moment lie on two days or more.
  private static func hasSecondDay(
    _ customer: Customer, _ facts: [Fact], until moment: Instant, _ roster: Roster,
    _ zone: ZoneRules
  ) -> Bool {
    var days: Set<Day> = []
    for place in roster.purchaseRange(customer) where roster.purchases[place].amount >= 0 {
      days.insert(roster.purchases[place].day)
    }
    for fact in facts where fact.at <= moment {
      guard case .purchase(let purchase) = fact.detail, (purchase.amount?.hundredths ?? 0) >= 0
      else { continue }
      days.insert(zone.local(at: fact.at).day)
    }
    return days.count > 1
  }

  private static func zone(
    of customer: Customer, _ roster: Roster, _ settings: Settings
  ) -> ZoneRules {
    let index = Int(customer.zone)
    let name = roster.zones.indices.contains(index) ? roster.zones[index] : settings.site.zone
    return settings.zones[name] ?? settings.zones[settings.site.zone] ?? .utc
  }
}

extension CustomerStage {
  /// Whether the stage says that something was bought.
  var hasBought: Bool { self == .customer || self == .repeatCustomer || self == .evangelist }
}

/// Facts in the order of their time.
enum FactOrder {
  /// Those before a moment; those of one moment stay in the order of the journal.
  static func byTime(_ recorded: [RecordedFact], before now: Instant?) -> [Fact] {
    var facts = recorded.map(\.fact)
    if let now { facts.removeAll { $0.at >= now } }
    let isSorted = zip(facts, facts.dropFirst()).allSatisfy { $0.at <= $1.at }
    if isSorted { return facts }
    return facts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }
}
