package import CadenceModel
package import CadencePlanning
package import CivilTime
package import TouchJournal

/// Everything known about one customer and every contact made: `fifthcall customer ID`.
package struct CustomerSheet: Sendable {
  /// The customer file, fields in reading order; only what is on file.
  package var profile: [JournalField]
  /// What happened, the oldest first.
  package var events: [Event]

  /// One recorded fact or one message.
  package struct Event: Sendable {
    /// When it happened.
    package var at: Instant
    /// The same on the customer's clock.
    package var local: LocalTime
    /// What it was: a KIND of `record`, or `message`.
    package var kind: String
    /// The journal number, 0 where there is none.
    package var number: Int64
    /// What belongs to the kind.
    package var fields: [JournalField]
  }

  /// The sheet of a customer; nil when the roster has none of that id.
  ///
  /// `texts` are the opened free texts of facts, by journal number. With a planner, and the
  /// moment up to which facts count, the sheet tells what they make of the customer.
  package static func make(
    of id: CustomerID, settings: Settings, roster: Roster, history: History,
    texts: [Int64: [String: String]] = [:], asOf: (planner: Planner, moment: Instant)? = nil
  ) -> CustomerSheet? {
    guard let index = roster.index(of: id) else { return nil }
    let standing = asOf.map { CustomerStandingSheet(index, $0.planner, at: $0.moment) }
    let customer = standing?.customer ?? roster.customers[index]
    let known = history.customers[id] ?? CustomerHistory()
    let zoneName = Self.text(roster.zones, Int(customer.zone))
    let zone = settings.zones[zoneName] ?? settings.zones[settings.site.zone] ?? .utc
    var profile = SheetProfile(
      customer: customer, roster: roster, settings: settings, standing: standing)
    profile.write(roster.profile(at: index), known)
    var events = known.facts.map { event($0, zone, texts[$0.number] ?? $0.fact.texts) }
    events += known.touches.filter { $0.channel.isMachineSent }.map { event($0, zone) }
    events.sort { ($0.at, $0.number, $0.kind) < ($1.at, $1.number, $1.kind) }
    return CustomerSheet(profile: profile.fields, events: events)
  }

  /// An entry of one of the roster's tables; empty where there is none.
  static func text(_ table: [String], _ index: Int) -> String {
    table.indices.contains(index) ? table[index] : ""
  }

  private static func event(
    _ recorded: RecordedFact, _ zone: ZoneRules, _ texts: [String: String]
  ) -> Event {
    let fact = recorded.fact
    var fields = JournalDraft.fact(fact).fields.filter { $0.key != "customer" && $0.key != "when" }
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      fields.append(JournalField(name, .string(text)))
    }
    return Event(
      at: fact.at, local: zone.local(at: fact.at), kind: fact.detail.kind.name,
      number: recorded.number, fields: fields)
  }

  private static func event(_ record: TouchRecord, _ zone: ZoneRules) -> Event {
    var fields = [
      JournalField("channel", .string(record.channel.name)),
      JournalField("touch", .string(record.touch.description)),
    ]
    if let template = record.template {
      fields.append(JournalField("template", .string(template.text)))
    }
    if let variant = record.variant { fields.append(JournalField("variant", .string(variant))) }
    let result = record.outcome?.rawValue ?? "under-way"
    fields.append(JournalField("result", .string(result)))
    return Event(
      at: record.at, local: zone.local(at: record.at), kind: "message", number: record.number,
      fields: fields)
  }
}
