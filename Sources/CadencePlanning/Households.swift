package import CadenceModel

/// Who shares a phone number with whom: chains of customers, in the order of their ids.
package struct Households: Sendable {
  /// The next member of the same household, -1 for the last; empty when all live alone.
  private let next: [Int32]

  /// The households of a roster.
  package init(_ roster: Roster) {
    var next: [Int32] = []
    var last: [Int32] = []
    for (index, customer) in roster.customers.enumerated() {
      let head = Int(customer.household)
      guard head != index, roster.customers.indices.contains(head), head < index else { continue }
      if next.isEmpty {
        next = [Int32](repeating: -1, count: roster.customers.count)
        last = (0..<Int32(clamping: roster.customers.count)).map { $0 }
      }
      next[Int(last[head])] = Int32(index)
      last[head] = Int32(index)
    }
    self.next = next
  }

  /// Whether somebody shares the customer's number.
  func isShared(_ index: Int, head: Int) -> Bool {
    !next.isEmpty && (head != index || next[index] >= 0)
  }

  /// Everybody of a household, in the order of the ids.
  package func members(head: Int) -> [Int] {
    var members: [Int] = []
    var index = head
    while index >= 0 {
      members.append(index)
      index = next.isEmpty ? -1 : Int(next[index])
    }
    return members
  }
}
