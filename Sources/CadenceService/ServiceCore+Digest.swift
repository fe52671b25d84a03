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

  private var digestMinute: MinuteOfDay {
    settings.digest.at ?? MinuteOfDay(450) ?? .midnight
  }

  /// Queues the digests whose moment has come today and that have not gone out.
  ///
  /// A gap of days makes one digest, today's, which counts everything overdue. Who has no work or
  /// the day off gets none.
  func queueDigests(at moment: Instant) {
    for rep in settings.reps where rep.email != nil {
      let zone = zone(of: rep)
      let today = zone.local(at: moment).day
      let id = RepDigestTouch.id(rep.id, today)
      guard zone.instant(day: today, minute: digestMinute) <= moment, digestTasks[id] == nil,
        !isDigested(rep.id, today, id), machine[id] == nil, state.doubtful[id.description] == nil
      else { continue }
      switch DailyDigest.make(digestInput(rep.id, today)) {
      case .failure(let none):
        digestTasks[id] = 0
        log.info("no digest", metadata: ["rep": "\(rep.id)", "why": "\(none.why)"])
      case .success(let digest):
        digestTasks[id] = digest.tasks.count
        let pending = PendingTouch(
          id: id, channel: .email, due: moment,
          expires: zone.instant(day: today + 1, minute: .midnight), precedence: .complaint,
          retry: .digest)
        perform(machine.handle(.added(pending), at: moment))
      }
    }
  }

  /// Whether a rep's digest of a day went out; by its own record while the journal's days are ahead
  /// of a clock that an operator trusts.
  private func isDigested(_ rep: RepID, _ today: Day, _ id: TouchID) -> Bool {
    guard state.standing.trusted != nil else {
      return (state.digests[.morning]?[rep] ?? today - 1) >= today
    }
    return state.history.customers[id.customer]?.touches.contains { $0.touch == id } ?? false
  }

  /// The next moment at which a digest is due.
  func nextDigest(after moment: Instant) -> Instant? {
    settings.reps.filter { $0.email != nil }.map { rep in
      let zone = zone(of: rep)
      let today = zone.local(at: moment).day
      let due = zone.instant(day: today, minute: digestMinute)
      return due > moment ? due : zone.instant(day: today + 1, minute: digestMinute)
    }.min()
  }

  /// Composes a rep's digest and journals its intent.
  func considerDigest(_ id: TouchID, _ rep: RepID, _ day: Day) -> [DispatchAction] {
    // The last room of a full disk is for what has crossed, and for the alert.
    if isOnLastRoom {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    let input = digestInput(rep, day)
    guard case .success(let digest) = DailyDigest.make(input) else {
      return machine.handle(.refused(id, .ended), at: now)
    }
    do throws(MailFailure) {
      let message = try digestMessage(digest, input, id)
      return intend(id, message, day: day, customer: id.customer) { $0.countsToCaps = false }
    } catch {
      log.error("the digest cannot be composed: \(error)", metadata: ["rep": "\(rep)"])
      return machine.handle(.refused(id, .missingData), at: now)
    }
  }

  /// Everything a digest is made from, as of now; the plan is shared by the digests of one minute.
  func digestInput(_ rep: RepID, _ day: Day) -> DigestInput {
    let minute = now.seconds / 60
    if digestPlan?.day != day || digestPlan?.minute != minute {
      let (plan, planner) = plan(from: day, days: 1)
      let allocation = planner.allocate(plan, from: day, days: 1, now: planMoment)
      // Most reps' last working day is nearer; for others everybody is looked at.
      let since = siteZone.instant(day: day - 7, minute: .midnight)
      let recent = recentCustomers(since: since)
      digestPlan = (day, minute, allocation, recent)
    }
    var input = DigestInput(
      settings: settings, roster: roster, history: knownHistory, rep: rep, day: day,
      touches: digestPlan?.allocation.plan.touches ?? [], witness: "\(parts.journal.head)",
      notes: serviceNotes)
    if let allocation = digestPlan?.allocation { input.take(allocation) }
    let coPurchase = coPurchase ?? CoPurchase(roster)
    self.coPurchase = coPurchase
    input.coPurchase = coPurchase
    input.joined = digestPlan?.allocation.plan.joined ?? []
    input.recent = digestPlan?.recent
    input.texts = FactEntries.opener(parts.sealed)
    input.replyText = FactEntries.replyOpener(parts.sealed)
    input.lastDigest = state.digestsRead[.morning]?[rep]
    return input
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

  private func digestMessage(_ digest: DailyDigest, _ input: DigestInput, _ id: TouchID)
    throws(MailFailure) -> OutgoingMessage
  {
    var page = digest.page(input)
    if again(id) > 0 { page.subject = settings.againMark + page.subject }
    let mail = DigestMail.compose(
      page, to: digest.rep, settings: settings, key: id.description, now: now)
    var message = OutgoingMessage(
      touch: id.description, channel: .email, recipient: digest.rep.email ?? "",
      sender: settings.site.mailFrom, at: zone(of: digest.rep).text(now))
    message.bytes = try mail.composed()
    return message
  }

  /// Journals that a digest went out, or could not.
  func digestSettled(_ id: TouchID, _ rep: RepID, _ day: Day, _ result: OutcomeResult) {
    append([
      .digest(
        rep: rep, day: day, part: .morning, tasks: digestTasks[id] ?? 0, result: result)
    ])
    // One that may not have arrived is sent again; only the last such is told.
    if result != .accepted, machine[id]?.isAgain != true { alert(.digestLost(rep, result)) }
  }
}
