package import CadenceModel
package import CivilTime

/// A rep's morning: what to do today, in order, and what came of yesterday.
package struct DailyDigest: Sendable {
  /// Whose it is.
  package var rep: Rep
  /// For which day.
  package var day: Day
  /// Complaints and promises.
  package var urgent: [DigestTask] = []
  /// What was planned for an earlier day.
  package var overdue: [DigestTask] = []
  /// Today's calls.
  package var calls: [DigestTask] = []
  /// Today's visits.
  package var visits: [DigestTask] = []
  /// Today's gifts, cards and letters.
  package var parcels: [DigestTask] = []
  /// The tasks of absent reps, by rep.
  package var standIns: [StandIn] = []
  /// What came of the last working day.
  package var results = DigestResults()
  /// How many calls and visits more than fit into the day follow on later ones.
  package var handedOn = 0
  /// How many messages the machine sends to the rep's customers today.
  package var plannedSends = 0
  /// Whose birthday messages are among them.
  package var birthdays: [BirthdayNote] = []
  /// The one fact to ask for.
  package var missing: MissingFact?
  /// Weighty customers with whom nobody spoke for too long, once a week.
  package var neglected: [NeglectedCustomer] = []
  /// What the deputy did, on the first day back.
  package var handBack: HandBack?

  /// The tasks of one absent rep.
  package struct StandIn: Sendable {
    /// Who is away.
    package var rep: Rep
    /// The last day of the absence.
    package var until: Day?
    /// The tasks, most pressing first.
    package var tasks: [DigestTask]
  }

  /// Every task in the order of its number.
  package var tasks: [DigestTask] {
    urgent + overdue + calls + visits + parcels + standIns.flatMap(\.tasks)
  }

  /// The digest of a rep and day, or why there is none.
  package static func make(_ input: DigestInput) -> Result<DailyDigest, NoDigest> {
    guard let index = input.settings.reps.firstIndex(where: { $0.id == input.rep }) else {
      return .failure(.unknownRep)
    }
    let rep = input.settings.reps[index]
    let duty = RepDuty(input.settings)
    if let away = rep.absences.first(where: { $0.first <= input.day && input.day <= $0.last }) {
      return .failure(.away(until: away.last, deputy: rep.deputy))
    }
    guard duty.isWorking(rep, on: input.day) else { return .failure(.dayOff) }
    var digest = DailyDigest(rep: rep, day: input.day)
    let reader = DigestReader(input: input, repIndex: index, duty: duty)
    digest.place(reader.tasks(), by: reader)
    digest.results = reader.results()
    digest.plannedSends = reader.plannedSends().count
    digest.birthdays = reader.birthdayNotes()
    digest.handBack = reader.handBack()
    digest.handedOn = input.handedOn[index] ?? 0
    digest.neglected = neglected(input, rep, besides: digest.tasks)
    guard digest.hasWork else { return .failure(.noWork) }
    if input.settings.digest.asksForMissingFacts {
      digest.missing = reader.missingFact(of: digest.tasks)
    }
    return .success(digest)
  }

  /// Whether there is anything for the rep to do or to know.
  private var hasWork: Bool {
    !tasks.isEmpty || handBack?.events.isEmpty == false || !results.uncertain.isEmpty
      || !results.replies.isEmpty || !results.failed.isEmpty || !results.late.isEmpty
      || !neglected.isEmpty
  }

  /// Puts each task into its section and numbers them through.
  private mutating func place(_ all: [DigestTask], by reader: DigestReader) {
    let sorted = all.sorted(by: Self.isMorePressing)
    for task in sorted {
      if task.urgency <= .promise {
        urgent.append(task)
      } else if let absent = task.standsInFor {
        if !standIns.contains(where: { $0.rep.id == absent }), let rep = reader.rep(absent) {
          let until = rep.absences.first { $0.first <= day && day <= $0.last }?.last
          standIns.append(StandIn(rep: rep, until: until, tasks: []))
        }
        for index in standIns.indices where standIns[index].rep.id == absent {
          standIns[index].tasks.append(task)
        }
      } else if task.urgency == .overdue {
        overdue.append(task)
      } else {
        switch task.channel {
        case .visit: visits.append(task)
        case .gift, .card, .letter: parcels.append(task)
        case .call, .email, .sms, .chat: calls.append(task)
        }
      }
    }
    standIns.sort { $0.rep.id < $1.rep.id }
    var number = 0
    for section in [\DailyDigest.urgent, \.overdue, \.calls, \.visits, \.parcels] {
      for index in self[keyPath: section].indices {
        number += 1
        self[keyPath: section][index].number = number
      }
    }
    for outer in standIns.indices {
      for inner in standIns[outer].tasks.indices {
        number += 1
        standIns[outer].tasks[inner].number = number
      }
    }
  }

  /// By urgency, then the customer's rank, the older due day, the agreed or suggested time, the touch.
  ///
  /// Among agreed times the time comes first.
  private static func isMorePressing(_ left: DigestTask, _ right: DigestTask) -> Bool {
    if left.urgency != right.urgency { return left.urgency < right.urgency }
    let times = (left.callBack?.minute ?? left.time, right.callBack?.minute ?? right.time)
    if left.urgency == .callBack, times.0 != times.1 { return times.0 < times.1 }
    if left.urgency > .promise, left.rank != right.rank { return left.rank < right.rank }
    if left.due != right.due { return left.due < right.due }
    if times.0 != times.1 { return times.0 < times.1 }
    return left.touch.description < right.touch.description
  }
}

/// Why a rep gets no digest on a day.
package enum NoDigest: Error, Hashable, Sendable {
  case unknownRep, dayOff, noWork
  /// Away until a day; the deputy has the tasks.
  case away(until: Day, deputy: RepID?)
}
