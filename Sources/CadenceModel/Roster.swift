/// All customers loaded at one time, sorted by id, with the tables that they index.
package struct Roster: Sendable {
  /// Sorted by id, ids unique.
  package var customers: [Customer]
  /// The customers' texts.
  package var profiles: ProfileArena
  /// IANA zone names.
  package var zones: [String]
  /// ISO 3166 country codes.
  package var countries: [String]
  /// Holiday subdivision codes; `""` is "none".
  package var regions: [String]
  /// BCP 47 language tags.
  package var languages: [String]
  /// Lead sources.
  package var sources: [String]
  /// `city district` texts by which visits are grouped.
  package var areas: [String]
  /// The purchases of all customers.
  package var purchases = PurchaseTable()
  /// Names of the products bought.
  package var products: [String] = [""]
  /// The sets of tags that occur, each sorted; the first is empty.
  package var tagSets: [[String]] = [[]]

  /// A roster of these parts.
  package init(
    customers: [Customer] = [], profiles: ProfileArena = ProfileArena(), zones: [String] = [],
    countries: [String] = [], regions: [String] = [""], languages: [String] = [],
    sources: [String] = [""], areas: [String] = [""]
  ) {
    self.customers = customers
    self.profiles = profiles
    self.zones = zones
    self.countries = countries
    self.regions = regions
    self.languages = languages
    self.sources = sources
    self.areas = areas
  }

  /// Index of a customer by binary search; nil when there is none of that id.
  package func index(of id: CustomerID) -> Int? {
    var low = 0
    var high = customers.count
    while low < high {
      let middle = (low + high) / 2
      if customers[middle].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < customers.count, customers[low].id == id else { return nil }
    return low
  }

  /// The texts of the customer at an index.
  package func profile(at index: Int) -> CustomerProfile {
    profiles.profile(at: customers[index].profile)
  }
}
