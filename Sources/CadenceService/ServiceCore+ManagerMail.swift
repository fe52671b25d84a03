import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Logging
import MessageRendering
import RepReporting
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Queues the manager's mails whose moment has come and that have not gone out.
  func queueManagerMails(at moment: Instant) {
    guard settings.manager.email != nil else { return }
    let hours = ManagerHours(settings)
    let week = hours.nominal(on: siteZone.local(at: moment).day)
    if let due = hours.due(week: week), due <= moment,
      moment <= due.adding(seconds: ManagerHours.weekGrace)
    {
      queue(.week(week), due: due)
    }
    if let look = hours.look(at: moment) { queue(look.mail, due: look.at) }
  }

  private func queue(_ mail: ManagerMail, due: Instant) {
    let id = ManagerMailTouch.id(mail)
    guard !isJournalled(id), machine[id] == nil, !managerLooks.contains(id),
      state.doubtful[id.description] == nil
    else { return }
    let isFirst = !managerLooks.contains { ManagerMailTouch.read($0)?.isLate == true }
    managerLooks.insert(id)
    // Composed when it goes out; only whether there is anything to tell is asked now, once an hour.
    if mail.isLate, lateNotice(of: lateTasks(all: isFirst), at: due) == nil { return }
    let pending = PendingTouch(
      id: id, channel: .email, due: due, expires: due.adding(seconds: ManagerHours.weekGrace),
      precedence: .complaint, retry: .digest)
    perform(machine.handle(.added(pending), at: now))
  }

  /// What may be late today.
  ///
  /// After the day's first look that is complaints and promises alone, and nobody has to hand out tasks to
  /// know them.
  private func lateTasks(all: Bool) -> DigestInput {
    let day = siteZone.local(at: now).day
    if all { return digestInput(DigestInput.nobody, day) }
    let touches = dayPlan(day).plan.touches.filter { touch in
      let precedence = settings.cadences[Int(touch.cadence)].precedence
      return !touch.channel.isMachineSent && (precedence == .complaint || precedence == .promise)
    }
    return DigestInput(
      settings: settings, roster: roster, history: knownHistory, rep: DigestInput.nobody, day: day,
      touches: touches)
  }

  /// What has become too late since the manager last heard; nil: nothing.
  private func lateNotice(of input: DigestInput, at moment: Instant) -> LateNotice? {
    let heard = ManagerHours(settings).lastHeard(
      state.history.customers[ManagerMailTouch.owner], before: moment)
    return try? LateNotice.make(input, since: heard, at: moment).get()
  }

  /// Composes one of the manager's mails and journals its intent.
  func considerManagerMail(_ id: TouchID, _ mail: ManagerMail) -> [DispatchAction] {
    // The last room of a full disk is for what has crossed, and for the alert.
    if isOnLastRoom {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    guard let address = settings.manager.email, let page = managerPage(mail) else {
      return machine.handle(.refused(id, .ended), at: now)
    }
    do throws(MailFailure) {
      let message = try houseMail(page, to: Mailbox(address: address), zone: siteZone, id)
      let day = siteZone.local(at: now).day
      return intend(id, message, day: day, customer: id.customer) { $0.countsToCaps = false }
    } catch {
      log.error("the manager's mail cannot be composed: \(error)")
      return machine.handle(.refused(id, .missingData), at: now)
    }
  }

  /// A mail's content as of now; nil where there is nothing to tell, or the hours have changed since.
  private func managerPage(_ mail: ManagerMail) -> DigestPage? {
    let today = siteZone.local(at: now).day
    switch mail {
    case .week(let nominal):
      let input = digestInput(DigestInput.nobody, today, days: 7)
      return ManagerWeek.make(
        input, reportScope(on: today), nominal: nominal,
        shortages: TextShortages.found(
          settings: settings, roster: roster, history: state.history, templates: site.templates,
          today: today)
      ).page(input)
    case .late:
      guard let moment = ManagerHours(settings).moment(of: mail) else { return nil }
      let input = lateTasks(all: true)
      return lateNotice(of: input, at: moment)?.page(input)
    }
  }

  /// Customers and journal as reports see them now.
  func reportScope(on today: Day) -> ReportScope { ReportScope(newPlanner, on: today, at: now) }
}
