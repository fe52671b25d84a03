import CadenceModel
import CivilTime

/// What the purchases of one customer add up to, those of the file and those recorded since.
///
/// A recorded purchase counts unless the file has one of the same day and amount, since the next
/// export contains what was recorded; one recorded without an amount unless the file has any of
/// that day.
struct PurchaseFold {
  private let rules: SegmentRules
  /// The day up to which purchases count.
  private let day: Day
  /// Rank value of the last 365 days.
  private(set) var yearValue: Int64 = 0
  /// Value of the rules' period.
  private(set) var periodValue: Int64 = 0
  /// Value of all.
  private(set) var value: Int64 = 0
  /// Days of purchases in their order of reading, some perhaps twice; refunds not counted.
  private(set) var days: [Day] = []
  /// Whether there is anything at all, a refund included.
  private(set) var isEmpty = true

  /// Days of the year that buyers are ranked by.
  static let yearDays = 365

  init(_ rules: SegmentRules, on day: Day) {
    self.rules = rules
    self.day = day
  }

  /// Adds the purchases of the file.
  mutating func add(_ customer: borrowing Customer, _ roster: borrowing Roster) {
    for place in roster.purchaseRange(customer) {
      let purchase = roster.purchases[place]
      add(purchase.day, amount: purchase.amount, margin: purchase.margin)
    }
  }

  /// Adds a recorded purchase unless the file has it.
  mutating func add(
    _ purchase: PurchaseFacts, on day: Day, _ customer: borrowing Customer,
    _ roster: borrowing Roster
  ) {
    let amount = purchase.amount?.hundredths
    for place in roster.purchaseRange(customer) {
      let known = roster.purchases[place]
      if known.day == day, amount == nil || known.amount == amount { return }
    }
    add(day, amount: amount, margin: purchase.margin?.hundredths)
  }

  private mutating func add(_ bought: Day, amount: Int64?, margin: Int64?) {
    guard bought <= day else { return }
    isEmpty = false
    if amount ?? 0 >= 0 { days.append(bought) }
    let profit = rules.profit(amount: amount, margin: margin)
    value.add(clamping: profit)
    if bought > day - rules.periodDays { periodValue.add(clamping: profit) }
    if bought > day - Self.yearDays {
      yearValue.add(clamping: rules.rankBy == .profit ? profit : amount ?? 0)
    }
  }

  /// The rank value of the last 365 days by the file alone: what a million are asked each day.
  static func yearValue(
    _ customer: borrowing Customer, _ roster: borrowing Roster, _ rules: SegmentRules, on day: Day
  ) -> Int64 {
    var sum: Int64 = 0
    let first = day - yearDays
    for place in roster.purchaseRange(customer) {
      let purchase = roster.purchases[place]
      guard purchase.day > first, purchase.day <= day else { continue }
      sum.add(
        clamping: rules.rankBy == .revenue
          ? purchase.amount : rules.profit(amount: purchase.amount, margin: purchase.margin))
    }
    return sum
  }
}

extension SegmentRules {
  /// The margin where it is known, else the margin share of the amount, cut to hundredths.
  func profit(amount: Int64?, margin: Int64?) -> Int64 {
    if let margin { return margin }
    guard let amount else { return 0 }
    if marginPercent == 100 { return amount }
    let share = Int64(marginPercent)
    return amount / 100 * share + amount % 100 * share / 100
  }
}

extension Int64 {
  /// Adds without ever overflowing: sums that no business has are cut at the end of the range.
  mutating func add(clamping other: Int64) {
    let (sum, isOver) = addingReportingOverflow(other)
    self = isOver ? (other > 0 ? .max : .min) : sum
  }
}
