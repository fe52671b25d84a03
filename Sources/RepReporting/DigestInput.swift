package import CadenceModel
package import CadencePlanning
package import CivilTime

/// Everything a digest is made from: plain values, so that equal inputs give equal bytes.
package struct DigestInput: Sendable {
  /// The present configuration.
  package var settings: Settings
  /// The present customers.
  package var roster: Roster
  /// What the journal knows.
  package var history: History
  /// Whose digest it is.
  package var rep: RepID
  /// The day it is for, in the rep's zone.
  package var day: Day
  /// What is planned and unsettled up to the day, for all reps, with what is overdue.
  ///
  /// The evening wrap-up also reads the touches of the next working day.
  package var touches: [PlannedTouch]
  /// Calls that are done with one of ``touches``.
  package var joined: [JoinedTouch] = []
  /// Neglected customers of the upper tiers, of all reps; needed on a rep's first working day of a week.
  package var neglected: [NeglectedCustomer] = []
  /// Tasks of the day or earlier for which the reps' days have no room yet.
  package var waiting: [PlannedTouch] = []
  /// Tasks that find no place by the last day that was planned.
  package var waitingAtEnd: [PlannedTouch] = []
  /// The journal's head as `n:h`; nil on an empty journal.
  package var witness: String?
  /// The day of the rep's last digest that went out; nil when there was none.
  ///
  /// What has happened since is told, however long ago.
  package var lastDigest: Day?
  /// Whom to look at for what came of the days before; nil: everybody the journal knows.
  package var recent: RecentCustomers?
  /// What the service has to say about itself.
  package var notes: ServiceNotes
  /// How many calls and visits were handed on to later days, by index of the rep.
  package var handedOn: [Int: Int] = [:]
  /// Opens the free texts of a recorded fact; asked only for the few that the digest shows.
  package var texts: @Sendable (RecordedFact) -> [String: String] = { $0.fact.texts }
  /// What the facts say of the customer at an index of the roster.
  package var segment: @Sendable (Int) -> Segment = { _ in Segment() }
  /// Everybody who lives with the customer at an index, the customer included.
  package var household: @Sendable (Int) -> [Int] = { [$0] }
  /// What is bought together; nil: nothing is suggested.
  package var coPurchase: CoPurchase?
  /// The text proposed for a card or letter, where texts given in the same digest count as used.
  package var paperText: @Sendable (PaperQuestion, Customer, [String]) -> PaperText? = {
    _, _, _ in nil
  }
  /// Opens the text of a customer's message; empty when it is gone.
  package var replyText: @Sendable (CustomerID, RecordedReply) -> String = { _, _ in "" }

  /// An input of these parts.
  package init(
    settings: Settings, roster: Roster, history: History, rep: RepID, day: Day,
    touches: [PlannedTouch], witness: String? = nil, notes: ServiceNotes = ServiceNotes()
  ) {
    self.settings = settings
    self.roster = roster
    self.history = history
    self.rep = rep
    self.day = day
    self.touches = touches
    self.witness = witness
    self.notes = notes
  }

  /// Stands where no rep's digest is made, such as for the manager; no rep has an empty id.
  package static let nobody = RepID("")

  /// Takes over who comes first, and how much was handed on.
  package mutating func take(_ allocation: Allocation) {
    joined = allocation.plan.joined
    waiting = allocation.waiting(on: day)
    waitingAtEnd = allocation.moves.filter { $0.day == nil }.map(\.touch)
    let known = allocation.segments
    let (households, customers) = (allocation.households, roster.customers)
    household = { households.members(head: Int(customers[$0].household)) }
    segment = { known[Int32(clamping: $0)] ?? Segment() }
    for rep in settings.reps.indices {
      handedOn[rep] = allocation.handedOn(by: rep, on: day)
    }
  }
}

extension DigestInput {
  /// The cadence and step of a planned touch; nil when the plan is of another configuration.
  func definition(_ touch: PlannedTouch) -> (cadence: Cadence, step: Step)? {
    let cadences = settings.cadences
    guard cadences.indices.contains(Int(touch.cadence)) else { return nil }
    let cadence = cadences[Int(touch.cadence)]
    guard cadence.steps.indices.contains(Int(touch.step) - 1),
      roster.customers.indices.contains(Int(touch.customer))
    else { return nil }
    return (cadence, cadence.steps[Int(touch.step) - 1])
  }

  /// Index of the rep in charge of a customer.
  func repIndex(of customer: Customer) -> Int {
    let index = Int(customer.rep)
    return settings.reps.indices.contains(index) ? index : Int(settings.defaultRep)
  }

  /// Index of the rep whose task a touch is on the digest's day: who answers for it, else who is in charge of
  /// the customer.
  func repIndex(of touch: PlannedTouch) -> Int {
    touch.owner.map { Int(settings.inCharge($0, on: day)) }
      ?? repIndex(of: customer(Int(touch.customer)))
  }

  /// Index of who does a touch's task on the touch's own day; nil where nobody is there.
  func server(of touch: PlannedTouch, _ duty: RepDuty) -> Int? {
    duty.cover(of: repIndex(of: touch), on: touch.day)
  }

  /// A customer as file and facts make them: stage, rep and installations.
  func customer(_ index: Int) -> Customer {
    let onFile = roster.customers[index]
    return EffectiveCustomer.of(
      onFile, history.customers[onFile.id], roster: roster, settings: settings,
      sources: roster.sources, on: day)
  }
}

/// What a human has to know about the service's own state.
package struct ServiceNotes: Hashable, Sendable {
  /// Why everything is held back; nil while nothing is.
  package var hold: String?
  /// Machine channels whose relay or gateway does not answer.
  package var channelsDown: [Channel] = []
  /// Messages that wait for their next try.
  package var deferred = 0
  /// Messages given up on after the last try.
  package var deadLetters = 0
  /// Findings in the customer files.
  package var findings = 0
  /// Years for which a country's official list of holidays is not known yet.
  package var unknownYears: [Int] = []

  /// Nothing to say.
  package init() {}
}
