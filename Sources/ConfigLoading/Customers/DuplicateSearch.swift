import CadenceModel

/// Finds customers that stand in the files twice, and those that share a number.
///
/// The customers are sorted by id, so that the first of a group is the one with the lowest id,
/// whatever the order of the rows.
struct DuplicateSearch {
  let gathered: GatheredCustomers
  private var customers: [Customer] { gathered.customers }
  private var origins: [CustomerOrigin] { gathered.origins }

  /// Over customers in the order of their ids.
  init(_ gathered: GatheredCustomers) { self.gathered = gathered }

  /// What was found.
  struct Result {
    var duplicates: [(kept: Int, dropped: Int, isSameID: Bool)] = []
    var shared: [(first: Int, second: Int, isEmail: Bool)] = []
    /// The first customer of each one's household.
    var household: [Int32]
  }

  func run() -> Result {
    var result = Result(household: customers.indices.map { Int32($0) })
    var isDropped = [Bool](repeating: false, count: customers.count)
    findSameIDs(&result, &isDropped)
    findShared(&result, &isDropped, isEmail: false) { customers[$0].phone }
    findShared(&result, &isDropped, isEmail: true) { origins[$0].email }
    joinLinked(&result, isDropped)
    return result
  }

  private func findSameIDs(_ result: inout Result, _ isDropped: inout [Bool]) {
    var kept = 0
    for index in customers.indices.dropFirst() {
      if customers[index].id == customers[kept].id {
        result.duplicates.append((kept, index, true))
        isDropped[index] = true
      } else {
        kept = index
      }
    }
  }

  /// Customers with one number or address: the same name is the same person.
  private func findShared(
    _ result: inout Result, _ isDropped: inout [Bool], isEmail: Bool, key: (Int) -> UInt64
  ) {
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(customers.count)
    var groups = NameGroups(count: customers.count)
    for index in customers.indices where !isDropped[index] {
      let value = key(index)
      guard value != 0 else { continue }
      guard let leader = first[value] else {
        first[value] = Int32(index)
        continue
      }
      if let same = groups.join(index, leader: leader, name: gathered.name) {
        result.duplicates.append((same, index, false))
        isDropped[index] = true
      } else {
        if !isEmail { result.household[index] = leader }
        if !isEmail || result.household[index] != result.household[Int(leader)] {
          result.shared.append((Int(leader), index, isEmail))
        }
      }
    }
  }

  /// Makes one household of all whom the household column joins, directly or by a number.
  ///
  /// What stands there may be any word, or the id of a member, who then belongs to it as well.
  private func joinLinked(_ result: inout Result, _ isDropped: [Bool]) {
    let linked = customers.indices.filter { origins[$0].household != 0 && !isDropped[$0] }
    guard !linked.isEmpty else { return }
    var first: [UInt64: Int] = [:]
    for index in linked where first[origins[index].household] == nil {
      first[origins[index].household] = index
    }
    var pairs = linked.compactMap { index in first[origins[index].household].map { ($0, index) } }
    for index in customers.indices where !isDropped[index] {
      if let other = first[DuplicateSieve.Key.hash(of: customers[index].id)] {
        pairs.append((other, index))
      }
    }
    for (one, other) in pairs {
      let (left, right) = (root(one, result.household), root(other, result.household))
      if left != right { result.household[max(left, right)] = Int32(min(left, right)) }
    }
    for index in customers.indices where !isDropped[index] {
      result.household[index] = Int32(root(index, result.household))
    }
  }

  /// The first customer of a household, through however many links.
  private func root(_ index: Int, _ household: [Int32]) -> Int {
    var root = index
    while Int(household[root]) != root { root = Int(household[root]) }
    return root
  }
}

/// Customers who share a key, by name: the members of a group one behind the other.
///
/// Most groups are pairs, of which a file of duplicates has hundreds of thousands. A switchboard's
/// number may stand with thousands: those are looked up by name.
private struct NameGroups {
  private static let mostInRow = 8
  /// The next member of another name, -1 for none.
  private var next: [Int32]
  private var large: [Int32: [ArraySlice<UInt8>: Int]] = [:]

  init(count: Int) { next = Array(repeating: -1, count: count) }

  /// Adds a member to the group of a leader; answers the member of the same name instead, if there is
  /// one.
  mutating func join(_ index: Int, leader: Int32, name: (Int) -> ArraySlice<UInt8>) -> Int? {
    let own = name(index)
    if let known = large[leader] {
      if let same = known[own] { return same }
      large[leader]?[own] = index
      return nil
    }
    var members = [leader]
    while true {
      let member = members[members.count - 1]
      if name(Int(member)) == own { return Int(member) }
      guard next[Int(member)] >= 0 else { break }
      members.append(next[Int(member)])
    }
    if members.count < Self.mostInRow {
      next[Int(members[members.count - 1])] = Int32(index)
    } else {
      let all = members.map { (name(Int($0)), Int($0)) } + [(own, index)]
      large[leader] = Dictionary(all) { first, _ in first }
    }
    return nil
  }
}
