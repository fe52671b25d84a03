package import CadenceModel

/// Which products are bought by the same customers, from the purchases on file (product row D15).
///
/// A pair counts when at least five customers bought both, when they did so at least one and a half
/// times as often as chance would have it (lift), and when chance would bring that in fewer than one
/// case of twenty: a chi-square of one degree of freedom above 2.706 on the upper side.
package struct CoPurchase: Sendable {
  /// A product that goes with one the customer has.
  package struct Suggestion: Hashable, Sendable {
    /// What the customer does not have.
    package var product: String
    /// What the customer has.
    package var with: String
    /// How many customers bought both.
    package var together: Int
    /// How many bought what the customer has.
    package var buyers: Int
    /// How often both are bought, in hundredths of what chance would bring.
    package var lift: Int
  }

  /// So many customers must have bought both.
  package static let leastTogether = 5
  /// So much more often than by chance, in hundredths.
  package static let leastLift = 150

  private let products: [String]
  private var buyers: [Int]
  private var customers = 0
  /// By pair of indices, the smaller one in the upper half.
  private var together: [UInt64: Int] = [:]
  /// What goes with each product by enough customers.
  private var partners: [UInt32: [UInt32]] = [:]

  /// Goes through the purchases on file once.
  package init(_ roster: Roster) {
    products = roster.products
    buyers = [Int](repeating: 0, count: roster.products.count)
    let all = roster.customers
    let places = all.span
    for index in places.indices where places[index].purchaseCount > 0 {
      let basket = Self.basket(places[index], roster)
      guard !basket.isEmpty else { continue }
      customers += 1
      for (place, product) in basket.enumerated() {
        buyers[Int(product)] += 1
        for other in basket[(place + 1)...] { together[Self.pair(product, other), default: 0] += 1 }
      }
    }
    for (pair, count) in together where count >= Self.leastTogether {
      let (one, two) = (UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair))
      partners[one, default: []].append(two)
      partners[two, default: []].append(one)
    }
  }

  /// What to speak of: the highest lift, then the most customers, then the product's name; nil where
  /// nothing goes together often enough.
  package func suggestion(for customer: borrowing Customer, in roster: Roster) -> Suggestion? {
    let basket = Self.basket(customer, roster)
    var best: Suggestion?
    for product in basket {
      for other in partners[product] ?? [] where !basket.contains(other) {
        guard let found = judged(product, other) else { continue }
        if best.map({ Self.isBetter(found, $0) }) ?? true { best = found }
      }
    }
    return best
  }

  private func judged(_ product: UInt32, _ other: UInt32) -> Suggestion? {
    let both = together[Self.pair(product, other)] ?? 0
    let (one, two, all) = (buyers[Int(product)], buyers[Int(other)], customers)
    guard both >= Self.leastTogether, one > 0, two > 0 else { return nil }
    let lift = both * all * 100 / (one * two)
    guard lift >= Self.leastLift, one < all, two < all else { return nil }
    let excess = Double(both) * Double(all) - Double(one) * Double(two)
    let spread = Double(one) * Double(two) * Double(all - one) * Double(all - two)
    guard excess > 0, excess * excess * Double(all) > 2.706 * spread else { return nil }
    return Suggestion(
      product: products[Int(other)], with: products[Int(product)], together: both, buyers: one,
      lift: lift)
  }

  private static func isBetter(_ left: Suggestion, _ right: Suggestion) -> Bool {
    if left.lift != right.lift { return left.lift > right.lift }
    if left.together != right.together { return left.together > right.together }
    return (left.product, left.with) < (right.product, right.with)
  }

  /// The products of a customer, each once, rising; what was given back is no purchase.
  private static func basket(_ customer: borrowing Customer, _ roster: Roster) -> [UInt32] {
    var found: Set<UInt32> = []
    for place in roster.purchaseRange(customer) {
      let purchase = roster.purchases[place]
      if purchase.product != 0, purchase.amount >= 0 { found.insert(purchase.product) }
    }
    return found.sorted()
  }

  private static func pair(_ one: UInt32, _ two: UInt32) -> UInt64 {
    UInt64(min(one, two)) << 32 | UInt64(max(one, two))
  }
}
