import CadenceModel
import CivilTime
import TouchJournal

/// Writes a customer's file as named fields, leaving out what is not known.
struct SheetProfile {
  let customer: Customer
  let roster: Roster
  let settings: Settings
  /// What the facts make of the customer, where that is asked for.
  let standing: CustomerStandingSheet?
  private(set) var fields: [JournalField] = []

  init(
    customer: Customer, roster: Roster, settings: Settings, standing: CustomerStandingSheet? = nil
  ) {
    self.standing = standing
    self.customer = customer
    self.roster = roster
    self.settings = settings
  }

  /// Everything on file, and what the journal changed of it.
  mutating func write(_ profile: CustomerProfile, _ history: CustomerHistory) {
    add("customer", customer.id.text)
    let names: [(String, ProfileField)] = [
      ("name", .name), ("first_name", .firstName), ("last_name", .lastName),
      ("salutation", .salutation),
    ]
    for (key, field) in names { add(key, profile[field]) }
    if customer.gender != .unknown { add("gender", String(describing: customer.gender)) }
    writeStanding()
    let contacts: [(String, ProfileField)] = [
      ("mobile", .mobile), ("second_mobile", .secondMobile), ("phone", .phone), ("email", .email),
      ("second_email", .secondEmail), ("chat", .chat), ("best_time", .bestTime),
      ("province", .province), ("city", .city), ("district", .district), ("address", .address),
      ("postal_code", .postalCode),
    ]
    for (key, field) in contacts { add(key, profile[field]) }
    add("zone", CustomerSheet.text(roster.zones, Int(customer.zone)))
    add("language", CustomerSheet.text(roster.languages, Int(customer.language)))
    writeConsent(history)
    writeFamily(profile)
    add("interests", profile[.interests])
    writePurchases(profile)
    add("installations", customer.installations.map(\.id.text))
    add("products", profile[.products])
    add("tags", roster.tags(customer))
    add("employer", profile[.employer])
    add("position", profile[.position])
    add("household", household)
    add("created", customer.created)
    add("last_contact_on_file", customer.lastContact)
    add("next_contact_on_file", customer.nextContact)
    add("notes", profile[.notes])
    if history.isErased { fields.append(JournalField("erased", .bool(true))) }
  }

  private mutating func writeStanding() {
    let index = Int(customer.rep)
    if settings.reps.indices.contains(index) { add("rep", settings.reps[index].id.text) }
    add("stage", customer.stage.name)
    if customer.level != .none { add("level", customer.level.name) }
    guard let standing else {
      add("source", CustomerSheet.text(roster.sources, Int(customer.source)))
      return
    }
    add("source", standing.source)
    fields += standing.fields
  }

  /// The others of the household by id.
  private var household: [String] {
    guard let own = roster.index(of: customer.id) else { return [] }
    return roster.customers.indices.filter {
      roster.customers[$0].household == customer.household && $0 != own
    }.map { roster.customers[$0].id.text }
  }

  /// Consent and opt-outs, those recorded in the journal included.
  private mutating func writeConsent(_ history: CustomerHistory) {
    add("consent", customer.consented.channels.map(\.name))
    add("refused", customer.refused.channels.map(\.name))
    let optOuts = OptOuts(customer, history.facts.lazy.map(\.fact))
    add("opted_out", optOuts.channels.channels.map(\.name))
    add(
      "opted_out_of",
      optOuts.occasions.map { occasion in
        occasion.channel.map { "\(occasion.cadence) by \($0.name)" } ?? occasion.cadence.text
      })
  }

  private mutating func writeFamily(_ profile: CustomerProfile) {
    add("birthday", customer.birthday?.description)
    add("wedding", customer.wedding?.description)
    add("spouse", profile[.spouseName])
    add("parents", profile[.parentNames])
    add("children", profile[.childNames])
    let dates = customer.family.map { member in
      JSONValue.object([
        JournalField("who", .string(member.relation.words)),
        JournalField("birthday", .string(member.date.description)),
      ])
    }
    if !dates.isEmpty { fields.append(JournalField("family", .array(dates))) }
  }

  private mutating func writePurchases(_ profile: CustomerProfile) {
    let keys = ["day", "product", "quantity", "amount", "margin"]
    let purchases = profile[.purchases].split(separator: ";").map { record in
      let parts = record.split(separator: "|", omittingEmptySubsequences: false)
      let known = zip(keys, parts).filter { !$0.1.isEmpty }
      return JSONValue.object(known.map { JournalField($0, .string(String($1))) })
    }
    if !purchases.isEmpty { fields.append(JournalField("purchases", .array(purchases))) }
  }

  private mutating func add(_ key: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    fields.append(JournalField(key, .string(text)))
  }

  private mutating func add(_ key: String, _ day: Day?) { add(key, day?.description) }

  private mutating func add(_ key: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    fields.append(JournalField(key, .array(texts.map { .string($0) })))
  }
}
