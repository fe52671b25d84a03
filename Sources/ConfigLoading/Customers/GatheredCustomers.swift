import CadenceModel

/// The customers of all files while they are gathered, each in a slot with what belongs to it.
struct GatheredCustomers {
  /// A customer who is to come in, numbered by the tables of all files.
  struct Newcomer {
    var customer: Customer
    let origin: CustomerOrigin
    /// The packed profile.
    let profile: ArraySlice<UInt8>
    /// The purchases, with their products numbered as the customer's other fields are.
    let purchases: [Purchase]
    /// Where the cells are; nil where none are kept.
    let cells: CellShelf.Place?

    var name: ArraySlice<UInt8> { ProfileArena.first(of: profile) }
  }

  var customers: [Customer] = []
  var origins: [CustomerOrigin] = []
  /// Where the cells of each are; empty where none are kept.
  var cells: [CellShelf.Place] = []
  private(set) var profiles: [UInt8] = []
  private(set) var purchases = PurchaseTable()
  /// Bytes of ``profiles`` that nobody's are any more.
  private var wasted = 0

  /// So many bytes of profiles may lie about.
  private static let mostWasted = 8 << 20

  /// How many there are.
  var count: Int { customers.count }

  /// The name of whoever is in a slot.
  func name(_ slot: Int) -> ArraySlice<UInt8> {
    ProfileArena.first(of: profiles[range(customers[slot].profile)])
  }

  /// Makes room for a batch like the last ones, so many times over.
  mutating func reserve(since before: GatheredSize, times factor: Double) {
    let size = size
    func room(_ count: Int, _ before: Int) -> Int { count + Int(Double(count - before) * factor) }
    customers.reserveCapacity(room(size.customers, before.customers))
    origins.reserveCapacity(room(size.customers, before.customers))
    if !cells.isEmpty { cells.reserveCapacity(room(size.customers, before.customers)) }
    profiles.reserveCapacity(room(size.profiles, before.profiles))
  }

  /// How much is gathered.
  var size: GatheredSize { GatheredSize(customers: customers.count, profiles: profiles.count) }

  /// Gives a newcomer a slot.
  mutating func append(_ newcomer: Newcomer) {
    customers.append(keepingTexts(of: newcomer))
    origins.append(newcomer.origin)
    if let place = newcomer.cells { cells.append(place) }
  }

  /// Puts a newcomer into a slot in place of whoever is there.
  mutating func replace(_ slot: Int, by newcomer: Newcomer) {
    wasted += Int(customers[slot].profile.count)
    customers[slot] = keepingTexts(of: newcomer)
    origins[slot] = newcomer.origin
    if let place = newcomer.cells { cells[slot] = place }
    if wasted > Self.mostWasted, wasted > profiles.count / 2 { packProfiles() }
  }

  /// Leaves out all but some; `order` gives their slots, and so the slots of those who stay.
  mutating func keep(_ order: [Int]) {
    customers = order.map { customers[$0] }
    origins = order.map { origins[$0] }
    if !cells.isEmpty { cells = order.map { cells[$0] } }
  }

  /// The customer, with texts and purchases taken over.
  private mutating func keepingTexts(of newcomer: Newcomer) -> Customer {
    var customer = newcomer.customer
    customer.profile.start = UInt64(profiles.count)
    profiles.append(contentsOf: newcomer.profile)
    if customer.purchaseCount > 0 { customer.purchaseStart = UInt32(clamping: purchases.count) }
    for purchase in newcomer.purchases { purchases.append(purchase) }
    return customer
  }

  private mutating func packProfiles() {
    var packed: [UInt8] = []
    packed.reserveCapacity(profiles.count - wasted)
    for slot in customers.indices {
      let range = range(customers[slot].profile)
      customers[slot].profile.start = UInt64(packed.count)
      packed.append(contentsOf: profiles[range])
    }
    (profiles, wasted) = (packed, 0)
  }

  private func range(_ profile: ProfileRange) -> Range<Int> {
    Int(profile.start)..<Int(profile.start) + Int(profile.count)
  }
}

/// How much was gathered at some time.
struct GatheredSize {
  let customers: Int
  let profiles: Int
}
