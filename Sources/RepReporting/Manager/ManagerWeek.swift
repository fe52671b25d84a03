import CadenceModel
package import CivilTime

/// The manager's Monday: what needs a word, what the week brought, whom nobody speaks with.
package struct ManagerWeek: Sendable {
  /// The day it is for, in the site's zone.
  package let day: Day
  /// The week that it tells of: the seven days before the mail's own weekday.
  package let week: ClosedRange<Int32>
  /// What is late enough for the manager.
  let escalated: [EscalatedTask]
  /// Figures of the week and of the one before.
  let counts: [[Int]]
  /// What each attempt brought in the last 365 days (report `attempts`).
  let attempts: ReportTable?
  /// Neglected customers by rep (report `neglected`).
  let neglected: ReportTable?
  /// Neglected customers of the upper tiers.
  let neglectedFew: [NeglectedCustomer]
  /// How many more of them there are.
  let neglectedMore: Int
  /// Weighty customers whose own rhythm is well exceeded.
  let drifting: [WeekFold.Drifting]
  /// The next seven days' tasks by rep.
  let load: [Load]
  /// Texts that run out.
  let shortages: [TextShortage]

  /// What a rep has to do in the next seven days, and how much fits.
  struct Load: Hashable, Sendable {
    var rep: Int
    var calls = 0
    var callsFit = 0
    var visits = 0
    var visitsFit = 0
    var waiting = 0
  }

  /// At most so many names stand in a list.
  static let most = 12

  /// The mail's content.
  ///
  /// - Parameters:
  ///   - input: the day's tasks and those of the six days after; whose digest it is does not matter.
  ///   - scope: the customers as of now.
  ///   - weekday: the nominal day of the mail, which ends the week that it tells of.
  ///   - shortages: texts that run out.
  /// - Returns: what the mail tells.
  package static func make(
    _ input: DigestInput, _ scope: ReportScope, nominal weekday: Day, shortages: [TextShortage]
  ) -> ManagerWeek {
    var (week, year) = (scope, scope)
    week.period = (weekday - 7).number...(weekday - 1).number
    year.period = (scope.today - 364).number...scope.today.number
    (week.rep, year.rep) = (nil, nil)
    var (figures, attempts, neglected) = (
      WeekFold(week), AttemptsReport(year), NeglectedReport(week)
    )
    scope.forEachSubject { person in
      figures.take(person)
      attempts.take(person)
      neglected.take(person)
    }
    let tables = neglected.tables()
    let upper = NeglectedCustomer.read(tables, scope.roster)
    return ManagerWeek(
      day: input.day, week: week.period,
      escalated: input.escalated(at: scope.moment).filter { $0.stage >= .manager },
      counts: figures.counts, attempts: attempts.tables().first { $0.name == "attempt" },
      neglected: tables.first { $0.name == "rep" }, neglectedFew: Array(upper.prefix(Self.most)),
      neglectedMore: max(0, upper.count - Self.most),
      drifting: figures.drifting.sorted { left, right in
        (right.segment.yearValue, left.customer) < (left.segment.yearValue, right.customer)
      },
      load: input.load(), shortages: shortages)
  }
}

extension DigestInput {
  /// What each rep has to do in the seven days from the digest's day on, as far as it is handed out.
  fileprivate func load() -> [ManagerWeek.Load] {
    let duty = RepDuty(settings)
    var loads = settings.reps.indices.map { ManagerWeek.Load(rep: $0) }
    for ahead in 0..<7 {
      for index in settings.reps.indices where duty.isWorking(settings.reps[index], on: day + ahead)
      {
        loads[index].callsFit += settings.reps[index].callsPerDay
        loads[index].visitsFit += settings.reps[index].visitsPerDay
      }
    }
    for touch in touches where !touch.channel.isMachineSent && touch.day <= day + 6 {
      guard definition(touch) != nil, let rep = server(of: touch, duty) else { continue }
      if touch.channel == .call { loads[rep].calls += 1 }
      if touch.channel == .visit { loads[rep].visits += 1 }
    }
    for touch in waitingAtEnd {
      guard definition(touch) != nil, let rep = server(of: touch, duty) else { continue }
      loads[rep].waiting += 1
    }
    return loads.filter { !settings.reps[$0.rep].hasLeft(by: day) }
  }
}
