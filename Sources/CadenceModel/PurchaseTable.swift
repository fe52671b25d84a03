package import CivilTime

/// One purchase of the customer file, in numbers.
package struct Purchase: Hashable, Sendable {
  /// When it was bought.
  package var day: Day
  /// Index into ``Roster/products``.
  package var product: UInt32
  /// Hundredths of a piece: square metres may be bought in parts.
  package var quantity: Int32
  /// What was paid, in hundredths; negative for a refund.
  package var amount: Int64
  /// What of it is profit, in hundredths, where the file says so.
  package var margin: Int64?

  /// Describes a purchase.
  package init(
    day: Day, product: UInt32 = 0, quantity: Int32 = 100, amount: Int64, margin: Int64? = nil
  ) {
    self.day = day
    self.product = product
    self.quantity = quantity
    self.amount = amount
    self.margin = margin
  }
}

/// The purchases of all customers, side by side; a customer knows where their own begin.
///
/// Read once from the file's text, so that nobody has to read it again each day.
package struct PurchaseTable: Sendable {
  private struct Row {
    var amount: Int64
    var day: Day
    var product: UInt32
    var quantity: Int32
  }

  private var rows: [Row] = []
  /// Parallel to `rows` as soon as one file says a margin, else empty; `.min` where it says none.
  private var margins: [Int64] = []

  /// An empty table.
  package init() {}

  /// How many purchases there are.
  package var count: Int { rows.count }

  /// Adds a purchase at the end.
  package mutating func append(_ purchase: Purchase) {
    if let margin = purchase.margin {
      if margins.isEmpty { margins = [Int64](repeating: .min, count: rows.count) }
      margins.append(margin)
    } else if !margins.isEmpty {
      margins.append(.min)
    }
    rows.append(
      Row(
        amount: purchase.amount, day: purchase.day, product: purchase.product,
        quantity: purchase.quantity))
  }

  /// Drops what was added since there were so many.
  package mutating func cut(to count: Int) {
    rows.removeSubrange(count...)
    if !margins.isEmpty { margins.removeSubrange(count...) }
  }

  /// Adds another table's purchases with their products renumbered; answers where they begin.
  package mutating func append(contentsOf other: PurchaseTable, products: [UInt32]) -> UInt32 {
    let start = UInt32(clamping: rows.count)
    for place in 0..<other.count {
      var purchase = other[place]
      purchase.product = products[Int(purchase.product)]
      append(purchase)
    }
    return start
  }

  /// The purchase at a place.
  package subscript(place: Int) -> Purchase {
    let row = rows[place]
    let margin = margins.isEmpty || margins[place] == .min ? nil : margins[place]
    return Purchase(
      day: row.day, product: row.product, quantity: row.quantity, amount: row.amount,
      margin: margin)
  }
}

extension Roster {
  /// Where a customer's purchases stand in ``purchases``.
  package func purchaseRange(_ customer: borrowing Customer) -> Range<Int> {
    let start = Int(customer.purchaseStart)
    return start..<start + Int(customer.purchaseCount)
  }

  /// The tags of a customer, sorted.
  package func tags(_ customer: borrowing Customer) -> [String] {
    let index = Int(customer.tags)
    return tagSets.indices.contains(index) ? tagSets[index] : []
  }
}
