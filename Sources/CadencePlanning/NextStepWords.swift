import CadenceModel
import CivilTime

/// Why a ladder's next step is there and then, in words that a rep understands.
struct NextStepWords {
  let zone: ZoneRules
  let stage: CustomerStage
  /// The signals that open the ladder.
  let signals: SignalSet
  let deadline: ComplaintDeadline?
  /// The day on which a clear need was heard.
  let clearNeed: Day?

  /// Why a step of a run is due when it is.
  func sentence(_ due: LadderRun.Due, _ run: LadderRun) -> String {
    switch due.cause {
    case .callBack:
      if let asked = run.callBack { return asksForCall(asked.fact) }
    case .need:
      if let heard = clearNeed {
        return "a clear need was heard on \(words(heard)), so the next step is on the next working day"
      }
    case .contact:
      return "the customer was met since, and the time counts from that day"
    case .deadline, .distance: break
    }
    if let last = run.attempts.last { return afterAttempt(last, run) }
    if let follows = run.opening.follows {
      return follows.isRefused
        ? "the customer wanted no more of \(follows.cadence), so there was rest until "
          + "\(words(run.opening.day)), and then this begins quietly"
        : "\(follows.cadence) ended on \(words(run.opening.day)) without success, and this follows it"
    }
    guard let fact = run.opening.fact?.fact else { return onFile(run) }
    return opened(by: fact, due)
  }

  private func asksForCall(_ fact: Fact) -> String {
    guard case .call(let report) = fact.detail, let back = report.callBack else { return "" }
    return "asked on \(words(day(of: fact))) to be called back on \(words(zone.local(at: back)))"
  }

  private func afterAttempt(_ last: LadderRun.Attempt, _ run: LadderRun) -> String {
    let part = last.half == .morning ? "afternoon" : "morning"
    switch last.report?.outcome {
    case .noAnswer:
      return "nobody answered on \(words(last.day)), so the next try is in the \(part)"
    case .busy:
      return "the line was busy on \(words(last.day)), so the next try is in the \(part)"
    case .reached, .callBack:
      return "the call of \(words(last.day)) left the matter open; this is the next step"
    case .wrongNumber:
      return "the number was wrong on \(words(last.day))"
    case nil:
      return run.isRepeated
        ? "the last word was on \(words(last.day)); it is repeated"
        : "the step before was made on \(words(last.day))"
    }
  }

  private func onFile(_ run: LadderRun) -> String {
    let since = run.opening.isOld ? "; it enters when its turn comes" : ""
    return "the customer file says \(stage.name)\(since)"
  }

  /// What the fact that opened the ladder says.
  private func opened(by fact: Fact, _ due: LadderRun.Due) -> String {
    let made = words(day(of: fact))
    let by = due.minute.map { LocalTime(day: due.day, minute: $0) }.map { words($0) } ?? words(due.day)
    switch fact.detail {
    case .complaint(let promise):
      guard deadline == .answer else { return "complained on \(made)" }
      return promise == nil
        ? "complained on \(made), and an answer is due by \(by)"
        : "complained on \(made), and was promised an answer by \(by)"
    case .promise(let moment):
      return "was promised something on \(made), due by \(words(zone.local(at: moment)))"
    case .call(let report): return opened(by: report, fact, made)
    case .visit(let report):
      let signals = fact.signals
      if signals.contains(.defect), asks(for: .defect) {
        return "the visit on \(made) found a defect"
      }
      if signals.contains(.dissatisfied), asks(for: .dissatisfied) {
        return lessThanExpected("the visit", made, report.satisfaction)
      }
      return signals.contains(.newNeed)
        ? "the visit on \(made) heard of a new need" : "there was a visit on \(made)"
    case .resolved(let answer):
      return asks(for: .dissatisfied)
        ? lessThanExpected("the end of the complaint", made, answer)
        : "the complaint was resolved on \(made), and it is asked whether all is well"
    case .survey(let answer): return lessThanExpected("the survey", made, answer)
    case .occasion(let name, let day): return "\(name.rawValue) on \(words(day)), heard on \(made)"
    case .lost(let kind, let reason):
      let how = [kind?.rawValue, reason?.rawValue].compactMap(\.self).joined(separator: ", ")
      return "was lost on \(made)" + (how.isEmpty ? "" : " (\(how))")
    case .purchase(let purchase):
      return purchase.installed.map { "bought on \(made), installed on \(words($0))" }
        ?? "bought on \(made)"
    case .referral(let other): return "introduced \(other), who has bought"
    default: return "\(fact.detail.kind.name) on \(made)"
    }
  }

  private func opened(by report: CallReport, _ fact: Fact, _ made: String) -> String {
    if asks(for: .callBack), report.callBack != nil { return asksForCall(fact) }
    if asks(for: .promised), let by = report.promise {
      return "was promised something in the call of \(made), due by \(words(zone.local(at: by)))"
    }
    if asks(for: .visitAgreed), let day = report.visitOn {
      return "agreed on \(made) to a visit on \(words(day))"
    }
    if asks(for: .visitWelcome), report.visitWelcome == true {
      return "said on \(made) that a visit is welcome"
    }
    if asks(for: .wrongNumber), report.outcome == .wrongNumber {
      return "the number turned out to be wrong on \(made)"
    }
    if report.need == .clear { return "a clear need was heard in the call of \(made)" }
    return "there was a call on \(made)"
  }

  private func lessThanExpected(_ what: String, _ made: String, _ answer: Satisfaction?) -> String {
    guard let answer else { return "\(what) on \(made)" }
    return "\(what) on \(made) brought \(answer.perceived) where \(answer.expected) was expected"
  }

  private func asks(for signal: Signal) -> Bool { signals.contains(signal) }

  private func day(of fact: Fact) -> Day { zone.local(at: fact.at).day }

  private func words(_ time: LocalTime) -> String { "\(words(time.day)) at \(time.minute)" }

  /// `2 Dec 2026`.
  private func words(_ day: Day) -> String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let (year, month, date) = day.civil()
    return "\(date) \(names[(month - 1) % 12]) \(year)"
  }
}
