import CadenceModel
import CivilTime

/// Something bought, from the file or from the journal.
struct ReportPurchase: Hashable, Sendable {
  /// The day.
  let day: Day
  /// What was paid, in hundredths; negative for a refund.
  let amount: Int64
}

extension ReportScope {
  /// What a person has bought up to the report's day: the file's purchases, and the recorded ones
  /// that the file does not repeat.
  func purchases(of person: ReportSubject) -> [ReportPurchase] {
    var bought = person.index.map { onFile(roster.profile(at: $0)) } ?? []
    let file = Set(bought)
    for fact in person.facts {
      guard case .purchase(let purchase) = fact.fact.detail, let amount = purchase.amount else {
        continue
      }
      let found = ReportPurchase(day: fact.day, amount: amount.hundredths)
      if !file.contains(found) { bought.append(found) }
    }
    return bought
  }

  private func onFile(_ profile: CustomerProfile) -> [ReportPurchase] {
    profile[.purchases].split(separator: ";").compactMap { text in
      let parts = text.split(separator: "|", omittingEmptySubsequences: false)
      guard parts.count >= 4, let day = Day(iso: parts[0]), let amount = Amount(parts[3]),
        day <= today
      else { return nil }
      return ReportPurchase(day: day, amount: amount.hundredths)
    }
  }
}
