import CadenceModel
import CivilTime

/// Works out segments of customers, one at a time, as of one day.
struct SegmentReader: Sendable {
  let rules: SegmentRules
  let roster: Roster
  let zones: [ZoneRules]
  /// The day whose segments they are.
  let day: Day
  /// Only what was recorded before counts.
  let now: Instant
  let cuts: TierCuts

  /// The segment of a customer.
  ///
  /// - Parameters:
  ///   - customer: The customer as file and facts make them, ``EffectiveCustomer``.
  ///   - history: What the journal knows of them.
  ///   - moment: Only what was recorded before counts; nil: the reader's own moment.
  /// - Returns: The segment with its numbers.
  func segment(
    of customer: borrowing Customer, _ history: CustomerHistory?, before moment: Instant? = nil
  ) -> Segment {
    var purchases = PurchaseFold(rules, on: day)
    purchases.add(customer, roster)
    var contacts = ContactFold(rules, on: day)
    if let history {
      let zone = zones[Int(customer.zone)]
      for fact in FactOrder.byTime(history.facts, before: moment ?? now) {
        let at = zone.local(at: fact.at).day
        contacts.add(fact, on: at)
        if case .purchase(let purchase) = fact.detail {
          purchases.add(purchase, on: at, customer, roster)
        }
      }
    }
    var segment = Segment()
    segment.day = day
    judge(&segment, purchases, contacts)
    let isGone = contacts.isDeceased || history?.isErased == true
    guard !isGone else { return segment.withoutJudgement }
    rank(&segment, customer.stage, purchases, contacts)
    watch(&segment, customer.lastContact, purchases, contacts)
    return segment
  }

  /// Value, contribution, loyalty and type.
  private func judge(
    _ segment: inout Segment, _ purchases: PurchaseFold, _ contacts: ContactFold
  ) {
    let days = Set(purchases.days)
    segment.value = purchases.value
    segment.yearValue = purchases.yearValue
    segment.purchaseDays = days.count
    segment.lastPurchase = days.max()
    segment.referrals = contacts.introduced.count
    segment.satisfaction = contacts.satisfaction
    segment.isPotential = days.isEmpty && contacts.offered != nil
    segment.contribution = days.isEmpty ? contacts.offered ?? 0 : purchases.periodValue
    let lately = days.count { $0 > day - rules.periodDays }
    segment.loyalty = contacts.points + rules.points.purchase * lately
    guard !purchases.isEmpty || contacts.isTelling else { return }
    segment.type = TypeRule.type(
      contribution: segment.contribution, loyalty: segment.loyalty, rules)
  }

  private func rank(
    _ segment: inout Segment, _ stage: CustomerStage, _ purchases: PurchaseFold,
    _ contacts: ContactFold
  ) {
    segment.buyers = cuts.count
    guard segment.yearValue > 0 else {
      segment.tier = TierRule.tier(
        hasBought: !purchases.days.isEmpty, stage: stage, hasAsked: contacts.hasAsked)
      return
    }
    segment.tier = cuts.tier(of: segment.yearValue)
    segment.rank = cuts.rank(of: segment.yearValue)
  }

  private func watch(
    _ segment: inout Segment, _ lastContact: Day?, _ purchases: PurchaseFold,
    _ contacts: ContactFold
  ) {
    var days = contacts.contacts
    if let lastContact, lastContact <= day { days.append(lastContact) }
    guard
      let rhythm = LapseRule.rhythm(
        purchases: purchases.days, contacts: days, rules, on: day)
    else { return }
    segment.rhythm = rhythm.days
    segment.elapsed = rhythm.elapsed
    segment.isContactRhythm = rhythm.isOfContacts
    segment.lapse = LapseRule.risk(rhythm, rules)
  }
}

extension Segment {
  /// The figures without a verdict: nobody judges the dead.
  var withoutJudgement: Segment {
    var figures = self
    figures.type = nil
    figures.tier = nil
    figures.lapse = nil
    return figures
  }
}
