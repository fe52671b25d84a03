package import CivilTime

/// What a new fact is checked against: who exists, what is configured, what is already known.
package struct FactContext: Sendable {
  /// The present configuration.
  package var settings: Settings
  /// The present customers.
  package var roster: Roster
  /// What the journal knows.
  package var history: History
  /// The moment of recording.
  package var now: Instant

  /// A context of these parts.
  package init(settings: Settings, roster: Roster, history: History, now: Instant) {
    self.settings = settings
    self.roster = roster
    self.history = history
    self.now = now
  }

  /// The zone in which a customer's days are counted: the customer's, else the site's, else UTC.
  func zone(of customer: Customer) -> ZoneRules {
    let index = Int(customer.zone)
    let name = roster.zones.indices.contains(index) ? roster.zones[index] : settings.site.zone
    return settings.zones[name] ?? settings.zones[settings.site.zone] ?? .utc
  }

  /// The installations of a customer by id: those of the file and those of recorded purchases.
  func installations(of customer: Customer) -> [InstallationID] {
    let facts = history.customers[customer.id]?.facts.map(\.fact) ?? []
    return customer.installations(with: facts).map(\.id)
  }
}

/// Why a record was refused: everything that is wrong with it, a sentence each.
package struct FactRefusal: Error, Hashable, Sendable {
  /// At least one sentence, in the order of the options.
  package let problems: [String]

  /// A refusal for these reasons.
  package init(_ problems: [String]) { self.problems = problems }
}
