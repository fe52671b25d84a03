import CadenceModel

/// Finds customers that stand in the files twice, and those that share a number.
///
/// The customers are sorted by id, so that the first of a group is the one with the lowest id,
/// whatever the order of the rows.
struct DuplicateSearch {
  let customers: [Customer]
  let origins: [CustomerOrigin]
  let profiles: [UInt8]

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
    // Only those that really share a key are kept as groups: most customers share none.
    // Looked up by name: a switchboard's number may stand with thousands.
    var groups: [Int32: [ArraySlice<UInt8>: Int]] = [:]
    for index in customers.indices where !isDropped[index] {
      let value = key(index)
      guard value != 0 else { continue }
      guard let leader = first[value] else {
        first[value] = Int32(index)
        continue
      }
      let own = name(index)
      if groups[leader] == nil { groups[leader] = [name(Int(leader)): Int(leader)] }
      if let same = groups[leader]?[own] {
        result.duplicates.append((same, index, false))
        isDropped[index] = true
      } else {
        groups[leader]?[own] = index
        if !isEmail { result.household[index] = leader }
        if !isEmail || result.household[index] != result.household[Int(leader)] {
          result.shared.append((Int(leader), index, isEmail))
        }
      }
    }
  }

  /// The first field of a profile.
  private func name(_ index: Int) -> ArraySlice<UInt8> {
    let range = customers[index].profile
    return profiles[Int(range.start)..<Int(range.start) + Int(range.count)]
      .prefix { $0 != ProfileArena.separator }
  }
}
