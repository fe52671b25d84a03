package import CadenceModel
package import CivilTime

/// A task that is more than its rep's own matter: too long undone, or past the hour that a customer was told.
package struct EscalatedTask: Hashable, Sendable {
  /// What was left undone; the gravest first.
  package enum Kind: Int, Comparable, Sendable {
    case complaint, promise, other

    /// The gravest first.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Its identity.
  package var touch: TouchID
  /// Index of the customer in the roster.
  package var customer: Int
  /// What was to be done.
  package var channel: Channel
  /// What was left undone.
  package var kind: Kind
  /// The step's title, or the cadence's where it has none.
  package var title: String
  /// Index of the rep who answers for it.
  package var rep: Int
  /// When it was due, in the site's zone.
  package var due: LocalTime
  /// Whether ``due`` is a moment that somebody was told, not only a day.
  package var isExact: Bool
  /// Working days since then on which somebody could have done it.
  package var daysLate: Int
  /// How far it has come.
  package var stage: EscalationStage
  /// When it became the manager's matter; nil: it has not.
  package var toldFrom: Instant?
  /// Whether it was not even handed out, since the rep's days are full.
  package var isWaiting: Bool
}

extension RepDuty {
  /// The working days after `due` up to `day` on which somebody does the rep's tasks: the clock of an overdue task
  /// stands still while nobody is there (product row X5).
  func daysLate(of rep: Int, since due: Day, on day: Day) -> Int {
    // Nobody asks how many years late a task is.
    let first = max(due + 1, day - 400)
    guard first <= day else { return 0 }
    return (first...day).count { isServed(rep, on: $0) }
  }

  /// The day on which a task due on `due` is so many working days late; nil where that is not before `end`.
  func day(of rep: Int, late count: Int, after due: Day, until end: Day) -> Day? {
    var left = count
    var day = max(due, end - 400)
    while left > 0, day < end {
      day += 1
      if isServed(rep, on: day) { left -= 1 }
    }
    return left == 0 ? day : nil
  }
}

extension DigestInput {
  /// What is late enough on the digest's day that somebody has to be told, the gravest first.
  ///
  /// - Parameter moment: until when it counts.
  /// - Returns: the tasks of every stage.
  package func escalated(at moment: Instant) -> [EscalatedTask] {
    let duty = RepDuty(settings)
    let handedOut = touches.filter { $0.day <= day }.compactMap {
      escalated($0, isWaiting: false, duty, at: moment)
    }
    let found = handedOut + waiting.compactMap { escalated($0, isWaiting: true, duty, at: moment) }
    return found.sorted { left, right in
      if left.kind != right.kind { return left.kind < right.kind }
      if left.stage != right.stage { return left.stage > right.stage }
      if left.due != right.due { return left.due < right.due }
      return left.touch.description < right.touch.description
    }
  }

  private func escalated(
    _ touch: PlannedTouch, isWaiting: Bool, _ duty: RepDuty, at moment: Instant
  ) -> EscalatedTask? {
    guard !touch.channel.isMachineSent, let (cadence, step) = definition(touch) else { return nil }
    let customer = customer(Int(touch.customer))
    let rep = repIndex(of: touch)
    let dueDay = touch.day - Int(touch.daysOverdue)
    let kind = EscalatedTask.Kind(cadence.precedence)
    let late = duty.daysLate(of: rep, since: dueDay, on: day)
    let site = settings.zones[settings.site.zone] ?? .utc
    let isExact = kind != .other && touch.isAgreed
    let deadline = deadline(touch, dueDay, customer, isExact: isExact)
    let isPast = kind != .other && deadline <= moment
    guard let stage = settings.escalation.stage(daysLate: late, isPastPromise: isPast) else {
      return nil
    }
    return EscalatedTask(
      touch: TouchID(
        customer: customer.id, cadence: cadence.name,
        occurrence: touch.occurrence.text(festivals: settings.festivals), step: Int(touch.step)),
      customer: Int(touch.customer), channel: touch.channel, kind: kind,
      title: step.title.isEmpty ? cadence.title : step.title, rep: rep,
      due: isExact ? site.local(at: deadline) : LocalTime(day: dueDay, minute: .midnight),
      isExact: isExact, daysLate: late, stage: stage,
      toldFrom: isPast ? deadline : toldFrom(rep, dueDay, duty, site), isWaiting: isWaiting)
  }

  /// The moment promised, else the end of the day that was named.
  private func deadline(
    _ touch: PlannedTouch, _ due: Day, _ customer: Customer, isExact: Bool
  ) -> Instant {
    let names = roster.zones
    let zone =
      (names.indices.contains(Int(customer.zone))
        ? settings.zones[names[Int(customer.zone)]] : nil)
      ?? settings.zones[settings.site.zone] ?? .utc
    return isExact
      ? zone.instant(day: due, minute: touch.minute)
      : zone.instant(day: due + 1, minute: .midnight)
  }

  /// When an ordinary task became the manager's matter: with the first mail of the day on which it was late enough.
  private func toldFrom(_ rep: Int, _ due: Day, _ duty: RepDuty, _ site: ZoneRules) -> Instant? {
    let count = settings.escalation.tellManagerAfter
    return duty.day(of: rep, late: count, after: due, until: day).map {
      site.instant(day: $0, minute: settings.manager.at)
    }
  }
}

extension EscalatedTask.Kind {
  fileprivate init(_ precedence: Precedence) {
    switch precedence {
    case .complaint: self = .complaint
    case .promise: self = .promise
    default: self = .other
    }
  }
}
