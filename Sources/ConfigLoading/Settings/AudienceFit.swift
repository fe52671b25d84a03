import CadenceModel

/// Finds cadences that are meant for nobody, which is probably a slip.
struct AudienceFit {
  private let audience: Audience
  private let reps: [Rep]
  private let roster: Roster
  private let groups: [AudienceFit]

  private init(_ audience: Audience, _ settings: Settings, _ roster: Roster) {
    self.audience = audience
    reps = settings.reps
    self.roster = roster
    groups = audience.groups.sorted().compactMap { settings.groups[$0] }
      .map { AudienceFit($0, settings, roster) }
  }

  /// A warning for each cadence whose audience fits no customer, when there are any customers.
  static func findings(_ settings: Settings, _ roster: Roster) -> [Diagnostic] {
    guard !roster.customers.isEmpty else { return [] }
    return settings.cadences.compactMap { cadence in
      let fit = AudienceFit(cadence.audience, settings, roster)
      guard !cadence.audience.isEverybody, !roster.customers.contains(where: fit.contains) else {
        return nil
      }
      return Diagnostic(
        .warning, file: "cadences/\(cadence.name).yaml", line: 1, column: 1,
        "the audience fits none of the \(roster.customers.count) customers")
    }
  }

  /// Every condition on the file must hold; what facts say is not known here and changes daily.
  private func contains(_ customer: Customer) -> Bool {
    fits(customer.stage, audience.stages) && fits(customer.level, audience.levels)
      && speaks(text(customer.language, roster.languages))
      && fits(text(customer.country, roster.countries), audience.countries)
      && fits(text(customer.source, roster.sources), audience.sources)
      && (audience.reps.isEmpty || rep(customer).map(audience.reps.contains) == true)
      && (audience.hasInstallation.map { $0 == !customer.installations.isEmpty } ?? true)
      && !audience.except.contains(customer.id) && fitsLabels(customer)
      && (groups.isEmpty || groups.contains { $0.contains(customer) })
  }

  private func fitsLabels(_ customer: Customer) -> Bool {
    let area = Int(customer.area) < roster.areas.count ? roster.areas[Int(customer.area)] : ""
    let isThere =
      audience.areas.isEmpty
      || audience.areas.contains {
        area == $0 || area.hasPrefix($0 + " ") || area.hasSuffix(" " + $0)
      }
    return isThere
      && (audience.tags.isEmpty || roster.tags(customer).contains(where: audience.tags.contains))
  }

  private func fits<Value: Hashable>(_ value: Value, _ allowed: Set<Value>) -> Bool {
    allowed.isEmpty || allowed.contains(value)
  }

  /// `en` in an audience means every English.
  private func speaks(_ tag: String) -> Bool {
    audience.languages.isEmpty
      || audience.languages.contains { tag == $0 || tag.hasPrefix($0 + "-") }
  }

  private func text(_ index: UInt16, _ table: [String]) -> String {
    Int(index) < table.count ? table[Int(index)] : ""
  }

  private func rep(_ customer: Customer) -> RepID? {
    Int(customer.rep) < reps.count ? reps[Int(customer.rep)].id : nil
  }
}
