package import CadenceModel
package import CivilTime

extension Planner {
  /// The identity of a planned touch (contract section 2).
  package func touchID(of touch: PlannedTouch) -> TouchID {
    TouchID(
      customer: roster.customers[Int(touch.customer)].id,
      cadence: settings.cadences[Int(touch.cadence)].name,
      occurrence: touch.occurrence.text(festivals: settings.festivals), step: Int(touch.step))
  }

  /// The moment of a planned touch, by the customer's clock.
  package func instant(of touch: PlannedTouch) -> Instant {
    zone(of: touch).instant(day: touch.day, minute: touch.minute)
  }

  /// The zone in which a planned touch's day and minute are meant.
  package func zone(of touch: PlannedTouch) -> ZoneRules {
    zones[Int(roster.customers[Int(touch.customer)].zone)]
  }

  /// The rep whose touch it is: who answers for it, else who is in charge of the customer.
  package func rep(of touch: PlannedTouch) -> RepID {
    settings.reps[Int(repIndex(of: touch))].id
  }

  /// Index of the rep whose touch it is on its day.
  package func repIndex(of touch: PlannedTouch) -> UInt16 {
    settings.inCharge(touch.owner ?? rep(ofCustomer: Int(touch.customer)), on: touch.day)
  }

  /// Index of the rep in charge of a customer: the file's, or whom they were handed over to.
  ///
  /// With a day, whoever has left by then is replaced by the successor.
  package func rep(ofCustomer index: Int, on day: Day? = nil) -> UInt16 {
    let rep = recordedRep(ofCustomer: index)
    return day.map { settings.inCharge(rep, on: $0) } ?? rep
  }

  private func recordedRep(ofCustomer index: Int) -> UInt16 {
    guard !historyOf.isEmpty, historyOf[index],
      let known = history.customers[roster.customers[index].id],
      known.kinds.contains(FactKindSet(.assigned))
    else { return roster.customers[index].rep }
    return EffectiveCustomer.of(
      roster.customers[index], known, roster: roster, settings: settings, sources: sourceNames
    ).rep
  }

  /// Why a touch is planned, in a few English words: `birthday of the customer`.
  package func why(of touch: PlannedTouch) -> String {
    why(cadence: Int(touch.cadence), occurrence: touch.occurrence, step: Int(touch.step))
  }

  /// Why an occurrence's step stands in the plan.
  package func why(cadence index: Int, occurrence: Occurrence, step: Int) -> String {
    let cadence = settings.cadences[index]
    switch occurrence {
    case .kept(let relation, _, _): return Self.why(relation, cadence)
    case .greeting(let year, let number):
      guard case .greeting(let rule) = cadence.trigger else { return "greeting" }
      return "greeting \(number) of \(rule.perYear) in \(year)"
    case .opening(.purchase, let day, _) where cadence.endsWithWarranty:
      return "step \(step) of \(cadence.steps.count) for the end of the warranty on \(day)"
    case .opening(let kind, let day, _):
      return "step \(step) of \(cadence.steps.count) after the \(kind.name) of \(day)"
    case .stage(let stage, let day):
      return "step \(step) of \(cadence.steps.count) for the \(stage.name) on file since \(day)"
    case .maintenance(let installed, _, let number):
      return "visit \(number) to the installation of \(installed)"
    case .festival(let festival, let year):
      guard settings.festivals.indices.contains(Int(festival)) else { return "festival" }
      let named = settings.festivals[Int(festival)]
      return "\(named.titles["en"] ?? named.name) \(year)"
    }
  }

  private static func why(_ relation: Relation, _ cadence: Cadence) -> String {
    guard case .anniversary(let rule) = cadence.trigger else { return "anniversary" }
    return switch rule.date {
    case .birthday: "birthday of \(relation.words)"
    case .wedding: "wedding anniversary of \(relation.words)"
    case .installation: "anniversary of the first installation"
    }
  }
}

extension Cadence {
  /// Whether the end of a warranty opens it.
  fileprivate var endsWithWarranty: Bool {
    guard case .ladder(let rule) = trigger else { return false }
    return rule.signals.contains(.warrantyEnd)
  }
}
