import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Dispatch
import JournalFile
import Logging
import MessageRendering
import RepReporting
import ServiceRuntime
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  private func zone(of rep: Rep) -> ZoneRules {
    rep.zone.flatMap { settings.zones[$0] } ?? siteZone
  }

  /// When a digest goes out, in the rep's zone; nil: never by itself.
  private func minute(of part: DigestPart) -> MinuteOfDay? {
    switch part {
    case .morning: settings.digest.at ?? MinuteOfDay(450) ?? .midnight
    case .evening: settings.digest.eveningAt
    }
  }

  /// Queues the digests whose moment has come today and that have not gone out.
  ///
  /// A gap of days makes one digest, today's, which counts everything overdue. Who has no work or
  /// the day off gets none. A wrap-up that downtime kept back is not sent late: the next morning has it all.
  func queueDigests(at moment: Instant) {
    for rep in settings.reps where rep.email != nil {
      for part in DigestPart.allCases { queueDigest(part, rep, at: moment) }
    }
  }

  private func queueDigest(_ part: DigestPart, _ rep: Rep, at moment: Instant) {
    guard let minute = minute(of: part) else { return }
    let zone = zone(of: rep)
    let today = zone.local(at: moment).day
    let id = RepDigestTouch.id(rep.id, today, part)
    let due = zone.instant(day: today, minute: minute)
    guard due <= moment, part == .morning || moment <= due.adding(seconds: Self.eveningGrace),
      digestTasks[id] == nil, !isDigested(rep.id, today, part, id), machine[id] == nil,
      state.doubtful[id.description] == nil
    else { return }
    switch listed(part, digestInput(rep.id, today, days: days(of: part, from: today))) {
    case .failure(let none):
      digestTasks[id] = 0
      log.info("no digest", metadata: ["rep": "\(rep.id)", "why": "\(none.why)"])
    case .success(let tasks):
      digestTasks[id] = tasks
      let pending = PendingTouch(
        id: id, channel: .email, due: moment,
        expires: zone.instant(day: today + 1, minute: .midnight), precedence: .complaint,
        retry: .digest)
      perform(machine.handle(.added(pending), at: moment))
    }
  }

  /// How long after its minute a wrap-up may still begin its way.
  private static let eveningGrace = 15 * 60

  /// How many entries a digest lists, or why there is none.
  private func listed(_ part: DigestPart, _ input: DigestInput) -> Result<Int, NoDigest> {
    switch part {
    case .morning: DailyDigest.make(input).map(\.tasks.count)
    case .evening:
      EveningDigest.make(input).map {
        $0.closed.count + $0.appointments.count + $0.interested.count
      }
    }
  }

  /// A digest's page, or why there is none.
  private func composed(_ part: DigestPart, _ input: DigestInput) -> Result<DigestPage, NoDigest> {
    switch part {
    case .morning: DailyDigest.make(input).map { $0.page(input) }
    case .evening: EveningDigest.make(input).map { $0.page(input) }
    }
  }

  /// Whether a rep's digest of a day went out; by its own record while the journal's days are ahead
  /// of a clock that an operator trusts.
  private func isDigested(_ rep: RepID, _ today: Day, _ part: DigestPart, _ id: TouchID) -> Bool {
    guard state.standing.trusted != nil else {
      return (state.digests[part]?[rep] ?? today - 1) >= today
    }
    return isJournalled(id)
  }

  /// The next moment at which a digest is due.
  func nextDigest(after moment: Instant) -> Instant? {
    let minutes = DigestPart.allCases.compactMap { minute(of: $0) }
    return settings.reps.filter { $0.email != nil }.flatMap { rep in
      let zone = zone(of: rep)
      let today = zone.local(at: moment).day
      return minutes.map { minute in
        let due = zone.instant(day: today, minute: minute)
        return due > moment ? due : zone.instant(day: today + 1, minute: minute)
      }
    }.min()
  }

  /// Composes a rep's digest and journals its intent.
  func considerDigest(_ id: TouchID, _ rep: RepID, _ day: Day, _ part: DigestPart)
    -> [DispatchAction]
  {
    // The last room of a full disk is for what has crossed, and for the alert.
    if isOnLastRoom {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    guard let reader = settings.reps.first(where: { $0.id == rep }),
      case .success(let page) = composed(
        part, digestInput(rep, day, days: days(of: part, from: day)))
    else { return machine.handle(.refused(id, .ended), at: now) }
    do throws(MailFailure) {
      let message = try houseMail(page, to: reader.mailbox, zone: zone(of: reader), id)
      return intend(id, message, day: day, customer: id.customer) { $0.countsToCaps = false }
    } catch {
      log.error("the digest cannot be composed: \(error)", metadata: ["rep": "\(rep)"])
      return machine.handle(.refused(id, .missingData), at: now)
    }
  }

  /// Everything a digest is made from, as of now; the plan is shared by the digests of one minute.
  func digestInput(_ rep: RepID, _ day: Day, days: Int = 1) -> DigestInput {
    let minute = now.seconds / 60
    if digestPlan?.day != day || digestPlan?.minute != minute || digestPlan?.days != days {
      let allocation = allocation(from: day, days: days)
      // Most reps' last working day is nearer; for others everybody is looked at.
      let since = siteZone.instant(day: day - 7, minute: .midnight)
      let recent = recentCustomers(since: since)
      digestPlan = (day, days, minute, allocation, recent)
    }
    var input = DigestInput(
      settings: settings, roster: roster, history: knownHistory, rep: rep, day: day,
      touches: digestPlan?.allocation.plan.touches ?? [], witness: "\(parts.journal.head)",
      notes: serviceNotes)
    if let allocation = digestPlan?.allocation { input.take(allocation) }
    let coPurchase = coPurchase ?? CoPurchase(roster)
    self.coPurchase = coPurchase
    input.coPurchase = coPurchase
    input.recent = digestPlan?.recent
    input.neglected = neglected(rep, on: day)
    input.texts = FactEntries.opener(parts.sealed)
    input.replyText = FactEntries.replyOpener(parts.sealed)
    input.paperText = paperTexts.answers(knownHistory)
    input.lastDigest = state.digestsRead[.morning]?[rep]
    return input
  }

  /// Neglected customers of the upper tiers, where a rep's digest of a day names them; found once a day.
  private func neglected(_ rep: RepID, on day: Day) -> [NeglectedCustomer] {
    guard let found = settings.reps.first(where: { $0.id == rep }),
      RepDuty(settings).beginsWeek(found, day)
    else { return [] }
    if let known = neglectedToday, known.day == day { return known.list }
    let list = NeglectedCustomer.all(reportScope(on: day))
    neglectedToday = (day, list)
    return list
  }

  private func days(of part: DigestPart, from day: Day) -> Int {
    part == .morning ? 1 : eveningDays(from: day)
  }

  /// What is proposed for cards and letters.
  var paperTexts: PaperTexts {
    PaperTexts(settings: settings, roster: roster, templates: site.templates)
  }

  private func allocation(from day: Day, days: Int) -> Allocation {
    if days == 1 { return dayAllocation(day).allocation }
    let (plan, planner) = plan(from: day, days: days)
    return planner.allocate(plan, from: day, days: days, now: planMoment)
  }

  /// A wrap-up reaches to the next working day, which a long holiday can put some way off.
  private func eveningDays(from day: Day) -> Int {
    let duty = RepDuty(settings)
    let ends = settings.reps.compactMap { duty.workday(after: day, of: $0) }.map { $0 - day }
    return min((ends.max() ?? 1) + 1, 15)
  }

  /// What a human has to know about the service's own state.
  private var serviceNotes: ServiceNotes {
    var notes = ServiceNotes()
    notes.hold = holdWords
    // Not the mail: whoever reads this got it by mail.
    notes.channelsDown = machine.down.keys.filter { $0 != .email }.sorted()
    notes.deferred = machine.open.count { $0.stage == .intended && !HouseTouch.isOne($0.id) }
    notes.deadLetters = digestPlan?.recent.openLetters ?? 0
    notes.findings = site.customerFindings
    notes.unknownYears = site.unknownYears
    return notes
  }

  /// Journals that a digest went out, or could not.
  func digestSettled(
    _ id: TouchID, _ rep: RepID, _ day: Day, _ part: DigestPart, _ result: OutcomeResult
  ) {
    append([
      .digest(rep: rep, day: day, part: part, tasks: digestTasks[id] ?? 0, result: result)
    ])
    // One that may not have arrived is sent again; only the last such is told. What a wrap-up had, the next
    // morning has.
    if part == .morning, result != .accepted, machine[id]?.isAgain != true {
      alert(.digestLost(rep, result))
    }
  }
}
