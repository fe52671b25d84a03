package import CadenceModel
package import CadencePlanning
package import CivilTime

/// What kind of hurry a task is in; earlier goes first, and within one the customer's rank decides.
package enum TaskUrgency: Int, Comparable, Sendable {
  case complaint, promise, overdue, callBack, clearNeed, ordinary

  /// More pressing first.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Why a task is there: the facts behind one line of the digest.
package enum TaskReason: Hashable, Sendable {
  /// The n-th step of a ladder of so many, and what opened it.
  case followUp(step: Int, of: Int, opening: LadderOpening, since: Day)
  /// A complaint made on a day, with what was promised.
  case complaint(since: Day, promised: LocalTime?)
  /// A promise made on a day, and its deadline.
  case promise(made: Day, by: LocalTime?)
  /// The n-th visit to what was installed on a day.
  case maintenance(number: Int, installed: Day, product: String)
  /// A person's day; `name` is the family member's, `years` how many if the year is on file.
  case anniversary(AnniversaryRule.DateField, Relation, name: String, on: Day?, years: Int?)
  /// A festival by its title.
  case festival(title: String)
  /// An ordinary day's greeting.
  case greeting
}

/// What a ladder began with.
package enum LadderOpening: Hashable, Sendable {
  case fact(FactKind)
  case stage(CustomerStage)
}

/// A try to reach the customer.
package struct PastCall: Hashable, Sendable {
  /// When, in the rep's zone.
  package var at: LocalTime
  /// How it ended.
  package var outcome: CallOutcome
}

/// What is known of earlier contacts, in few words.
package struct TaskHistory: Hashable, Sendable {
  /// The last real contact.
  package var lastContact: Day?
  /// What it was; nil when only the customer file tells of it.
  package var lastContactKind: FactKind?
  /// The last purchase.
  package var lastPurchase: Day?
  /// What was bought then, empty if not on file.
  package var product = ""
  /// Calls journalled.
  package var calls = 0
  /// Those of them that reached somebody.
  package var reached = 0
}

/// One task of a digest.
package struct DigestTask: Hashable, Sendable {
  /// Its number in this digest, from 1, by which it can be answered.
  package var number = 0
  /// Its identity.
  package var touch: TouchID
  /// Index of the customer in the roster.
  package var customer: Int
  /// What is to be done.
  package var channel: Channel
  /// How pressing it is.
  package var urgency: TaskUrgency
  /// Whose turn it is among those of one urgency (product rows E6 and E8: need before rank).
  package var rank: CustomerRank
  /// The day it was planned for.
  package var due: Day
  /// The time of day suggested, in the rep's zone.
  package var time: MinuteOfDay
  /// The customer's clock at that time, where it differs.
  package var customerTime: MinuteOfDay?
  /// When the customer asked to be called back.
  package var callBack: LocalTime?
  /// The absent rep whose task it is.
  package var standsInFor: RepID?
  /// Why it is there.
  package var reason: TaskReason
  /// How far it has come when it is late; nil: it is the rep's own matter.
  package var escalation: EscalationStage?
  /// What it is about in the customer's or the rep's own words; empty if nobody said.
  package var subject = ""
  /// Whether it stands in for a message that could not be sent.
  package var isInstead = false
  /// The last call since it opened.
  package var previous: PastCall?
  /// Earlier contacts.
  package var history: TaskHistory
  /// The step's title from the config.
  package var title: String
  /// What to say, from the config.
  package var talk: [String]
  /// What goes with what the customer has bought; nil where nothing does, or where it is no matter.
  package var suggestion: CoPurchase.Suggestion?
  /// What may be given, best first; empty for tasks that are no gifts.
  package var gifts: [Gift] = []
}
