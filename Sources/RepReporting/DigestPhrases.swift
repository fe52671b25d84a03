import CadenceModel
import CadencePlanning
import CivilTime

/// The words of digests in one language; each language is one file that the compiler keeps complete.
protocol DigestPhrases: VisitPhrases, Sendable {
  // Days and numbers.
  func longDay(_ day: Day) -> String
  func shortDay(_ day: Day, from today: Day) -> String
  func span(_ first: Day, _ last: Day, from today: Day) -> String
  func counts(_ items: [(CountedThing, Int)]) -> String
  func list(_ items: [String]) -> String
  func sentence(_ clauses: [String]) -> String

  // People.
  func name(_ profile: CustomerProfile, id: CustomerID) -> String
  func stage(_ stage: CustomerStage) -> String
  func level(_ level: CustomerLevel) -> String
  func tier(_ tier: PyramidTier?) -> String
  func type(_ type: CustomerType?) -> String
  func relation(_ relation: Relation, name: String) -> String
  func birthdayOf(_ relative: String, customer: String) -> String
  func standsIn(for rep: String) -> String

  // The morning.
  func subject(_ day: Day, _ summary: String) -> String
  func title(_ rep: String, _ day: Day) -> String
  func lead(_ summary: String) -> String
  var nothingToday: String { get }
  func heading(_ section: DigestSection) -> String
  func standInHeading(_ rep: String, until: Day?, from today: Day) -> String
  func task(_ channel: Channel) -> String
  /// What customers who have the one product also bought.
  func together(_ found: CoPurchase.Suggestion) -> String
  /// A gift with its cost and what it stands for.
  func gift(_ gift: Gift) -> String
  /// That nothing in the list of gifts fits.
  func noGift() -> String

  /// The line above what may be written on a card or in a letter, or on the card of a gift.
  func paper(_ channel: Channel) -> String
  /// That this customer has had all texts.
  func noPaper() -> String

  // Why and what before.
  func reason(_ reason: TaskReason, from today: Day) -> String
  func previous(_ call: PastCall, from today: Day) -> String
  func overdue(since day: Day, from today: Day) -> String
  /// Who else has heard that a task is late.
  func escalation(_ stage: EscalationStage) -> String
  func callBack(_ time: LocalTime, from today: Day) -> String
  func clearNeed() -> String
  func instead() -> String
  func customerTime(_ time: MinuteOfDay) -> String
  func history(_ history: TaskHistory, from today: Day) -> String
  func label(_ label: CardLabel) -> String
  func sameTalk(as number: Int) -> String

  // Results and notes.
  func resultsHeading(_ first: Day, _ last: Day, from today: Day) -> String
  func callResults(_ calls: [CallOutcome: Int]) -> String
  func sent(_ results: DigestResults, birthdays: [String]) -> String
  func waiting(_ count: Int) -> String
  func reply(_ name: String, _ note: ReplyNote) -> String
  func uncertain(_ name: String, _ note: MessageNote) -> String
  func late(_ name: String, _ note: MessageNote) -> String
  func failed(_ name: String, _ note: MessageNote) -> String
  func planned(_ count: Int, birthdays: [String]) -> String
  func missing(_ field: MissingFact.Field, _ name: String, task: Int) -> String
  func handBackHeading(_ absence: Absence, from today: Day) -> String
  func event(_ event: HandBack.Event, _ name: String, by: String?, from today: Day) -> String
  func nothingHappened() -> String
  func more(_ count: Int) -> String
  func handedOn(_ count: Int) -> String
  func neglected(_ name: String, days: Int, limit: Int) -> String
  func rehearsal(redirectedTo address: String?) -> String
  func alerts(_ notes: ServiceNotes) -> [String]
  func chores(_ notes: ServiceNotes) -> [String]
  func uncovered(_ rep: String) -> String

  // The evening.
  func eveningSubject(_ day: Day, _ summary: String) -> String
  func eveningLead(next: Day?) -> String
  func eveningTitle(_ rep: String, _ day: Day) -> String
  func appointment(_ appointment: EveningDigest.Appointment, _ name: String) -> String
  func closed(_ kind: FactKind, _ name: String, product: String) -> String
  func interested(_ item: EveningDigest.Interested, _ name: String) -> String
  var nobody: String { get }

  // The end.
  func footer(witness: String?) -> [String]
  func noDigest(_ why: NoDigest, rep: String, day: Day) -> String
}

/// Things that a summary counts.
enum CountedThing: CaseIterable {
  case urgent, overdue, calls, visits, parcels, standIns
  case visitsMade, parcelsSent, deals, complaints
}

/// The sections of the morning and evening mails.
enum DigestSection {
  case urgent, overdue, calls, visits, parcels, later, neglected, replies, uncertain, late, failed,
    machine, missing, service
  case closed, appointments, interested
}

/// Labels of facts on a task card.
enum CardLabel {
  case about, address, bestTime, say, gift, together
}

/// Finds the words for a language tag: Chinese for `zh…`, English for all others.
enum DigestLanguage {
  static func phrases(for tag: String) -> any DigestPhrases {
    LanguageTag.isChinese(tag) ? ChineseDigestPhrases() : EnglishDigestPhrases()
  }
}
