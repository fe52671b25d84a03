import CadenceModel
import CivilTime

/// The manager's mails in English.
struct EnglishManagerPhrases: ManagerPhrases {
  private let digest = EnglishDigestPhrases()

  func weekSubject(_ day: Day, late: Int, neglected: Int) -> String {
    var parts: [String] = []
    if late > 0 { parts.append("\(late) for you to see to") }
    if neglected > 0 { parts.append("\(digest.plural(neglected, "customer")) neglected") }
    return "The week until \(digest.longDay(day))"
      + (parts.isEmpty ? "" : ": \(digest.list(parts))")
  }

  func weekTitle(_ first: Day, _ last: Day) -> String {
    "The week of \(digest.span(first, last, from: last + 2))"
  }

  func weekLead(won: Int, complaints: Int, late: Int) -> String {
    "\(digest.plural(won, "deal")) won, \(digest.plural(complaints, "new complaint")), "
      + (late == 0 ? "nothing past its time." : "\(digest.plural(late, "matter")) past the time.")
  }

  func heading(_ section: ManagerSection) -> String {
    switch section {
    case .late: "For you to see to"
    case .week: "This week"
    case .attempts: "What each attempt brings (last year)"
    case .neglected: "Neglected customers"
    case .drifting: "Weighty customers who drift away"
    case .load: "The next seven days"
    case .texts: "Texts that run out"
    }
  }

  func figure(_ figure: WeekFold.Figure) -> String {
    switch figure {
    case .calls: "calls"
    case .reached: "reached"
    case .visits: "visits"
    case .won: "deals won"
    case .lost: "customers lost"
    case .complaints: "new complaints"
    case .resolved: "complaints resolved"
    case .sent: "messages sent"
    case .failed: "refused or unclear"
    }
  }

  func column(_ column: ManagerColumn) -> String {
    switch column {
    case .figure: ""
    case .thisWeek: "week"
    case .weekBefore: "before"
    case .attempt: "attempt"
    case .calls: "calls"
    case .reached: "reached"
    case .won: "won"
    case .conversion: "rate"
    case .rep: "rep"
    case .customers: "customers"
    case .neglected: "neglected"
    case .share: "share"
    case .callsPlanned: "calls"
    case .visitsPlanned: "visits"
    case .waiting: "no room"
    }
  }

  func attempt(_ number: String) -> String { number }

  func lateAttempts(won: Int, of all: Int) -> String {
    all == 0
      ? "No deal of the last year came of follow-up calls yet."
      : "The fourth and fifth call brought \(digest.plural(won, "deal")), \((won * 100 + all / 2) / all)% of "
        + "the \(all) that came of calls."
  }

  func neglected(_ name: String, days: Int, limit: Int, rep: String) -> String {
    digest.neglected(name, days: days, limit: limit) + ", \(rep)"
  }

  func drifting(_ name: String, _ segment: Segment) -> String {
    let what = segment.isContactRhythm ? "in touch" : "buys"
    return
      "\(name) (\(digest.tier(segment.tier))): \(what) every \(segment.rhythm) days, now \(segment.elapsed)"
  }

  func shortage(_ shortage: TextShortage) -> String {
    var parts: [String] = []
    if shortage.out > 0 {
      let verb = shortage.out == 1 ? "gets" : "get"
      parts.append("\(digest.plural(shortage.out, "customer")) had them all and \(verb) no more")
    }
    if shortage.last > 0 { parts.append("\(shortage.last) with one left") }
    return
      "\(shortage.template) (\(shortage.channel.name), \(digest.plural(shortage.variants, "text"))): "
      + digest.list(parts)
  }

  func more(_ count: Int) -> String { "\(count) more: fifthcall report neglected" }
  func moreLate(_ count: Int) -> String { "\(count) more are late" }
  var nothing: String { "none" }

  func escalated(
    _ task: EscalatedTask, _ name: String, rep: String, takenOverBy other: String?, from today: Day
  ) -> String {
    let what =
      switch task.kind {
      case .complaint: "complaint"
      case .promise: "promise"
      case .other: digest.task(task.channel).lowercased()
      }
    let due =
      digest.shortDay(task.due.day, from: today) + (task.isExact ? " \(task.due.minute)" : "")
    var text = "\(name): \(what) “\(task.title)”, due \(due)"
    if task.daysLate > 0 { text += ", \(digest.plural(task.daysLate, "working day")) late" }
    text += ", \(rep)"
    if task.isWaiting { text += ", whose days are full" }
    if let other { text += "; better with \(other)" }
    return text
  }

  func lateSubject(complaints: Int, promises: Int, others: Int) -> String {
    var parts: [String] = []
    if complaints > 0 { parts.append(digest.plural(complaints, "complaint")) }
    if promises > 0 { parts.append(digest.plural(promises, "promise")) }
    if others > 0 { parts.append(digest.plural(others, "task")) }
    return "Past the time: \(digest.list(parts))"
  }

  func lateLead(_ day: Day) -> String {
    "\(digest.longDay(day)): these are past their time and not done."
  }
  func known(_ count: Int) -> String {
    "\(count) more told of before \(count == 1 ? "is" : "are") still open; the weekly mail lists them."
  }

  func footer(witness: String?) -> [String] {
    var lines = [
      "All figures: fifthcall report NAME; docs/reports.md and docs/manager.md define them"
    ]
    if let witness { lines.append("Journal head \(witness)") }
    return lines + ["Written by Fifthcall"]
  }

  func noMail(_ why: NoManagerMail, day: Day) -> String {
    switch why {
    case .nothingNew:
      "nothing has become too late since the last mail on \(digest.longDay(day)), so there is none"
    }
  }
}
