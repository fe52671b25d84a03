package import CadenceModel
package import CivilTime

extension Planner {
  /// What the facts say of the customer at an index of the roster (docs/segments.md).
  ///
  /// Ask for many after ``open(_:)``, which reads everybody once.
  ///
  /// - Parameters:
  ///   - index: Index into the roster.
  ///   - day: The day.
  ///   - now: Only what was recorded before counts; nil: the end of the day at the site.
  /// - Returns: The segment with its numbers.
  package func segment(of index: Int, on day: Day, now: Instant? = nil) -> Segment {
    let page = page(on: day)
    let now = now ?? siteZone.instant(day: page.day + 1, minute: .midnight)
    let history = history.customers[roster.customers[index].id]?.unpacked
    return segments(of: page, now: now).segment(
      of: customer(at: index, page, history, before: now), history)
  }

  /// The customer at an index with what was recorded: stage, rep, source and installations.
  package func customer(at index: Int, on day: Day, now: Instant? = nil) -> Customer {
    let history = history.customers[roster.customers[index].id]?.unpacked
    return customer(at: index, page(on: day), history, before: now)
  }

  /// The lead source by name: the file's, else what was recorded, else a referral; empty: unknown.
  package func sourceName(at index: Int, on day: Day, now: Instant? = nil) -> String {
    let history = history.customers[roster.customers[index].id]?.unpacked
    return EffectiveCustomer.sourceName(
      roster.customers[index], history, roster: roster,
      isIntroduced: isIntroduced(index, page(on: day)), before: now)
  }

  private func customer(
    at index: Int, _ page: DayPage, _ history: CustomerHistory?, before now: Instant?
  ) -> Customer {
    EffectiveCustomer.of(
      roster.customers[index], history, roster: roster, settings: settings, sources: sourceNames,
      isIntroduced: isIntroduced(index, page), before: now)
  }

  private func isIntroduced(_ index: Int, _ page: DayPage) -> Bool {
    !page.introduced.isEmpty && page.introduced[index]
  }

  /// The page opened where it is of that day, else a new one.
  private func page(on day: Day) -> DayPage {
    if let page, page.day == day { return page }
    return makePage(day)
  }

  /// The page for a plan: the one opened also serves the day before and after, where customers of
  /// other zones live while it is that day at the site.
  func page(near day: Day) -> DayPage {
    if let page, abs(page.day - day) <= 1 { return page }
    return makePage(day)
  }

  /// Reads everybody once.
  func makePage(_ day: Day) -> DayPage {
    DayPage(day: day, cuts: tierCuts(on: day), introduced: introduced(before: day))
  }

  /// Works out segments of a page's day.
  func segments(of page: DayPage, now: Instant) -> SegmentReader {
    SegmentReader(
      rules: settings.segments, roster: roster, zones: zones, day: page.day, now: now,
      cuts: page.cuts)
  }

  /// One pass over everybody: who bought in the year before a day begins, and for how much.
  private func tierCuts(on day: Day) -> TierCuts {
    let (rules, roster) = (settings.segments, roster)
    let dawn = siteZone.instant(day: day, minute: .midnight)
    let telling = FactKindSet(.purchase, .deceased)
    var values: [Int64] = []
    // Looked at in their place: copying a million customers would take longer than passing them by.
    let customers = roster.customers
    let places = customers.span
    for index in places.indices {
      let isKnown = !historyOf.isEmpty && historyOf[index]
      guard isKnown || places[index].purchaseCount > 0 else { continue }
      let value: Int64
      if isKnown, let known = history.customers[places[index].id],
        known.isErased || !known.kinds.isDisjoint(with: telling)
      {
        value = yearValue(index, known.unpacked, on: day, before: dawn)
      } else {
        value = PurchaseFold.yearValue(places[index], roster, rules, on: day)
      }
      if value > 0 { values.append(value) }
    }
    return TierCuts(values, rules)
  }

  /// The same of one customer with facts; nothing for the dead and the erased.
  private func yearValue(
    _ index: Int, _ history: CustomerHistory, on day: Day, before dawn: Instant
  ) -> Int64 {
    if history.isErased { return 0 }
    let zone = zones[Int(roster.customers[index].zone)]
    var purchases = PurchaseFold(settings.segments, on: day)
    purchases.add(roster.customers[index], roster)
    for recorded in history.facts where recorded.fact.at < dawn {
      switch recorded.fact.detail {
      case .purchase(let purchase):
        purchases.add(
          purchase, on: zone.local(at: recorded.fact.at).day, roster.customers[index], roster)
      case .deceased where recorded.fact.marks.relation == nil: return 0
      default: continue
      }
    }
    return purchases.yearValue
  }

  /// Who was introduced by somebody before a day; empty for nobody.
  private func introduced(before day: Day) -> [Bool] {
    let dawn = siteZone.instant(day: day, minute: .midnight)
    var introduced: [Bool] = []
    for (_, known) in history.customers where known.kinds.contains(FactKindSet(.referral)) {
      for recorded in known.unpacked.facts where recorded.fact.at < dawn {
        guard case .referral(let other) = recorded.fact.detail,
          let index = roster.index(of: other)
        else { continue }
        if introduced.isEmpty {
          introduced = [Bool](repeating: false, count: roster.customers.count)
        }
        introduced[index] = true
      }
    }
    return introduced
  }
}
