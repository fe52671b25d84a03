import CadenceModel
package import CivilTime

/// The words of the manager's mails in one language; each language is one file that the compiler keeps complete.
protocol ManagerPhrases: Sendable {
  // The weekly mail.
  func weekSubject(_ day: Day, late: Int, neglected: Int) -> String
  func weekTitle(_ first: Day, _ last: Day) -> String
  func weekLead(won: Int, complaints: Int, late: Int) -> String
  func heading(_ section: ManagerSection) -> String
  func figure(_ figure: WeekFold.Figure) -> String
  func column(_ column: ManagerColumn) -> String
  func attempt(_ number: String) -> String
  /// What the fourth and fifth call brought, of all deals that came of calls.
  func lateAttempts(won: Int, of all: Int) -> String
  func neglected(_ name: String, days: Int, limit: Int, rep: String) -> String
  func drifting(_ name: String, _ segment: Segment) -> String
  func shortage(_ shortage: TextShortage) -> String
  func more(_ count: Int) -> String
  func moreLate(_ count: Int) -> String
  var nothing: String { get }

  // Both mails.
  func escalated(
    _ task: EscalatedTask, _ name: String, rep: String, takenOverBy other: String?, from today: Day
  ) -> String

  // What has just become too late.
  func lateSubject(complaints: Int, promises: Int, others: Int) -> String
  func lateLead(_ day: Day) -> String
  func known(_ count: Int) -> String

  // The end.
  func footer(witness: String?) -> [String]
  func noMail(_ why: NoManagerMail, day: Day) -> String
}

/// The sections of the manager's mails.
enum ManagerSection {
  case late, week, attempts, neglected, drifting, load, texts
}

/// The columns of the manager's tables.
enum ManagerColumn {
  case figure, thisWeek, weekBefore
  case attempt, calls, reached, won, conversion
  case rep, customers, neglected, share
  case callsPlanned, visitsPlanned, waiting
}

/// Finds the words for a language tag: Chinese for `zh…`, English for all others.
enum ManagerLanguage {
  static func phrases(for tag: String) -> any ManagerPhrases {
    LanguageTag.isChinese(tag) ? ChineseManagerPhrases() : EnglishManagerPhrases()
  }
}

/// Why the manager gets no mail.
package enum NoManagerMail: Error, Hashable, Sendable {
  /// Nothing has become too late since the last mail.
  case nothingNew

  /// The reason in words.
  package func words(language: String, day: Day) -> String {
    ManagerLanguage.phrases(for: language).noMail(self, day: day)
  }
}
