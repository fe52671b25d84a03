package import CadenceModel
import CivilTime

/// Collects customers one by one and gives a roster sorted by id, as the loader would.
package struct RosterBuilder {
  private var roster = Roster()

  /// A roster of customers in one zone, country and language.
  package init(zone: String = "Asia/Shanghai", country: String = "CN", language: String = "zh") {
    roster.zones = [zone]
    roster.countries = [country]
    roster.languages = [language]
  }

  /// Adds a customer who may be reached on every channel, and lets `change` alter it.
  package mutating func add(
    _ id: CustomerID, profile: CustomerProfile = CustomerProfile(),
    _ change: (inout Customer) -> Void = { _ in }
  ) {
    var customer = Customer(id: id)
    customer.consented = .all
    customer.reachable = .all
    customer.stage = .customer
    customer.profile = roster.profiles.append(profile)
    change(&customer)
    roster.customers.append(customer)
  }

  /// Index of a country in the roster's table, added if new.
  package mutating func country(_ code: String) -> UInt16 {
    if let index = roster.countries.firstIndex(of: code) { return UInt16(index) }
    roster.countries.append(code)
    return UInt16(roster.countries.count - 1)
  }

  /// Index of a zone in the roster's table, added if new.
  package mutating func zone(_ name: String) -> UInt16 {
    if let index = roster.zones.firstIndex(of: name) { return UInt16(index) }
    roster.zones.append(name)
    return UInt16(roster.zones.count - 1)
  }

  /// The roster: customers by id, households by phone number.
  package func build() -> Roster {
    var built = roster
    built.customers.sort { $0.id < $1.id }
    var heads: [UInt64: Int32] = [:]
    for index in built.customers.indices {
      let phone = built.customers[index].phone
      let own = Int32(index)
      let head = phone == 0 ? own : heads[phone, default: own]
      if phone != 0 { heads[phone] = head }
      built.customers[index].household = head
    }
    return built
  }
}
