package import CadenceModel
package import CadencePlanning
package import CivilTime

/// What a report is about: which customers, which days, as known at which moment.
package struct ReportScope: Sendable {
  /// What the admins wrote.
  package var settings: Settings
  /// The customers.
  package var roster: Roster
  /// What the journal knows.
  package var history: History
  /// Facts from this moment on are left out.
  package var moment: Instant
  /// The day that the segments are of, and from which days are counted back.
  package var today: Day
  /// The period's first and last day.
  package var period: ClosedRange<Int32>
  /// Only this rep's customers, or work; nil: everybody's.
  package var rep: RepID?
  /// What was computed of the customer at a roster index.
  package var segment: @Sendable (Int) -> Segment = { _ in Segment() }
  /// The customer at a roster index, as file and facts make them; nil: what the file says.
  package var customer: (@Sendable (Int) -> Customer)?
  /// What receipts said of messages, by the touch's text.
  package var receipts: [String: ReceiptSet] = [:]

  /// A scope of these parts.
  package init(
    settings: Settings, roster: Roster, history: History, moment: Instant, today: Day,
    from: Day, to: Day, rep: RepID? = nil
  ) {
    self.settings = settings
    self.roster = roster
    self.history = history
    self.moment = moment
    self.today = today
    period = from.number...max(from.number, to.number)
    self.rep = rep
  }

  /// What a planner knows, as of a moment on a day; the period is that day unless said otherwise.
  ///
  /// The day is opened once: worked out anew for each customer, the tiers would take the square of their
  /// number.
  package init(
    _ planner: Planner, on today: Day, at moment: Instant, from: Day? = nil, to: Day? = nil,
    rep: RepID? = nil
  ) {
    self.init(
      settings: planner.settings, roster: planner.roster, history: planner.history, moment: moment,
      today: today, from: from ?? today, to: to ?? today, rep: rep)
    let opened = planner.opened(today)
    segment = { opened.segment(of: $0, on: today, now: moment) }
    customer = { opened.customer(at: $0, on: today, now: moment) }
  }

  /// The period's first day.
  package var from: Day { Day(Int(period.lowerBound)) }
  /// The period's last day.
  package var to: Day { Day(Int(period.upperBound)) }

  /// Whether a day lies in the period.
  func holds(_ day: Day) -> Bool { period.contains(day.number) }

  /// Cadences of follow-up calls.
  var followUps: Set<CadenceName> {
    Set(settings.cadences.filter { $0.precedence == .followUp }.map(\.name))
  }

  /// The rep in charge of a customer on file.
  func rep(of customer: borrowing Customer) -> RepID? {
    let index = Int(customer.rep)
    return settings.reps.indices.contains(index) ? settings.reps[index].id : nil
  }
}

/// The rows of tables by segment.
enum ReportAxis {
  /// What stands where there is no type, tier, source or rep.
  static let nothing = "none"
  /// By type.
  static let types = CustomerType.allCases.map(\.rawValue) + [nothing]
  /// By tier.
  static let tiers = PyramidTier.allCases.map(\.rawValue) + [nothing]
}

extension Segment {
  /// The type's row.
  var typeRow: String { type?.rawValue ?? ReportAxis.nothing }
  /// The tier's row.
  var tierRow: String { tier?.rawValue ?? ReportAxis.nothing }
}

extension ReportScope {
  /// Whom somebody introduced before today began.
  var introduced: Set<CustomerID> {
    let dawn = (settings.zones[settings.site.zone] ?? .utc).instant(day: today, minute: .midnight)
    var found: Set<CustomerID> = []
    for (_, known) in history.customers where !known.isErased {
      for recorded in known.facts where recorded.fact.at < dawn {
        if case .referral(let other) = recorded.fact.detail { found.insert(other) }
      }
    }
    return found
  }
}
