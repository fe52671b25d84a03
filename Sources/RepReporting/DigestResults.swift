package import CadenceModel
package import CivilTime

/// What came of the days since the rep last worked.
package struct DigestResults: Hashable, Sendable {
  /// First day counted.
  package var from: Day?
  /// Last day counted.
  package var to: Day?
  /// Calls of the rep by how they ended.
  package var calls: [CallOutcome: Int] = [:]
  /// Visits made.
  package var visits = 0
  /// Gifts, cards and letters sent.
  package var parcels = 0
  /// Deals won and purchases.
  package var deals = 0
  /// Complaints received.
  package var complaints = 0
  /// Messages to the rep's customers that were accepted.
  package var sent = 0
  /// Whose birthday messages were among them.
  package var birthdays: [BirthdayNote] = []
  /// Messages refused for good or given up, until somebody has seen to them.
  package var failed: [MessageNote] = []
  /// Messages that were not sent while it was time for them.
  package var late: [MessageNote] = []
  /// Messages that may not have arrived: nobody sends them again by machine.
  package var uncertain: [MessageNote] = []
  /// What customers wrote.
  package var replies: [ReplyNote] = []
  /// Messages that wait for their next try.
  package var waiting = 0

  /// Whether nothing happened.
  package var isEmpty: Bool {
    calls.isEmpty && visits + parcels + deals + complaints + sent + waiting == 0 && failed.isEmpty
      && late.isEmpty && uncertain.isEmpty && replies.isEmpty
  }
}

/// A message of a customer.
package struct ReplyNote: Hashable, Sendable {
  /// Index of the customer in the roster.
  package var customer: Int
  /// How it came.
  package var channel: Channel
  /// What it says, on one line, cut after some length.
  package var text: String
  /// Whether the machine is silent until somebody has read it.
  package var holds: Bool
}

/// A message worth a word.
package struct MessageNote: Hashable, Sendable {
  /// Index of the customer in the roster.
  package var customer: Int
  /// How it went out.
  package var channel: Channel
  /// The cadence's title; empty where it is about an address that is written to no more.
  package var title: String
}

/// Somebody's birthday, the customer's own or a family member's.
package struct BirthdayNote: Hashable, Sendable {
  /// Index of the customer in the roster.
  package var customer: Int
  /// Whose day it is.
  package var relation: Relation
}

/// What the file does not know of one of today's customers.
package struct MissingFact: Hashable, Sendable {
  /// What to ask for, most wanted first.
  package enum Field: CaseIterable, Sendable {
    case birthday, address, email
  }

  /// Index of the customer in the roster.
  package var customer: Int
  /// What is missing.
  package var field: Field
  /// The number of the task at which to ask.
  package var task: Int
}

/// What happened with a rep's customers during an absence.
package struct HandBack: Hashable, Sendable {
  /// The absence.
  package var absence: Absence
  /// What was recorded, in order of time.
  package var events: [Event]

  /// One thing that somebody did or noted.
  package struct Event: Hashable, Sendable {
    /// The day.
    package var day: Day
    /// Index of the customer in the roster.
    package var customer: Int
    /// What it was.
    package var kind: FactKind
    /// How a call ended.
    package var outcome: CallOutcome?
    /// Who did it, nil if not said.
    package var by: RepID?
  }
}
