import CadenceModel
import CivilTime

/// What the facts of one customer say of loyalty, contacts and what was asked for.
struct ContactFold {
  private let rules: SegmentRules
  private let day: Day
  /// Whether an inquiry or an offer is on record.
  private(set) var hasAsked = false
  /// The amount of the last offer, or of a deal won, in the period.
  private(set) var offered: Int64?
  /// Customers introduced, each once.
  private(set) var introduced: Set<CustomerID> = []
  /// The same, only those of the period.
  private var introducedLately: Set<CustomerID> = []
  /// Days on which a human and the customer met or spoke.
  private(set) var contacts: [Day] = []
  /// The last satisfaction, perceived in percent of expected.
  private(set) var satisfaction: Int?
  private(set) var isDeceased = false
  private var ownContacts: Set<Day> = []
  private var visits: Set<Day> = []
  private var warmCalls = 0
  private var coldCalls = 0
  private var hasOpenComplaint = false

  init(_ rules: SegmentRules, on day: Day) {
    self.rules = rules
    self.day = day
  }

  /// Adds a fact; facts come in the order of their time.
  mutating func add(_ fact: Fact, on at: Day) {
    let isLate = at > day - rules.periodDays && at <= day
    if fact.isHumanContact, at <= day { contacts.append(at) }
    switch fact.detail {
    case .inquiry:
      hasAsked = true
      if isLate { ownContacts.insert(at) }
    case .contact: if isLate { ownContacts.insert(at) }
    case .offer(let deal):
      hasAsked = true
      if isLate, let amount = deal.amount { offered = amount.hundredths }
    case .won(let deal): if isLate, let amount = deal.amount { offered = amount.hundredths }
    case .referral(let other):
      introduced.insert(other)
      if isLate { introducedLately.insert(other) }
    case .call(let report) where isLate:
      if report.attitude == .warm { warmCalls += 1 }
      if report.attitude == .cold { coldCalls += 1 }
    case .visit(let report):
      if isLate { visits.insert(at) }
      note(report.satisfaction)
    case .survey(let answer): note(answer)
    case .resolved(let answer):
      hasOpenComplaint = false
      note(answer)
    case .complaint: hasOpenComplaint = true
    case .deceased: if fact.marks.relation == nil { isDeceased = true }
    default: break
    }
  }

  private mutating func note(_ answer: Satisfaction?) {
    guard let answer, answer.expected > 0 else { return }
    satisfaction = answer.perceived * 100 / answer.expected
  }

  /// Whether anything was recorded that says what kind of customer it is.
  var isTelling: Bool {
    offered != nil || !introducedLately.isEmpty || !ownContacts.isEmpty || !visits.isEmpty
      || warmCalls + coldCalls > 0 || hasOpenComplaint
  }

  /// Points for what was recorded; purchases come on top.
  var points: Int {
    let points = rules.points
    return points.referral * introducedLately.count + points.contact * ownContacts.count
      + points.visit * visits.count + points.warmCall * warmCalls + points.coldCall * coldCalls
      + (hasOpenComplaint ? points.openComplaint : 0)
  }
}
