import CadenceModel
import CivilTime

/// Something bought, from the file or from the journal.
struct ReportPurchase: Hashable, Sendable {
  /// The day.
  let day: Day
  /// What was paid, in hundredths; negative for a refund.
  let amount: Int64

  /// Whether it is no refund.
  var isPaid: Bool { amount >= 0 }
}

extension ReportScope {
  /// What a person has bought up to the report's day: the file's purchases, and the recorded ones
  /// that the file does not repeat.
  func purchases(of person: ReportSubject) -> [ReportPurchase] {
    var bought = person.index.map(onFile) ?? []
    let file = bought
    for fact in person.facts where fact.day <= today {
      guard case .purchase(let purchase) = fact.fact.detail else { continue }
      let amount = purchase.amount?.hundredths
      let isKnown = file.contains { $0.day == fact.day && (amount == nil || $0.amount == amount) }
      if !isKnown { bought.append(ReportPurchase(day: fact.day, amount: amount ?? 0)) }
    }
    return bought
  }

  /// What was paid in the period.
  func revenue(_ purchases: [ReportPurchase]) -> Int64 {
    purchases.filter { holds($0.day) }.map(\.amount).clampedSum
  }

  private func onFile(_ index: Int) -> [ReportPurchase] {
    roster.purchaseRange(roster.customers[index]).compactMap { place in
      let purchase = roster.purchases[place]
      guard purchase.day <= today else { return nil }
      return ReportPurchase(day: purchase.day, amount: purchase.amount)
    }
  }
}
