package import CivilTime

/// A touch that the planner has put on a day; compact, since a year of a million customers is kept.
package struct PlannedTouch: Hashable, Sendable {
  /// Index into ``Roster/customers``.
  package var customer: Int32
  /// Index into ``Settings/cadences``.
  package var cadence: UInt16
  /// The step's number, from 1.
  package var step: UInt8
  /// The channel chosen.
  package var channel: Channel
  /// Which time round.
  package var occurrence: Occurrence
  /// The day, in the customer's zone.
  package var day: Day
  /// The minute of the day, in the customer's zone.
  package var minute: MinuteOfDay
  /// For a task put off because nobody did it in time: so many days before ``day`` it was due.
  package var daysOverdue: UInt16
  /// Whether day and minute were agreed with the customer, or promised: not to be moved.
  package var isAgreed = false
  /// Index into ``Settings/reps`` of the rep who answers for it; nil: the one in charge.
  package var owner: UInt16?

  /// A touch of these parts.
  package init(
    customer: Int32, cadence: UInt16, step: UInt8, channel: Channel, occurrence: Occurrence,
    day: Day, minute: MinuteOfDay, daysOverdue: UInt16 = 0
  ) {
    self.customer = customer
    self.cadence = cadence
    self.step = step
    self.channel = channel
    self.occurrence = occurrence
    self.day = day
    self.minute = minute
    self.daysOverdue = daysOverdue
  }
}

/// An occurrence or step that ends without a touch, and why.
package struct PlannedSkip: Hashable, Sendable {
  /// Index into ``Roster/customers``.
  package var customer: Int32
  /// Index into ``Settings/cadences``.
  package var cadence: UInt16
  /// The step's number, from 1.
  package var step: UInt8
  /// Which time round.
  package var occurrence: Occurrence
  /// The day on which it would have been.
  package var day: Day
  /// Why not.
  package var reason: SkipReason

  /// A skip of these parts.
  package init(
    customer: Int32, cadence: UInt16, step: UInt8, occurrence: Occurrence, day: Day,
    reason: SkipReason
  ) {
    self.customer = customer
    self.cadence = cadence
    self.step = step
    self.occurrence = occurrence
    self.day = day
    self.reason = reason
  }
}

/// What the planner answers: touches by day, and what it left out.
package struct Plan: Sendable {
  /// Sorted by day, minute, then customer, cadence, occurrence and step.
  package var touches: [PlannedTouch]
  /// In the same order; empty unless asked for.
  package var skips: [PlannedSkip]
  /// Calls that are done with another call of the same customer and day, which stands in ``touches``.
  package var joined: [JoinedTouch]

  /// A plan of these parts.
  package init(
    touches: [PlannedTouch] = [], skips: [PlannedSkip] = [], joined: [JoinedTouch] = []
  ) {
    self.touches = touches
    self.skips = skips
    self.joined = joined
  }
}

/// A call that another one takes along, so that nobody is called twice a day.
package struct JoinedTouch: Hashable, Sendable {
  /// The call that needs none of its own.
  package var touch: PlannedTouch
  /// The call that is made.
  package var with: PlannedTouch

  /// Pairs the two.
  package init(touch: PlannedTouch, with: PlannedTouch) {
    self.touch = touch
    self.with = with
  }
}

/// One rule that spoke on one customer and day, in words (`explain`).
package struct Verdict: Hashable, Sendable {
  /// What the rule did.
  package enum Kind: String, Sendable {
    case allow, move, skip
  }

  /// The day it is about.
  package var day: Day
  /// The cadence it is about.
  package var cadence: CadenceName
  /// The rule's name, such as `holiday-buffer`.
  package var rule: String
  /// What it did.
  package var kind: Kind
  /// A sentence that an admin understands.
  package var text: String

  /// A verdict of these parts.
  package init(day: Day, cadence: CadenceName, rule: String, kind: Kind, text: String) {
    self.day = day
    self.cadence = cadence
    self.rule = rule
    self.kind = kind
    self.text = text
  }
}
