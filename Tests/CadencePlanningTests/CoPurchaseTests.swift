import CadenceModel
import CadencePlanning
import CivilTime
import Testing

/// Product row D15: what is bought together, and only where chance does not explain it.
struct CoPurchaseTests {
  /// Customers with the products of each basket; `1` is the first product.
  private func roster(_ baskets: [[UInt32]], refunds: Set<Int> = []) -> Roster {
    var roster = Roster()
    roster.products = ["", "door", "lock", "oil"]
    for (index, basket) in baskets.enumerated() {
      var customer = Customer(id: CustomerID("K\(1000 + index)"))
      customer.purchaseStart = UInt32(roster.purchases.count)
      customer.purchaseCount = .init(basket.count)
      for product in basket {
        let amount: Int64 = refunds.contains(index) ? -100 : 100
        roster.purchases.append(Purchase(day: Day(20_000), product: product, amount: amount))
      }
      roster.customers.append(customer)
    }
    return roster
  }

  private func suggestion(_ roster: Roster, for index: Int) -> CoPurchase.Suggestion? {
    CoPurchase(roster).suggestion(for: roster.customers[index], in: roster)
  }

  @Test func `D15: a pair that goes together is suggested to who has one of them`() {
    let baskets: [[UInt32]] =
      Array(repeating: [1, 2], count: 8) + Array(repeating: [1], count: 2)
      + Array(repeating: [3], count: 20)
    let found = suggestion(roster(baskets), for: 9)
    #expect(found?.product == "lock" && found?.with == "door")
    #expect(found?.together == 8 && found?.buyers == 10 && found?.lift == 300)
    #expect(suggestion(roster(baskets), for: 0) == nil, "has both")
    #expect(suggestion(roster(baskets), for: 29) == nil, "nothing goes with oil")
  }

  @Test func `D15: four customers are not enough, nor is what chance explains`() {
    let few: [[UInt32]] =
      Array(repeating: [1, 2], count: 4) + [[1]] + Array(repeating: [3], count: 40)
    #expect(suggestion(roster(few), for: 4) == nil)
    // Half of all buy locks, with doors or without.
    let even: [[UInt32]] =
      Array(repeating: [1, 2], count: 10) + Array(repeating: [1], count: 10)
      + Array(repeating: [2, 3], count: 10) + Array(repeating: [3], count: 10)
    #expect(suggestion(roster(even), for: 10) == nil)
  }

  @Test func `D15: what was given back counts nowhere`() {
    let baskets: [[UInt32]] =
      Array(repeating: [1, 2], count: 8) + [[1]] + Array(repeating: [3], count: 20)
    #expect(suggestion(roster(baskets), for: 8) != nil)
    #expect(suggestion(roster(baskets, refunds: [0, 1, 2, 3]), for: 8) == nil)
  }
}
